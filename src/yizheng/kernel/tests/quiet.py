"""Waiting for transactions that are none of the test's: other workers' tests run on the same server."""

from __future__ import annotations

from yizheng.kernel.ledger_rows import Session

_FOREIGN = """
select coalesce(array_agg(backend_xid::text), '{}') from pg_stat_activity
 where backend_xid is not null and (datname is distinct from current_database() or backend_type <> 'client backend')
"""
_STILL_THERE = "select count(*), pg_sleep(0.01) from pg_stat_activity where backend_xid::text = any(%s)"
PATIENCE = 6000
"""How often to ask: a minute and more."""


def wait_for_other_databases(superuser: Session) -> None:
    """
    Wait until the transactions that now run in other databases have ended; younger ones do not matter.

    A seal goes up to the oldest transaction of the whole server, so a test that expects one at once asks here first.
    """
    (found,) = superuser.execute(_FOREIGN)
    for _ in range(PATIENCE):
        ((still_there, _slept),) = superuser.execute(_STILL_THERE, [found[0]])
        if not still_there:
            return
    raise AssertionError("a transaction of another database does not end")
