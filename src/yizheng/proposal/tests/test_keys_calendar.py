"""Supervision, consultations and inspections stand in the calendars of those they concern, of nobody else (F048)."""

from datetime import date

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel.models import Closure
from yizheng.org.models import Person
from yizheng.proposal.diary import own_supervision
from yizheng.proposal.enums import (
    ConsultationLevel,
    HandlingState,
    KeyStage,
    LeaderSide,
    LeadingRole,
    ProposalState,
    SupervisionMode,
    Tier,
)
from yizheng.proposal.models import (
    ConsultedContact,
    HandlingConsultation,
    HandlingInspection,
    KeyActivity,
    KeyAssignment,
    KeyLeader,
)
from yizheng.todo.agenda import services as agenda
from yizheng.todo.agenda.entries import entries

from . import factories as make

K = KeyStage
DAYS = date(2026, 3, 1), date(2026, 4, 30)
PLANNED, HELD, TALKED, VISITED = date(2026, 4, 8), date(2026, 3, 10), date(2026, 3, 12), date(2026, 3, 13)


@pytest.fixture
def people(house):
    """A leader of ours, the committee that supervises, the unit that handles; and one of each beside them."""
    body, unit = make.BodyFactory(kind="special_committee"), make.UnitFactory()
    chair, who = make.as_role(Role.LEADER, name="阮书成"), make.person("阮书成")
    Person.objects.filter(pk=who.pk).update(user=chair.user_id)
    return {
        "leader": chair, "person": who, "body": body, "unit": unit,
        "committee": make.as_role(Role.COMMITTEE_CLERK, scope_kind="body", scope_id=body.pk),
        "at_unit": make.as_unit(unit),
        "strangers": [
            make.as_role(Role.LEADER), make.clerk(), make.as_unit(make.UnitFactory()),
            make.as_role(Role.COMMITTEE_CLERK, scope_kind="body", scope_id=make.BodyFactory().pk),
            make.as_member(make.member()),
        ],
    }  # fmt: skip


def key(people, title="关于加装电梯的建议", state=K.PLAN):
    row = KeyAssignment.objects.create(
        proposal=make.proposal(ProposalState.HANDLING, title=title), tier=Tier.KEY, year=2026, state=state,
        supervising_body=people["body"], plan_mode=SupervisionMode.ON_SITE, planned_for=PLANNED,
    )  # fmt: skip
    KeyLeader.objects.create(
        assignment=row, role=LeadingRole.SUPERVISE, side=LeaderSide.CPPCC, name="阮书成", post="主席",
        person=people["person"],
    )  # fmt: skip
    make.handling(row.proposal, unit=people["unit"], state=HandlingState.SIGNED)
    return row


def act_on(row):
    return KeyActivity.objects.create(
        assignment=row, mode=SupervisionMode.INSPECTION, happened_on=HELD, place="朝阳小区", led_by="阮书成"
    )


def talk_over(*rows):
    held = HandlingConsultation.objects.create(
        title="集中协商", level=ConsultationLevel.LEADER, happened_on=TALKED, place="区政协", notes="商定。"
    )
    for row in rows:
        contact = make.contact(row.proposal.handlings.earliest("pk"))
        ConsultedContact.objects.create(consultation=held, contact=contact)
    return held


def visit(row, unit):
    held = HandlingInspection.objects.create(title="春季视察", year=2026, happened_on=VISITED, led_by="阮书成")
    held.units.create(unit=unit, finding="已动工。").looked_at.create(proposal=row.proposal)
    return held


def seen(actor):
    return sorted((each.first_day, each.title, each.url, each.place) for each in own_supervision(actor, *DAYS))


def test_each_whom_a_key_proposal_concerns_has_its_dates_and_nobody_else(people):
    row, quiet = key(people), key(people, "关于增设停车位的建议")
    act_on(row)
    talk, inspection = talk_over(row, quiet), visit(row, people["unit"])
    base, title = "/yunxi/proposals", row.proposal.title
    supervised = [
        (HELD, f"重点提案督办（视察）：{title}", f"{base}/keys/{row.public_id}/", "朝阳小区"),
        (PLANNED, "重点提案督办（现场办理）：关于增设停车位的建议", f"{base}/keys/{quiet.public_id}/", ""),
    ]
    read = [
        (TALKED, "集中协商", f"{base}/consultations/{talk.public_id}/", "区政协"),
        (VISITED, "春季视察", f"{base}/inspections/{inspection.public_id}/", ""),
    ]
    own = f"{base}/{row.proposal.public_id}/"
    at_unit = [(TALKED, f"办理协商：{title}等2件", own, "区政协"), (VISITED, f"办理视察：{title}", own, "")]

    assert seen(people["leader"]) == sorted([*supervised, *read])
    assert seen(people["committee"]) == sorted([*supervised, *read])
    assert seen(people["at_unit"]) == sorted([*supervised, *at_unit])
    assert [seen(each) for each in people["strangers"]] == [[]] * 5


def test_every_address_in_the_calendar_opens_in_that_hat(people, browser):
    row = key(people)
    act_on(row)
    talk_over(row)
    visit(row, people["unit"])

    for who in ("leader", "committee", "at_unit"):
        page = browser(people[who])
        assert [page.get(url).status_code for _, _, url, _ in seen(people[who])] == [200, 200, 200]


def test_what_took_place_stands_for_the_plan_and_what_ended_before_is_called_off(people):
    row = key(people)
    KeyAssignment.objects.filter(pk=row.pk).update(state=K.ENDED)
    [called_off] = own_supervision(people["leader"], *DAYS)
    assert (called_off.first_day, called_off.is_cancelled) == (PLANNED, True)

    act_on(row)

    [kept] = own_supervision(people["leader"], *DAYS)
    assert (kept.first_day, kept.is_cancelled) == (HELD, False)


@pytest.mark.parametrize("state", [K.CANDIDATE, K.DROPPED])
def test_what_is_not_chosen_stands_with_nobody(people, state):
    row = key(people, state=state)
    act_on(row)
    talk_over(row)

    assert [seen(people[who]) for who in ("leader", "committee", "at_unit")] == [[], [], []]


def test_what_is_quarantined_stands_with_nobody(people, now):
    row = key(people)
    act_on(row)
    talk_over(row)
    Closure.objects.create(
        kind="proposal", object_id=row.proposal.pk, object_public_id=row.proposal.public_id, reason="误写",
        closed_by_id=people["leader"].user_id, closed_at=now,
    )  # fmt: skip

    assert [seen(people[who]) for who in ("leader", "committee", "at_unit")] == [[], [], []]


def test_a_unit_has_only_what_it_handles_and_what_was_talked_over_with_itself(people):
    row = key(people)
    other = make.UnitFactory()
    beside = make.handling(row.proposal, unit=other, role="co", state=HandlingState.SIGNED)
    talk_over(row)
    visit(row, people["unit"])
    assert [each[0] for each in seen(make.as_unit(other))] == [PLANNED]

    beside.state = HandlingState.REASSIGNED
    beside.save(update_fields=["state"])

    assert seen(make.as_unit(other)) == []
    assert [each[0] for each in seen(people["at_unit"])] == [TALKED, VISITED, PLANNED]


def test_many_dates_are_read_in_one_statement_and_stand_in_the_feed(people, now):
    leader, counted = people["leader"], []
    for number in range(3):
        row = key(people, f"关于第{number}件事的建议")
        act_on(row)
        talk_over(row)
        visit(row, people["unit"])
        with CaptureQueriesContext(connection) as asked:
            found = entries(leader, *DAYS)
        counted.append((len(asked), sum("proposal_keyactivity" in each["sql"] for each in asked)))
    feed = agenda.open_feed(by=leader, at=now)

    answer = Client().get(f"/public/yunxi/calendar/{feed.token}.ics")

    supervised = [each for each in found if "key-" in each.key]
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert [each.title for each in supervised] == [f"重点提案督办（视察）：关于第{n}件事的建议" for n in range(3)]
    assert {str(each["summary"]) for each in events} == {each.title for each in found}
    assert (len(events), {every for every, _ in counted}, {own for _, own in counted}) == (9, {4}, {1})
