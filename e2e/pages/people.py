"""Who of the demo acts for a department, and who is which leader."""

from __future__ import annotations

CLERKS = {
    "办公室": "demo-office",
    "提案委": "demo-proposal",
    "委员工": "demo-clerk-members",
    "经": "demo-committee",
    "城": "demo-clerk-urban",
    "教": "demo-clerk-education",
    "社": "demo-clerk-social",
}
"""How a department's name begins, in full and in short: the login of its clerk."""

LEADERS = {
    "梁景川": "demo-chair",
    "沈若松": "demo-vice-1",
    "陶慧敏": "demo-vice-2",
    "尹嵩": "demo-vice-3",
    "邵立群": "demo-vice-4",
    "顾明霞": "demo-vice-5",
    "程远航": "demo-secretary",
}


def clerk_of(department: str) -> str:
    """Return the login of a department's clerk."""
    return next(login for start, login in CLERKS.items() if department.startswith(start))


def leader_named_in(text: str) -> str:
    """Return the login of the first leader a text names."""
    plain = "".join(text.split())
    return next(login for name, login in LEADERS.items() if name in plain)
