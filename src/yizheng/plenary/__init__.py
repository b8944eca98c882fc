"""
The pack of a plenary (全会会务): groups, schedule, rooms and buses, seats, presidium, briefs, address book, handbook.

The office prepares it, members read their own part on the phone. Handbook 9; office-practice 5, 14.
"""
