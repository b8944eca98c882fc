"""The pages of numbers: the year reproduces a published report, numbers open lists, frozen ones stay."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel.models import LedgerEntry
from yizheng.proposal.enums import HandlingState, PeriodKind, ProposalState, ShareRole, Side
from yizheng.proposal.figures import counting, cross_tables, league
from yizheng.proposal.figures.year import YearFigures
from yizheng.proposal.models import FigureSnapshot, Handling, Proposal, Reply
from yizheng.proposal.services import snapshots

from . import factories as make

S = ProposalState
FIGURES = "/yunxi/proposals/figures/"
MOST_STATEMENTS = 12


def a_year(received=142, plenary=132, filed=119, year=2017):
    """Write a year as a published report gives it: received, of these at the plenary, filed and all answered."""
    session, unit = make.SessionFactory(), make.UnitFactory()
    kinds = [PeriodKind.PLENARY] * plenary + [PeriodKind.BETWEEN] * (received - plenary)
    made = Proposal.objects.bulk_create(
        Proposal(
            session=session, year=year, period_kind=kind, title=f"关于第{n}件的建议", proposer_name="李明",
            reception_no=f"T2-1-{n:04}", state=S.CLOSED if n <= filed else S.NOT_FILED, touched_at=make.moment(),
            filed_no=n if n <= filed else None, category="城乡建设" if n % 2 else "社会事业",
            assigned_on=date(year, 3, 10) if n <= filed else None,
        )
        for n, kind in enumerate(kinds, start=1)
    )  # fmt: skip
    handled = Handling.objects.bulk_create(
        Handling(
            proposal=each, unit=unit, role=ShareRole.SOLE, side=Side.GOVERNMENT, state=HandlingState.ISSUED,
            assigned_on=date(year, 3, 10), due_on=date(year, 6, 12), issued_on=date(year, 6, 1),
        )
        for each in made[:filed]
    )  # fmt: skip
    Reply.objects.bulk_create(
        Reply(handling=each, state="issued", class_mark="A", class_wording="已经解决", sent_on=date(year, 6, 1),
              due_on=date(year, 6, 12))
        for each in handled
    )  # fmt: skip
    return made, unit


def test_2017_reproduces_142_received_132_at_the_plenary_119_filed_all_answered(house):
    a_year()

    found = YearFigures.read(2017, make.clerk(), on=date(2018, 1, 10))
    rates = {each.code: each.words for each in found.rates}

    assert (found.found["received"], found.found["filed"], found.found["replied"]) == (142, 119, 119)
    assert Proposal.objects.filter(counting.RECEIVED.condition, year=2017, period_kind="plenary").count() == 132
    assert (rates["filing"], rates["reply"], rates["on_time"]) == (
        "83.8%（119/142）", "100.0%（119/119）", "100.0%（119/119）",
    )  # fmt: skip


def test_every_number_of_the_page_opens_a_list_of_as_many(house, browser):
    a_year(received=9, plenary=7, filed=6, year=2026)
    late = make.proposal(S.HANDLING)
    make.handling(late, state=HandlingState.SIGNED, due_on=date(2026, 3, 1))
    client = browser(make.clerk())

    page = client.get(f"{FIGURES}?year=2026").content.decode()
    links = re.findall(r'<dd class="[^"]*"><a href="([^"]+)">(\d+)</a>', page)

    assert len(links) == 13
    for url, number in links:
        shown = client.get(url.replace("&amp;", "&")).context["page"].paginator.count
        assert (url, shown) == (url, int(number))


@pytest.mark.parametrize("path", ["", "units/", "overdue/", "snapshots/"])
def test_the_pages_ask_as_often_for_many_as_for_few(house, browser, path):
    client = browser(make.clerk())

    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"{FIGURES}{path}?year=2026").status_code == 200
        return len(seen)

    made, _ = a_year(received=3, plenary=3, filed=2, year=2026)
    Handling.objects.filter(proposal=made[0]).update(state=HandlingState.SIGNED, due_on=date(2026, 3, 1))
    asked()  # the first visit of a session writes its hat
    few = asked()
    for _ in range(2):
        other = make.proposal(S.HANDLING)
        make.handling(other, state=HandlingState.SIGNED, due_on=date(2026, 3, 1))

    assert asked() == few
    assert few <= MOST_STATEMENTS


@pytest.mark.parametrize("role", [Role.MEMBER, Role.UNIT_CLERK, Role.SYS_ADMIN])
def test_who_reads_no_figures_finds_none(house, browser, role):
    assert browser(make.as_role(role)).get(FIGURES).status_code == 403


def test_a_cut_has_every_received_proposal_in_one_row(house):
    a_year(received=10, plenary=10, filed=8, year=2026)
    make.collective(S.FILED)

    rows = cross_tables.rows_of(Proposal.objects.all(), cross_tables.cut_by("category"))
    proposers = cross_tables.rows_of(Proposal.objects.all(), cross_tables.cut_by("proposer"))

    assert sum(row.found["received"] for row in rows) == 11
    assert {row.label: row.found["filed"] for row in proposers} == {"党派团体": 1, "委员个人": 8}
    assert [row.found["received"] for row in rows if row.label == "社会事业"] == [5]


def test_a_unit_counts_its_handlings_and_the_unrated_stay_outside(house):
    unit, other = make.UnitFactory(), make.UnitFactory()
    proposal = make.proposal(S.REPLIED)
    answered = make.handling(proposal, unit, role=ShareRole.HOST, state=HandlingState.ISSUED)
    make.handling(proposal, other, role=ShareRole.CO, state=HandlingState.OPINED)
    make.contact(answered, confirmation="silence")
    reply = make.reply(answered, class_mark="B", due_on=date(2026, 6, 10))
    make.feedback(reply, state="given", result_rating="basic")
    second = make.signer(proposal, make.member(), consent="agreed")
    make.feedback(reply, second, state="no_feedback")
    late = make.proposal(S.HANDLING)
    make.handling(late, unit, state=HandlingState.SIGNED, due_on=date(2026, 6, 10))

    host, co = league.unit_rows(Proposal.objects.all(), on=date(2026, 7, 1))

    assert (host.answered, host.co, host.replied, host.on_time, host.due, host.late) == (2, 0, 1, 1, 2, 1)
    assert (host.marks, host.ratings, host.silent) == ({"B": 1}, {"basic": 1}, 1)
    assert (host.contact_rate.words, host.content_rate.words) == ("50.0%（1/2）", "100.0%（1/1）")
    assert (co.answered, co.co, co.reply_rate.words) == (0, 1, "无")


def test_frozen_figures_stay_and_the_page_says_what_moved(house, browser):
    clerk = make.clerk()
    a_year(received=5, plenary=5, filed=4, year=2026)
    client = browser(clerk)

    answer = client.post(f"{FIGURES}snapshots/new/", {"year": 2026, "label": "2026年提案工作情况报告"})
    make.proposal(S.SUBMITTED)
    page = client.get(answer.url).content.decode()

    frozen = FigureSnapshot.objects.get()
    kept = {each["code"]: each["n"] for each in frozen.figures["figures"]}
    assert (kept["received"], kept["filed"]) == (5, 4)
    assert "+1" in page
    assert LedgerEntry.objects.filter(act="freeze_figures").count() == 1


def test_a_snapshot_without_a_name_or_by_a_member_is_not_kept(house, browser):
    clerk, member = make.clerk(), make.as_member(make.member())

    refused = browser(clerk).post(f"{FIGURES}snapshots/new/", {"year": 2026, "label": " "})
    forbidden = browser(member).post(f"{FIGURES}snapshots/new/", {"year": 2026, "label": "报告"})

    assert (refused.status_code, forbidden.status_code) == (200, 403)
    assert not FigureSnapshot.objects.exists()
    with pytest.raises(PermissionDenied):
        snapshots.freeze(year=2026, label="报告", by=member, at=make.moment())
