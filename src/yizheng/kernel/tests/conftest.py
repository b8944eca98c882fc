"""A house with two committees whose transactions really commit, and a superuser who plants changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from yizheng.accounts.models import User
from yizheng.kernel import scoping
from yizheng.kernel.ledger_rows import Seal, Session
from yizheng.kernel.models import Committee
from yizheng.kernel.sealing import seal_committee
from yizheng.kernel.tests.factories import AT, make_committee, make_entry, make_user
from yizheng.kernel.tests.frozen_house import FrozenHouse, frozen_house
from yizheng.kernel.tests.quiet import wait_for_other_databases
from yizheng.kernel.verification import Report, verify
from yizheng.launch.databases import SUPERUSER, Databases


@dataclass
class LedgerHouse:
    """Two committees, a clerk, the owner's session that seals, and a forger's session that stops at nothing."""

    linjiang: Committee
    haishan: Committee
    clerk: User
    owner: Session
    forger: Session
    app_url: str

    def write(self, count: int = 1, committee: Committee | None = None) -> list[int]:
        """Write rows in one transaction of the serving role; returns their ids."""
        people = {"actor_id": self.clerk.pk, "entered_by_id": self.clerk.pk}
        with scoping.scope(committee or self.linjiang):
            return [make_entry(**people).pk for _ in range(count)]

    def settle(self) -> None:
        """Wait for the transactions of other tests on this server, which would delay a seal."""
        wait_for_other_databases(self.forger)

    def seal(self, committee: Committee | None = None) -> Seal | None:
        """Seal one committee as the hourly job does."""
        self.settle()
        return seal_committee(self.owner, (committee or self.linjiang).pk, at=AT)

    def verify(self, anchor: str | None = None) -> Report:
        """Verify the first committee."""
        (report,) = verify(self.owner, slug=self.linjiang.slug, anchor=anchor)
        return report

    def faults(self) -> list[tuple[str, int | None, int | None]]:
        """Return what the verifier finds: fault, seal, entry."""
        return [(f.fault.value, f.seal, f.entry_id) for f in self.verify().findings]

    def forge(self, statement: str) -> None:
        """Run a statement as a superuser with every trigger and foreign key asleep."""
        with self.forger.transaction():
            self.forger.execute("set local session_replication_role = replica")
            self.forger.execute(statement)


@pytest.fixture
def superuser(databases: Databases, own_database: str) -> Iterator[Session]:
    with psycopg.connect(databases.url(SUPERUSER, own_database), autocommit=True) as session:
        yield session


@pytest.fixture
def ledger_house(own_database: str, owner_connection: Session, superuser: Session, app_url: str) -> LedgerHouse:
    """A house whose ledger is still empty."""
    return LedgerHouse(
        linjiang=make_committee("linjiang"),
        haishan=make_committee("haishan"),
        clerk=make_user(),
        owner=owner_connection,
        forger=superuser,
        app_url=app_url,
    )


@pytest.fixture(scope="session")
def shared_house(databases: Databases, django_db_setup: None) -> Iterator[FrozenHouse]:
    """The sealed ledger that the tests of planted changes share."""
    with frozen_house(databases) as house:
        yield house


@pytest.fixture
def sealed(shared_house: FrozenHouse) -> Iterator[FrozenHouse]:
    """A ledger of three seals with two rows each; what the test plants is undone."""
    with shared_house.planting():
        yield shared_house
