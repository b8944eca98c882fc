"""Two-way appraisal: both sides, back to back, graded (handbook 5.9; F055)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from yizheng.accounts.enums import Role
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.proposal import grading
from yizheng.proposal.enums import HandlingState, ProposalState, ShareRole
from yizheng.proposal.models import AppraisalRound, AppraisalScore, ScoreSide
from yizheng.proposal.queries import appraisal as queries
from yizheng.proposal.services import appraising as services
from yizheng.proposal.services.basis import Basis
from yizheng.todo.models import Todo

from . import factories as make

S = ProposalState
BASIS = Basis("主席会议同意公布", "区委办公室同意公布", date(2026, 3, 16))
HANDLING = {"组织领导": 10, "制度程序": 25, "沟通协商": 20, "答复质量": 20, "办理结果": 25}
PROPOSAL = {"科学性": 25, "严肃性和调研": 20, "可行性": 25, "规范性": 15, "影响力": 15}


def prepared(at, closes_on=date(2026, 4, 1)):
    by = make.clerk()
    return services.prepare_round(year=2026, title="2026年双向评议", closes_on=closes_on, by=by, at=at), by


@pytest.fixture
def open_round(house, now):
    """An open round about one answered proposal; its clerk, proposer and unit."""
    proposal, unit = make.proposal(S.REPLIED), make.UnitFactory()
    make.handling(proposal, unit, state=HandlingState.ISSUED)
    row, clerk = prepared(now)
    row = services.open_round(round_=row, by=clerk, at=now)
    return row, clerk, make.as_member(proposal.first_proposer), make.as_unit(unit)


def asked(row, side):
    return AppraisalScore.objects.select_related("handling__proposal", "round").get(round=row, side=side)


def less(points, by):
    """Take points away, criterion by criterion."""
    left = dict(points)
    for name in left:
        taken = min(by, left[name])
        left[name], by = left[name] - taken, by - taken
    return left


def give(row, side, actor, at, lost=0):
    full = HANDLING if side == ScoreSide.PROPOSER else PROPOSAL
    return services.score(asked=asked(row, side), points=less(full, lost), comment="", by=actor, at=at)


def everything():
    models = (AppraisalRound, AppraisalScore, LedgerEntry, Todo)
    return [list(model.objects.order_by("pk").values()) for model in models]


def refused(act, **given):
    before = everything()
    with pytest.raises((Refused, PermissionDenied)) as refusal, transaction.atomic():
        act(**given)
    assert everything() == before
    return getattr(refusal.value, "code", "forbidden")


def test_opening_asks_both_sides_about_each_answered_handling_of_the_year(house, now):
    answered = make.proposal(S.REPLIED)
    handling = make.handling(answered, state=HandlingState.ISSUED, role=ShareRole.HOST)
    make.handling(answered, role=ShareRole.CO, state=HandlingState.OPINED)
    make.handling(make.proposal(S.HANDLING), state=HandlingState.SIGNED)
    make.handling(make.proposal(S.REPLIED, year=2025), state=HandlingState.ISSUED)
    row, clerk = prepared(now)

    services.open_round(round_=row, by=clerk, at=now)

    assert set(AppraisalScore.objects.values_list("handling", "side")) == {
        (handling.pk, ScoreSide.PROPOSER), (handling.pk, ScoreSide.UNIT),
    }  # fmt: skip
    owed = Todo.objects.filter(kind="appraisal_score", closed_at__isnull=True)
    assert set(owed.values_list("label", "user_id", "scope_id")) == {
        ("评办理质量", answered.first_proposer.person.user_id, None), ("评提案质量", None, handling.unit_id),
    }  # fmt: skip


def test_nobody_reads_a_score_before_the_round_is_closed(open_round, now):
    row, clerk, proposer, unit = open_round
    own = give(row, ScoreSide.PROPOSER, proposer, now, lost=30)
    theirs = give(row, ScoreSide.UNIT, unit, now)

    assert set(queries.scores_visible_to(proposer)) == {own}
    assert set(queries.scores_visible_to(unit)) == {theirs}
    office = [make.as_role(role) for role in (Role.LEADER, Role.SECRETARY_GENERAL, Role.ARCHIVIST, Role.SYS_ADMIN)]
    for other in (clerk, *office, make.assigner(), make.as_unit(make.UnitFactory()), make.as_member(make.member())):
        assert set(queries.scores_visible_to(other)) == set()
        assert queries.unit_results(row, other) == []


def test_after_closing_both_sides_and_the_office_read_what_concerns_them(open_round, now):
    row, clerk, proposer, unit = open_round
    both = {give(row, ScoreSide.PROPOSER, proposer, now, lost=11), give(row, ScoreSide.UNIT, unit, now)}

    closed = services.close_round(round_=row, by=clerk, at=now)

    for reader in (clerk, proposer, unit, make.as_role(Role.LEADER)):
        assert set(queries.scores_visible_to(reader)) == both
    assert set(queries.scores_visible_to(make.as_unit(make.UnitFactory()))) == set()
    (result,) = queries.unit_results(closed, clerk)
    assert (result.score, result.grade, result.count) == (89, "良好", 1)


@pytest.mark.parametrize(
    ("total", "grade"),
    [(100, "优秀"), (90, "优秀"), (89, "良好"), (75, "良好"), (74, "一般"), (60, "一般"), (59, "较差"), (0, "较差")],
)
def test_each_bound_belongs_to_the_better_grade(total, grade):
    assert grading.grade_of(total, ["优秀=90", "良好=75", "一般=60", "较差=0"]) == grade


def test_a_score_is_refused_from_the_wrong_person(open_round, now):
    row, clerk, proposer, unit = open_round

    for side, others in (
        (ScoreSide.PROPOSER, (clerk, unit, make.as_member(make.member()))),
        (ScoreSide.UNIT, (clerk, proposer, make.as_unit(make.UnitFactory()))),
    ):
        for other in others:
            points = HANDLING if side == ScoreSide.PROPOSER else PROPOSAL
            given = {"asked": asked(row, side), "points": points, "comment": "", "by": other, "at": now}
            assert refused(services.score, **given) == "forbidden"


@pytest.mark.parametrize(
    ("points", "code"),
    [({"组织领导": 10}, "incomplete"), ({**HANDLING, "办理结果": 26}, "out_of_range"),
     ({**HANDLING, "办理结果": -1}, "out_of_range")],
)  # fmt: skip
def test_points_beyond_the_criteria_are_refused(open_round, now, points, code):
    row, _, proposer, _ = open_round
    given = {"asked": asked(row, ScoreSide.PROPOSER), "points": points, "comment": "", "by": proposer, "at": now}

    assert refused(services.score, **given) == code


def test_a_score_can_be_changed_until_the_round_closes_and_never_after(open_round, now):
    row, clerk, proposer, _ = open_round
    give(row, ScoreSide.PROPOSER, proposer, now)
    assert give(row, ScoreSide.PROPOSER, proposer, now, lost=40).total == 60
    services.close_round(round_=row, by=clerk, at=now)

    given = {"asked": asked(row, ScoreSide.PROPOSER), "points": HANDLING, "comment": "", "by": proposer, "at": now}
    assert refused(services.score, **given) == "not_open"
    assert not Todo.objects.filter(kind="appraisal_score", closed_at__isnull=True).exists()


def test_the_ledger_says_that_somebody_scored_but_not_how(open_round, now):
    row, _, proposer, _ = open_round
    give(row, ScoreSide.PROPOSER, proposer, now, lost=7)

    entry = LedgerEntry.objects.get(kind="appraisal_score", act="score")
    assert (entry.actor_id, entry.fields) == (proposer.user_id, {})


def test_a_round_about_nothing_or_with_a_past_end_is_refused(house, now):
    row, clerk = prepared(now)
    assert refused(services.open_round, round_=row, by=clerk, at=now) == "nothing"
    late = now + timedelta(days=60)
    assert refused(services.open_round, round_=row, by=clerk, at=late) == "past"
    given = {"year": 2026, "title": "评议", "closes_on": date(2026, 3, 1), "at": now}
    assert refused(services.prepare_round, by=clerk, **given) == "past"
    assert refused(services.prepare_round, by=make.as_role(Role.LEADER), **given) == "forbidden"


def test_criteria_that_do_not_add_up_are_refused(house, now, monkeypatch):
    from dataclasses import replace

    from yizheng.proposal import keys

    monkeypatch.setattr(keys, "HANDLING_CRITERIA", replace(keys.HANDLING_CRITERIA, default=["组织领导=10"]))

    given = {"year": 2026, "title": "评议", "closes_on": date(2026, 4, 1), "by": make.clerk(), "at": now}
    assert refused(services.prepare_round, **given) == "criteria"


def test_the_night_closes_what_is_over_once(open_round, now):
    row = open_round[0]

    assert services.close_due_rounds(on=date(2026, 4, 1), at=now) == 0
    assert services.close_due_rounds(on=date(2026, 4, 2), at=now) == 1
    assert services.close_due_rounds(on=date(2026, 4, 2), at=now) == 0
    row.refresh_from_db()
    assert row.state == "closed"


def test_results_are_published_only_on_the_word_of_both_sides(open_round, now):
    row, clerk, proposer, _ = open_round
    give(row, ScoreSide.PROPOSER, proposer, now)
    assert refused(services.publish_round, round_=row, basis=BASIS, by=clerk, at=now) == "stale"
    row = services.close_round(round_=row, by=clerk, at=now)

    for basis, code in (
        (Basis("", "区委办公室同意", BASIS.decided_on), "no_basis"),
        (Basis("主席会议同意", " ", BASIS.decided_on), "no_basis"),
        (Basis("主席会议同意", "区委办公室同意", date(2026, 3, 17)), "future"),
    ):
        assert refused(services.publish_round, round_=row, basis=basis, by=clerk, at=now) == code
    leader = make.as_role(Role.LEADER)
    assert refused(services.publish_round, round_=row, basis=BASIS, by=leader, at=now) == "forbidden"
    published = services.publish_round(round_=row, basis=BASIS, by=clerk, at=now)
    assert published.publish_basis == "主席会议同意公布；区委办公室同意公布（2026年3月16日）"


def url(row):
    return f"/yunxi/appraisals/rounds/{row.public_id}/"


def words(answer):
    """Return what a person reads on a page; an address may hold any figure."""
    return strip_tags(answer.content.decode())


def test_no_page_shows_a_score_before_closing(open_round, now, browser):
    row, clerk, proposer, unit = open_round
    own = give(row, ScoreSide.PROPOSER, proposer, now, lost=33)
    leader = make.as_role(Role.LEADER)

    assert "67" in words(browser(proposer).get(f"/yunxi/appraisals/scores/{own.public_id}/"))
    for other in (clerk, unit, leader):
        page = browser(other)
        shown = page.get(url(row))
        assert (shown.status_code, shown.context["rows"], shown.context["low"]) == (200, [], [])
        assert "67" not in words(shown)
        assert page.get(f"/yunxi/appraisals/scores/{own.public_id}/").status_code == 404
        assert page.get(f"/yunxi/appraisals/scores/{own.public_id}/give-score/").status_code == 404
        assert page.get(f"/yunxi/papers/round-report.docx?id={row.public_id}").status_code in (403, 404)


def test_a_proposer_scores_on_the_page_and_a_clerk_runs_the_round(open_round, now, browser):
    row, clerk, proposer, _ = open_round
    own = asked(row, ScoreSide.PROPOSER)
    given = {f"points_{at}": points for at, points in enumerate(HANDLING.values())}

    assert browser(proposer).get(url(row)).context["own"][0][0] == own
    answer = browser(proposer).post(
        f"/yunxi/appraisals/scores/{own.public_id}/give-score/", {**given, "points_0": 1, "comment": "回访及时"}
    )
    assert answer.status_code == 302
    own.refresh_from_db()
    assert (own.total, own.comment) == (91, "回访及时")
    page = browser(clerk)
    assert page.post(f"{url(row)}close-round/").status_code == 302
    assert "优秀" in page.get(url(row)).content.decode()
    assert page.post(f"{url(row)}publish-round/", {"by_cppcc": "x"}).status_code == 200
    words = {"by_cppcc": "主席会议同意", "by_office": "区委办同意", "decided_on": "2026-03-16"}
    assert page.post(f"{url(row)}publish-round/", words).status_code == 302


def test_a_clerk_begins_a_round_on_the_page(house, now, browser):
    page = browser(make.clerk())
    assert page.get("/yunxi/appraisals/").status_code == 200

    answer = page.post("/yunxi/appraisals/rounds/new/", {"year": 2026, "title": "评议", "closes_on": "2026-04-01"})

    assert (answer.status_code, answer.url) == (302, url(AppraisalRound.objects.get()))
    assert "评议" in page.get("/yunxi/appraisals/").content.decode()


def test_low_scores_lead_to_sending_the_reply_back(open_round, now, browser):
    row, clerk, proposer, _ = open_round
    low = give(row, ScoreSide.PROPOSER, proposer, now, lost=41)
    services.close_round(round_=row, by=clerk, at=now)

    shown = browser(clerk).get(url(row))

    sends_back = f"/yunxi/handlings/{low.handling.public_id}/reply-reject/"
    assert shown.context["low"] == [(low, sends_back)]
    assert f'href="{sends_back}"' in shown.content.decode()


def test_a_reply_that_was_sent_back_already_offers_it_no_more(open_round, now, browser):
    row, clerk, proposer, _ = open_round
    low = give(row, ScoreSide.PROPOSER, proposer, now, lost=41)
    services.close_round(round_=row, by=clerk, at=now)
    low.handling.state = HandlingState.REJECTED
    low.handling.save(update_fields=["state"])

    assert browser(clerk).get(url(row)).context["low"] == [(low, "")]


def test_the_page_says_that_units_without_a_login_do_not_score(open_round, browser):
    row, clerk, _, _ = open_round
    said = "有 1 件由没有账号的单位办理"
    assert said not in browser(clerk).get(url(row)).content.decode()
    handling = AppraisalScore.objects.filter(round=row).first().handling
    handling.on_paper = True
    handling.save(update_fields=["on_paper"])

    assert said in browser(clerk).get(url(row)).content.decode()


def low_score(row):
    """Plant a low score of a further handling."""
    handling = make.handling(make.proposal(S.REPLIED), state=HandlingState.ISSUED)
    AppraisalScore.objects.create(
        round=row, handling=handling, side=ScoreSide.PROPOSER, total=50, scored_on=timezone.localdate()
    )


@pytest.mark.parametrize("page", ["list", "round"])
def test_pages_take_the_same_statements_for_one_row_as_for_three(open_round, now, browser, page):
    row, clerk, _, _ = open_round
    low_score(row)
    services.close_round(round_=row, by=clerk, at=now)
    client = browser(clerk)
    address = "/yunxi/appraisals/" if page == "list" else url(row)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(2):
        prepared(now)
        low_score(row)

    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)
    assert len(one) <= 20
