"""
Organisation (组织): terms, persons and posts, bodies with dated aliases, units.

What a plan needs of handbook 1: who holds which post on a date, what a body was called then.
"""
