"""
What every room needs and nothing else: the walls between committees, the acts, the ledger, the thread.

The kernel imports no other room and names the user only through AUTH_USER_MODEL.
"""
