"""Migration operation: rows of a table are written once and never changed (design 3, ledger)."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

REVOKE = """
do $$
declare grantee_name text;
begin
  for grantee_name in
    select distinct grantee from information_schema.role_table_grants
    where table_name = '{table}' and grantee not in (current_user, 'PUBLIC')
  loop
    execute format('revoke {rights} on {table} from %I', grantee_name);
  end loop;
end $$
"""
_FORBID = """
create or replace function kernel_forbid_change() returns trigger language plpgsql as $$
begin raise exception 'rows of % are never changed', tg_table_name using errcode = 'insufficient_privilege'; end $$
"""


class AppendOnly(Operation):
    """
    Take UPDATE, DELETE and TRUNCATE from every other role and forbid them by trigger to the owner as well.

    `sealed_by_owner` takes INSERT too: only the owner role's job writes seals.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, *, sealed_by_owner: bool = False) -> None:
        self.table = table
        self.sealed_by_owner = sealed_by_owner

    def state_forwards(self, app_label: str, state: Any) -> None:
        """No model state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Revoke and set the triggers."""
        rights = "update, delete, truncate" + (", insert" if self.sealed_by_owner else "")
        schema_editor.execute(REVOKE.format(table=self.table, rights=rights), params=None)
        schema_editor.execute(_FORBID, params=None)
        for name, event, level in self._triggers():
            schema_editor.execute(
                f"create trigger {name} before {event} on {self.table} for each {level} "
                "execute function kernel_forbid_change()"
            )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the triggers; the grants come back with the next migrate."""
        for name, _event, _level in self._triggers():
            schema_editor.execute(f"drop trigger {name} on {self.table}")

    def describe(self) -> str:
        """Say what the migration does."""
        return f"Make {self.table} append-only"

    def _triggers(self) -> list[tuple[str, str, str]]:
        return [
            (f"{self.table}_no_change", "update or delete", "row"),
            (f"{self.table}_no_truncate", "truncate", "statement"),
        ]
