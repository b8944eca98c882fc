"""
Speeches of a plenary (大会发言): called for, handed in, checked, selected, ordered, delivered, followed up.

Members, parties, sectors and special committees hand them in; the office selects, a leader approves the list, the
hall hears them in order. Rule: handbook 9.6.
"""
