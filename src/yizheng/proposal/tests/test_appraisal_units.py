"""Appraisal meetings of units and of key proposals: secret vote, results, improvement, publication (F059–F062)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizheng.accounts.enums import Role
from yizheng.ballot import services as ballots
from yizheng.ballot.models import Ballot
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.proposal import grading
from yizheng.proposal.enums import HandlingState, ProposalState
from yizheng.proposal.models import AppraisedUnit, RoundState, UnitAppraisal
from yizheng.proposal.papers.appraisal import appraisal_report
from yizheng.proposal.queries import appraisal as queries
from yizheng.proposal.services import unit_appraisal as services
from yizheng.proposal.services.basis import Basis
from yizheng.proposal.services.unit_appraisal import Meeting
from yizheng.todo.models import Todo

from . import factories as make

BASIS = Basis("主席会议同意公布", "区委办公室同意公布", date(2026, 3, 16))
PUBLIC = "/public/yunxi/appraisals/"


@pytest.fixture
def meeting(house, now):
    """A prepared appraisal of two units with three voters."""
    clerk, units = make.clerk(), (make.UnitFactory(name="区住建局"), make.UnitFactory(name="区教育局"))
    voters = [make.as_member(make.member()) for _ in range(3)]
    row = services.prepare_appraisal(
        meeting=Meeting("2026年民主评议", date(2026, 3, 16), {v.user_id: v.name for v in voters}, units),
        by=clerk,
        at=now,
    )
    return row, clerk, units, voters


def entry_of(row, unit):
    return AppraisedUnit.objects.select_related("appraisal", "unit", "proposal").get(appraisal=row, unit=unit)


def vote(row, clerk, voters, papers, at):
    """Open, let each voter cast, close."""
    row = services.open_vote(appraisal=row, by=clerk, at=at)
    keys = [str(entry.pk) for entry in row.units.order_by("order")]
    for voter, words in zip(voters, papers, strict=False):
        slip = ballots.take_slip(ballot=services.ballot_of(row), by=voter)
        ballots.cast(slip=slip, paper=dict(zip(keys, words, strict=False)))
    return services.close_vote(appraisal=row, by=clerk, at=at)


PAPERS = [("satisfied", "basic"), ("satisfied", "not_satisfied"), ("basic", "not_satisfied")]


def everything():
    models = (UnitAppraisal, AppraisedUnit, LedgerEntry, Todo, Ballot)
    return [list(model.objects.order_by("pk").values()) for model in models]


def refused(act, **given):
    before = everything()
    with pytest.raises((Refused, PermissionDenied)) as refusal, transaction.atomic():
        act(**given)
    assert everything() == before
    return getattr(refusal.value, "code", "forbidden")


def test_the_vote_gives_each_unit_its_counts_score_and_grade(meeting, now):
    row, clerk, _units, voters = meeting

    closed = vote(row, clerk, voters, PAPERS, now)

    found = {(e.satisfied, e.basic, e.not_satisfied, str(e.score), e.grade) for e in closed.units.all()}
    assert found == {(2, 1, 0, "91.67", "优秀"), (0, 1, 2, "25.00", "较差")}


@pytest.mark.parametrize(
    ("counts", "score"),
    [((1, 0, 0), "100.00"), ((0, 1, 0), "75.00"), ((0, 0, 1), "0.00"), ((1, 1, 1), "58.33"), ((0, 0, 0), None)],
)
def test_a_score_is_the_mean_worth_of_the_valid_answers(counts, score):
    given = dict(zip(("satisfied", "basic", "not_satisfied"), counts, strict=True))

    assert (None if score is None else str(grading.score_of(given))) == score


def test_a_unit_nobody_voted_on_has_no_grade(meeting, now):
    row, clerk, _, voters = meeting

    closed = vote(row, clerk, voters, [("satisfied",), (), ()], now)

    assert [(str(e.score), e.grade) for e in closed.units.order_by("order")] == [("100.00", "优秀"), ("None", "")]


def test_unit_and_leaders_are_told_the_result(meeting, now):
    row, clerk, units, voters = meeting
    unit, leader = make.as_unit(units[0]), make.as_role(Role.LEADER)

    vote(row, clerk, voters, PAPERS, now)

    told = {n.recipient_id: n.text for n in Notice.objects.filter(recipient_id__in=[unit.user_id, leader.user_id])}
    assert told == {
        unit.user_id: "“2026年民主评议”结果：区住建局满意2票、基本满意1票、不满意0票，得分91.67，等次优秀。",
        leader.user_id: "“2026年民主评议”已计票：区住建局优秀；区教育局较差。",
    }


def test_a_unit_sees_itself_alone(meeting, now):
    row, clerk, units, voters = meeting
    vote(row, clerk, voters, PAPERS, now)

    assert [each.unit for each in queries.entries_visible_to(make.as_unit(units[0]))] == [units[0]]
    assert queries.entries_visible_to(clerk).count() == 2
    assert list(queries.unit_appraisals_visible_to(make.as_unit(make.UnitFactory()))) == []
    assert list(queries.unit_appraisals_visible_to(voters[0])) == []


def test_members_appraise_the_handling_of_key_proposals_and_unit_and_leaders_hear_of_it(house, now):
    proposal, unit = make.proposal(ProposalState.REPLIED), make.UnitFactory()
    make.handling(proposal, unit, state=HandlingState.ISSUED)
    clerk, handler, leader = make.clerk(), make.as_unit(unit), make.as_role(Role.LEADER)
    voters = [make.as_member(make.member()) for _ in range(3)]
    roll = {v.user_id: v.name for v in voters}
    row = services.prepare_appraisal(
        meeting=Meeting("重点提案办理评议", date(2026, 3, 16), roll, proposals=(proposal,)), by=clerk, at=now
    )
    assert list(queries.unit_appraisals_visible_to(handler)) == []

    closed = vote(row, clerk, voters, [("satisfied",)] * 3, now)

    for reader in (handler, leader):
        (notice,) = Notice.objects.filter(recipient_id=reader.user_id)
        assert "优秀" in notice.text
    assert list(queries.unit_appraisals_visible_to(handler)) == [closed]
    assert refused(services.publish_vote, appraisal=closed, basis=BASIS, by=clerk, at=now) == "guarded"


def test_units_and_proposals_are_not_mixed_and_nothing_is_not_appraised(house, now):
    clerk = make.clerk()
    for things in ({}, {"units": (make.UnitFactory(),), "proposals": (make.proposal(),)}):
        meeting = Meeting("评议", date(2026, 3, 16), {}, **things)
        assert refused(services.prepare_appraisal, meeting=meeting, by=clerk, at=now) == "nothing"
    meeting = Meeting("评议", date(2026, 3, 16), {}, units=(make.UnitFactory(),))
    assert refused(services.prepare_appraisal, meeting=meeting, by=make.as_role(Role.LEADER), at=now) == "forbidden"


def test_a_voided_ballot_gives_no_result(meeting, now):
    row, clerk, _, _ = meeting
    row = services.open_vote(appraisal=row, by=clerk, at=now)
    ballots.void_ballot(ballot=services.ballot_of(row), reason="名单有误", by=clerk, at=now)

    assert refused(services.close_vote, appraisal=row, by=clerk, at=now) == "void"


def test_a_unit_hands_in_its_report_until_the_vote_opens(meeting, now):
    row, clerk, units, _ = meeting
    unit, other = make.as_unit(units[0]), make.as_unit(units[1])
    entry = entry_of(row, units[0])
    given = {"entry": entry, "text": "今年承办12件。", "at": now}
    assert refused(services.hand_in_report, by=other, **given) == "forbidden"

    assert services.hand_in_report(by=unit, **given).self_report == "今年承办12件。"
    services.open_vote(appraisal=row, by=clerk, at=now)

    assert refused(services.hand_in_report, by=unit, **given) == "too_late"


def test_improvement_is_asked_reported_and_looked_back_at(meeting, now):
    row, clerk, units, voters = meeting
    unit, entry = make.as_unit(units[1]), entry_of(row, units[1])
    ask = {"entry": entry, "words": "回访要到人", "by": clerk, "at": now}
    assert refused(services.ask_to_improve, by_day=date(2026, 5, 1), **ask) == "not_closed"
    vote(row, clerk, voters, PAPERS, now)
    assert refused(services.ask_to_improve, by_day=date(2026, 3, 1), **ask) == "past"
    assert refused(services.look_back, entry=entry, words="看了", by=clerk, at=now) == "not_asked"
    assert refused(services.report_improvement, entry=entry, text="改了", by=unit, at=now) == "not_asked"

    services.ask_to_improve(by_day=date(2026, 5, 1), **ask)
    assert open_todos() == [("报改进情况", units[1].pk, date(2026, 5, 1))]
    services.report_improvement(entry=entry, text="已逐件回访", by=unit, at=now)
    assert open_todos() == [("回头看", None, None)]
    done = services.look_back(entry=entry, words="已改进", by=clerk, at=now)

    assert (done.looked_back_on, open_todos()) == (date(2026, 3, 16), [])
    assert refused(services.report_improvement, entry=entry, text="再报", by=unit, at=now) == "not_asked"


def open_todos():
    rows = Todo.objects.filter(kind="appraised_unit", closed_at__isnull=True)
    return list(rows.values_list("label", "scope_id", "due_on"))


def test_the_report_lists_each_unit_s_score(meeting, now):
    row, clerk, _, voters = meeting
    vote(row, clerk, voters, PAPERS, now)

    paper = appraisal_report(clerk, {"id": str(row.public_id)})

    assert paper.rows == (
        ("1", "区住建局", "2", "1", "0", "91.67", "优秀"),
        ("2", "区教育局", "0", "1", "2", "25.00", "较差"),
    )


def test_results_are_public_only_after_the_decision_of_both_sides(meeting, now, client):
    row, clerk, _, voters = meeting
    closed = vote(row, clerk, voters, PAPERS, now)
    assert "区住建局" not in client.get(PUBLIC).content.decode()
    assert "2026年民主评议" not in client.get("/public/yunxi/").content.decode()
    for basis in (Basis("", "同意", BASIS.decided_on), Basis("同意", "", BASIS.decided_on)):
        assert refused(services.publish_vote, appraisal=closed, basis=basis, by=clerk, at=now) == "no_basis"

    published = services.publish_vote(appraisal=closed, basis=BASIS, by=clerk, at=now)

    assert published.show_ranks is False
    assert "2026年民主评议" in client.get("/public/yunxi/").content.decode()
    shown = client.get(PUBLIC).content.decode()
    assert "区住建局" in shown
    assert "优秀" in shown
    assert "91.67" not in shown
    assert "名次" not in shown


def test_ranks_are_public_where_the_office_decided_so(meeting, now, client):
    row, clerk, _, voters = meeting
    closed = vote(row, clerk, voters, PAPERS, now)
    services.publish_vote(appraisal=closed, basis=BASIS, by=clerk, at=now)
    UnitAppraisal.objects.update(show_ranks=True)

    (table,) = client.get(PUBLIC).context["results"]

    assert [[cell.text for cell in line] for line in table.rows] == [
        ["区住建局", "优秀", "1"], ["区教育局", "较差", "2"],
    ]  # fmt: skip


def test_the_clerk_runs_a_meeting_on_the_pages(house, now, browser):
    clerk, unit = make.clerk(), make.UnitFactory()
    members = [make.member() for _ in range(3)]
    page = browser(clerk)
    base = "/yunxi/appraisals/units"
    assert page.get(f"{base}/new/").status_code == 200
    nothing = page.post(f"{base}/new/", {"title": "评议", "held_on": "2026-03-16"})
    assert (nothing.status_code, UnitAppraisal.objects.count()) == (409, 0)

    answer = page.post(f"{base}/new/", {"title": "评议", "held_on": "2026-03-16", "units": [unit.pk]})

    row = UnitAppraisal.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{base}/{row.public_id}/")
    roll = services.ballot_of(row).voters.values_list("user_id", flat=True)
    assert sorted(roll) == sorted(each.person.user_id for each in members)
    entry = row.units.get()
    assert page.post(f"/yunxi/appraisals/entries/{entry.public_id}/note-questions/", {"text": "问"}).status_code == 302
    assert page.post(f"{base}/{row.public_id}/open-vote/").status_code == 302
    assert "谁也看不到" in page.get(f"{base}/{row.public_id}/").content.decode()
    assert page.post(f"{base}/{row.public_id}/close-vote/").status_code == 409
    for each in members:
        ballots.cast(slip=ballots.take_slip(ballot=services.ballot_of(row), by=make.as_member(each)), paper={})
    assert page.post(f"{base}/{row.public_id}/close-vote/").status_code == 302
    assert "无有效票" in page.get(f"{base}/{row.public_id}/").content.decode()
    row.refresh_from_db()
    assert row.state == RoundState.CLOSED
    assert page.get(f"/yunxi/papers/appraisal-report.docx?id={row.public_id}").status_code == 200


def test_pages_of_a_meeting_are_closed_to_others(meeting, now, browser):
    row, _, units, voters = meeting
    base = f"/yunxi/appraisals/units/{row.public_id}/"
    entry = entry_of(row, units[0])
    member, unit, other = browser(voters[0]), browser(make.as_unit(units[0])), browser(make.as_unit(make.UnitFactory()))

    assert member.get(base).status_code == 403
    assert other.get(base).status_code == 404
    assert [e for e, _ in unit.get(base).context["entries"]] == [entry]
    assert unit.get(f"{base}open-vote/").status_code == 403
    assert other.get(f"/yunxi/appraisals/entries/{entry.public_id}/self-report/").status_code == 404
    assert unit.post(
        f"/yunxi/appraisals/entries/{entry.public_id}/self-report/", {"text": "自查"}
    ).status_code == 302  # fmt: skip
