"""Which bodies hand in what is collective, and by which column a row of any room names them."""

from __future__ import annotations

OWNER_COLUMNS = {"participating_body": "party_body", "body": "body", "sector": "sector"}
"""By the scope of the hat that speaks for a body: the column of a row that names it."""
