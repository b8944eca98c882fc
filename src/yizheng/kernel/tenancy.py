"""
Walls between committees (design 4).

Every table is walled (one committee's rows), own-person (also readable by the person it speaks of) or global.
The last two are listed here by name with a reason; a table on no list fails the build (`unlisted_tables`). So are
the tables of what a committee has published: everybody reads them, and only the committee writes its own rows.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.migrations.operations.base import Operation

from .append_only import REVOKE
from .scoping import Scope, current, current_committee_id, is_open, scope

__all__ = [
    "GLOBAL_TABLES",
    "HIDDEN_TABLES",
    "OWN_PERSON_TABLES",
    "PUBLIC_TABLES",
    "DispatchWall",
    "HiddenWall",
    "OwnPersonWall",
    "PublicWall",
    "Scope",
    "Wall",
    "current",
    "current_committee_id",
    "is_open",
    "scope",
    "unlisted_tables",
    "walled_tables",
]

GLOBAL_TABLES = {
    "kernel_keyfingerprint": "the ring of keys serves every committee",
    "kernel_upkeeprun": "a backup and a drill are of the whole house",
    "kernel_committee": "the list of committees itself: names and slugs, needed before any scope is open",
    "accounts_user": "one login serves several committees",
    "accounts_smscode": "asked for at the door, before any committee is known",
    "accounts_signincard": "read at the door, before any committee is known; names its committee in issued_in",
    "accounts_doorcount": "counts tries at the door, before any committee is known",
    "accounts_sharedcache": "what all processes share for minutes: second-step codes already used",
    "mfa_authenticator": "allauth: second steps belong to the login, not to a committee",
    "usersessions_usersession": "allauth: sessions belong to the login, not to a committee",
    "socialaccount_socialaccount": "allauth: the login's name at the unified identity of the place",
    "socialaccount_socialapp": "allauth: unused, providers come from the environment",
    "socialaccount_socialtoken": "allauth: unused, tokens are not kept",
    "account_emailaddress": "allauth: belongs to the login, not to a committee",
    "account_emailconfirmation": "allauth: belongs to the login, not to a committee",
    "django_session": "read before the committee is known",
    "django_content_type": "Django's own catalogue of models",
    "django_migrations": "Django's own record of migrations",
    "auth_permission": "Django's own catalogue, unused by our rules",
    "auth_group": "Django's own, unused by our rules",
    "auth_group_permissions": "Django's own, unused by our rules",
    "deadline_calendarday": "the State Council's notices hold for every committee",
    "procrastinate_jobs": "queue: ids only as arguments",
    "procrastinate_events": "queue: ids only",
    "procrastinate_periodic_defers": "queue: task names and times",
    "procrastinate_workers": "queue: heartbeats",
}
OWN_PERSON_TABLES = {
    "accounts_rolegrant": "a person sees in which committees they hold a role, before choosing one",
    "kernel_dispatch": "the addressee reads what was sent to it",
    "opinion_senttext": "the addressee of a dispatch reads its words until they are closed or destroyed",
}
PUBLIC_TABLES = {
    "assist_publisheditem": "words of what a committee has on its public page: others find there what was done before",
}
"""Rows of one committee each that everybody may read, as they may read its public page; nobody else writes them."""

HIDDEN_TABLES = {
    "search_entry": "full-text search under a policy does not use its index; functions of the owner filter instead",
    "search_key": "what an entry is found by; read and written by the same functions",
    "search_term": "how often words occur, those of hidden texts too; read by the same functions",
    "search_tally": "up to where words are counted; written by the same functions",
}
"""Rows of one committee each, on which the serving role has no right at all."""

_COMMITTEE = "nullif(current_setting('app.committee', true), '')::bigint"
_ELSEWHERE = {*GLOBAL_TABLES, *OWN_PERSON_TABLES, *PUBLIC_TABLES, *HIDDEN_TABLES}
_USER = "nullif(current_setting('app.user', true), '')::bigint"


def walled_tables() -> list[str]:
    """Return the tables whose rows belong to one committee, by their models."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if _has_committee(model) and model._meta.db_table not in _ELSEWHERE
    )


def unlisted_tables(existing: list[str]) -> list[str]:
    """Return the tables of a database that are neither walled nor listed here."""
    known = {*walled_tables(), *_ELSEWHERE}
    return sorted(set(existing) - known)


def _has_committee(model: Any) -> bool:
    return any(field.name == "committee" for field in model._meta.get_fields())


class Wall(Operation):
    """Migration operation: only rows of the open scope's committee can be read or written."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """A wall is no model state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Enable, force and write the policies."""
        table = schema_editor.quote_name(self.table)
        schema_editor.execute(f"alter table {table} enable row level security")
        schema_editor.execute(f"alter table {table} force row level security")
        for policy in self.policies():
            schema_editor.execute(f"create policy {policy.format(table=table)}")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the policies again."""
        table = schema_editor.quote_name(self.table)
        for policy in self.policies():
            schema_editor.execute(f"drop policy {policy.split()[0]} on {table}")
        schema_editor.execute(f"alter table {table} disable row level security")

    def policies(self) -> list[str]:
        """Return the bodies of the policies; a bare equality keeps the indexes usable."""
        return [f"wall on {{table}} using (committee_id = {_COMMITTEE})"]

    def describe(self) -> str:
        """Say what the migration does."""
        return f"Wall {self.table} by committee"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Let the migration writer print it."""
        return (self.__class__.__name__, [self.table], {})


class OwnPersonWall(Wall):
    """As `Wall`, and the person named in `user_id` may read their own rows."""

    def policies(self) -> list[str]:
        """Return the wall and the reading policy."""
        return [*super().policies(), f"own on {{table}} for select using (user_id = {_USER})"]


class DispatchWall(Wall):
    """As `Wall`, and the committee named in `to_committee_id` may read the row."""

    def policies(self) -> list[str]:
        """Return the wall and the reading policy."""
        return [
            *super().policies(),
            f"addressee on {{table}} for select using (to_committee_id = {_COMMITTEE})",
        ]


class PublicWall(Wall):
    """As `Wall`, and everybody may read every row: the policy is constant, so every index serves."""

    def policies(self) -> list[str]:
        """Return the wall and the reading policy."""
        return [*super().policies(), "public on {table} for select using (true)"]


class HiddenWall(Wall):
    """
    As `Wall`, but the serving role has no right on the table: functions of the owner read and write it.

    Not forced on the owner, whose functions filter by the committee themselves, so that they can use every index.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Wall it in, lift the wall for the owner, take every right from everybody else."""
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        table = schema_editor.quote_name(self.table)
        schema_editor.execute(f"alter table {table} no force row level security")
        schema_editor.execute(REVOKE.format(table=self.table, rights="all"), params=None)

    def describe(self) -> str:
        """Say what the migration does."""
        return f"Hide {self.table} behind functions"
