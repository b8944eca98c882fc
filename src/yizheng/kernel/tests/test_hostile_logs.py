"""Who came, and who read what: the serving role writes these rows and never touches them again."""

from __future__ import annotations

import psycopg
import pytest


@pytest.mark.parametrize("table", ["kernel_securityevent", "org_readinglog"])
@pytest.mark.parametrize("statement", ["update {} set at = now()", "delete from {}"])
def test_the_serving_role_rewrites_no_log(app_url: str, table: str, statement: str) -> None:
    with psycopg.connect(app_url) as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute(statement.format(table))
