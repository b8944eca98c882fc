"""
Attempts to join voters and ballots: by transaction numbers, places of rows, keys, ledger rows, order and log lines.

The promise is that of docs/adr/0014-secret-ballots.md. Transactions really commit here, and a superuser looks.
"""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from yizheng.ballot import services
from yizheng.ballot.models import BallotBox, Voter
from yizheng.kernel import tenancy
from yizheng.plan.tests.factories import CommitteeFactory

from . import factories as make
from .factories import AT

PAPERS = [{"1": "satisfied"}, {"1": "not_satisfied"}, {"1": "basic"}, {"2": "basic"}]
BOOTH = "/public/yunxi/ballot/"


@pytest.fixture
def poll(own_database):
    """An open ballot among four people, all of it committed."""
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        people = make.voters(4)
        ballot, clerk = make.opened(people)
    return committee, ballot, clerk, people


def vote(committee, ballot, person, paper):
    """Take in one transaction, cast in another, as the two pages do."""
    with tenancy.scope(committee, person.user_id):
        slip = services.take_slip(ballot=ballot, by=person)
    with tenancy.scope(committee, None):
        return slip, services.cast(slip=slip, paper=paper)


def tables(superuser):
    """Return every table of the database."""
    rows = superuser.execute(
        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
    )
    return sorted(name for (name,) in rows)


def written_in(superuser, xmin):
    """Return the tables with rows that a transaction wrote last or locked."""
    found = []
    for table in tables(superuser):
        (count,) = superuser.execute(
            f'select count(*) from "{table}" where xmin::text = %s or xmax::text = %s', [xmin, xmin]
        ).fetchone()
        if count:
            found.append(table)
    return found


def xmins(superuser, table):
    """Return the transactions that wrote the rows of a table."""
    return {xmin for (xmin,) in superuser.execute(f"select distinct xmin::text from {table}")}


def test_taking_writes_every_voter_alike_and_nothing_else(poll, superuser):
    committee, ballot, _, people = poll

    for person in people[:2]:
        with tenancy.scope(committee, person.user_id):
            services.take_slip(ballot=ballot, by=person)
        (xmin,) = xmins(superuser, "ballot_voter")
        assert written_in(superuser, xmin) == ["ballot_voter"]


def test_casting_writes_the_box_and_nothing_else(poll, superuser):
    committee, ballot, _, people = poll

    for person, paper in zip(people[:2], PAPERS, strict=False):
        vote(committee, ballot, person, paper)
        (xmin,) = xmins(superuser, "ballot_ballotbox")
        assert written_in(superuser, xmin) == ["ballot_ballotbox"]


def test_no_row_stands_for_one_vote_and_no_list_keeps_an_order(poll, superuser):
    committee, ballot, _, people = poll

    kept = [vote(committee, ballot, person, paper) for person, paper in zip(people, PAPERS, strict=True)]

    with tenancy.scope(committee):
        (box,) = BallotBox.objects.all()
    assert [len(each) for each in (box.spent, box.receipts, box.papers)] == [4, 4, 4]
    assert box.papers == sorted(box.papers)
    assert box.spent == sorted(box.spent)
    assert box.receipts == sorted(box.receipts)
    for slip, receipt in kept:
        assert find(superuser, slip) == find(superuser, receipt) == []


def find(superuser, text):
    """Return the tables in which a text stands anywhere."""
    found = []
    for table in tables(superuser):
        (count,) = superuser.execute(
            f'select count(*) from "{table}" held where position(%s in held::text) > 0', [text]
        ).fetchone()
        if count:
            found.append(table)
    return found


def test_voters_and_box_have_no_time_no_number_and_no_order(poll, superuser):
    rows = superuser.execute(
        "select table_name, column_name, data_type from information_schema.columns "
        "where table_name in ('ballot_voter', 'ballot_ballotbox')"
    )
    found = {(table, column): kind for table, column, kind in rows}

    assert {kind for kind in found.values() if "time" in kind or "date" in kind} == set()
    assert {found[table, "id"] for table in ("ballot_voter", "ballot_ballotbox")} == {"uuid"}
    with tenancy.scope(poll[0]):
        assert {key.version for key in Voter.objects.values_list("pk", flat=True)} == {4}


def test_closing_writes_both_tables_anew_under_new_keys(poll, superuser):
    committee, ballot, clerk, people = poll
    for person, paper in zip(people[:3], PAPERS, strict=False):
        vote(committee, ballot, person, paper)
    before = keys(committee)

    with tenancy.scope(committee):
        services.close_ballot(ballot=ballot, by=clerk, at=AT)

    assert keys(committee) & before == set()
    assert xmins(superuser, "ballot_voter") == xmins(superuser, "ballot_ballotbox")


def keys(committee):
    with tenancy.scope(committee):
        return {*Voter.objects.values_list("pk", flat=True), *BallotBox.objects.values_list("pk", flat=True)}


def test_the_order_in_which_voters_stand_is_not_that_of_the_roll(own_database):
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        people = make.voters(30)
        make.prepared(people)
        standing = [each.user_id for each in Voter.objects.raw("select * from ballot_voter order by ctid")]

    assert standing != [each.user_id for each in people]
    assert sorted(standing) == sorted(each.user_id for each in people)


def test_the_booth_knows_no_session_and_logs_no_slip(poll, superuser, caplog):
    committee, ballot, _, people = poll
    with tenancy.scope(committee, people[0].user_id):
        slip = services.take_slip(ballot=ballot, by=people[0])
    browser = Client()
    from yizheng.accounts.models import User

    browser.force_login(
        User.objects.get(pk=people[0].user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    before = standing_rows(superuser)

    with caplog.at_level(logging.DEBUG):
        answer = browser.post(BOOTH, {"slip": slip, "step": "cast", "item-1": "basic"})

    assert "票已投进去" in answer.content.decode()
    assert not answer.wsgi_request.user.is_authenticated
    assert answer.cookies == {}
    assert slip not in caplog.text
    assert standing_rows(superuser) == {**before, "ballot_ballotbox": standing_rows(superuser)["ballot_ballotbox"]}


def standing_rows(superuser):
    """Return a digest of each table's rows."""
    digest = "select md5(coalesce(string_agg(held::text, '|' order by held::text), '')) from \"{}\" held"
    return {table: superuser.execute(digest.format(table)).fetchone()[0] for table in tables(superuser)}
