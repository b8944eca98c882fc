"""
Deadlines (期限): working days, months and fixed dates, each able to say how it was reckoned.

Handbook 2.1; feature F149.
"""
