"""The selection of excellent proposals: quota, collective share, certificates (handbook 5.9; F066)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.ballot import services as ballots
from yizheng.ballot.models import Ballot
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry, Sequence
from yizheng.notify.models import Notice
from yizheng.proposal.enums import HandlingState, ProposalState, Secrecy
from yizheng.proposal.models import AwardSelection, Nomination
from yizheng.proposal.papers.appraisal import certificate
from yizheng.proposal.queries import appraisal as queries
from yizheng.proposal.services import awarding as services

from . import factories as make

S = ProposalState
DECIDED = {"decided_by": "第八次主席会议", "decided_on": date(2026, 3, 16)}


def everything():
    models = (AwardSelection, Nomination, LedgerEntry, Sequence, Ballot)
    return [list(model.objects.order_by("pk").values()) for model in models]


def refused(act, **given):
    """Return code and sentence of a refusal that changed nothing."""
    before = everything()
    with pytest.raises((Refused, PermissionDenied)) as refusal, transaction.atomic():
        act(**given)
    assert everything() == before
    return getattr(refusal.value, "code", "forbidden"), getattr(refusal.value, "message", "")


@pytest.fixture
def selection(house, now):
    """A begun selection of 30 filed proposals: two awards, one of them at least to a collective."""
    singles = [make.proposal(S.REPLIED, title=f"个人提案{n}") for n in range(27)]
    collective = [make.collective(S.REPLIED, title=f"集体提案{n}") for n in range(3)]
    clerk = make.clerk()
    row = services.begin_selection(year=2026, title="2026年优秀提案评选", by=clerk, at=now)
    return row, clerk, singles, collective


def nominated(row, clerk, proposals, at):
    return [
        services.nominate(selection=row, proposal=each, nominated_by="提案委", reason="", by=clerk, at=at)
        for each in proposals
    ]


def voted(row, clerk, proposals, at):
    """Bring a selection to the vote with these proposals shortlisted; return it and the nominations."""
    rows = nominated(row, clerk, proposals, at)
    row = services.shortlist(selection=row, chosen=[each.pk for each in rows], by=clerk, at=at)
    votes = {each.pk: 20 - place for place, each in enumerate(rows)}
    return services.enter_votes(selection=row, votes=votes, by=clerk, at=at), rows


@pytest.mark.parametrize(
    ("filed", "quota", "collective"), [(1, 1, 1), (12, 1, 1), (24, 1, 1), (25, 2, 1), (75, 6, 2), (119, 9, 2)]
)
def test_quota_is_rounded_down_and_the_collective_share_up(house, filed, quota, collective):
    assert queries.quota_of(filed, date(2026, 3, 16)) == (quota, collective)


def test_the_filed_count_is_fixed_when_the_selection_begins(selection):
    row = selection[0]
    make.proposal(S.REPLIED)

    assert (row.filed_count, row.quota, row.collective_min) == (30, 2, 1)


def test_merged_and_withdrawn_proposals_do_not_count_as_filed(house, now):
    main = make.proposal(S.REPLIED)
    make.proposal(S.MERGED, merged_into=main)
    make.proposal(S.WITHDRAWN)
    make.proposal(S.NOT_FILED)

    row = services.begin_selection(year=2026, title="评选", by=make.clerk(), at=now)

    assert row.filed_count == 1


def test_a_year_has_one_selection_and_needs_filed_proposals(selection, now):
    _, clerk, _, _ = selection
    given = {"title": "评选", "by": clerk, "at": now}

    assert refused(services.begin_selection, year=2026, **given)[0] == "exists"
    assert refused(services.begin_selection, year=2024, **given)[0] == "nothing"
    assert (
        refused(services.begin_selection, year=2025, title="x", by=make.as_role(Role.LEADER), at=now)[0] == "forbidden"
    )


def test_a_member_nominates_the_own_proposal_and_no_other(selection, now):
    row, _, singles, _ = selection
    member = make.as_member(singles[0].first_proposer)
    given = {"selection": row, "nominated_by": "自荐", "reason": "", "by": member, "at": now}

    assert refused(services.nominate, proposal=singles[1], **given)[0] == "forbidden"
    made = services.nominate(proposal=singles[0], **given)

    assert (made.nominated_by, made.selection) == ("自荐", row)
    assert refused(services.nominate, proposal=singles[0], **given)[0] == "nominated"


def test_only_what_was_filed_or_handled_anew_in_the_year_can_be_nominated(selection, now):
    row, clerk, _, _ = selection
    old, redone = make.proposal(S.CLOSED, year=2025), make.proposal(S.CLOSED, year=2025)
    make.handling(redone, state=HandlingState.ISSUED, round=2)
    given = {"selection": row, "nominated_by": "提案委", "reason": "", "by": clerk, "at": now}

    assert refused(services.nominate, proposal=old, **given)[0] == "not_fit"
    assert refused(services.nominate, proposal=make.proposal(S.NOT_FILED), **given)[0] == "not_fit"
    assert services.nominate(proposal=redone, **given).proposal == redone


def test_more_than_the_quota_is_refused_with_the_numbers(selection, now):
    row, clerk, singles, collective = selection
    row, rows = voted(row, clerk, [*singles[:2], collective[0]], now)

    code, sentence = refused(
        services.decide, selection=row, awarded=[each.pk for each in rows], by=clerk, at=now, **DECIDED
    )

    assert code == "above_quota"
    assert sentence == "2026年立案30件，优秀提案最多2件，现在选了3件，请去掉1件。"


def test_too_few_collective_proposals_are_refused_with_the_numbers(selection, now):
    row, clerk, singles, collective = selection
    row, rows = voted(row, clerk, [*singles[:2], collective[0]], now)

    code, sentence = refused(
        services.decide, selection=row, awarded=[rows[0].pk, rows[1].pk], by=clerk, at=now, **DECIDED
    )

    assert code == "too_few_collective"
    assert sentence == "优秀提案名额2件，其中集体提案至少1件，现在是0件，请调整。"


def test_certificates_are_numbered_without_gaps_in_the_order_of_filing(selection, now):
    row, clerk, singles, collective = selection
    row, rows = voted(row, clerk, [singles[3], collective[0]], now)
    wrong = {**DECIDED, "decided_by": " "}
    awarded = [each.pk for each in reversed(rows)]
    assert refused(services.decide, selection=row, awarded=awarded, by=clerk, at=now, **wrong)[0] == "no_meeting"

    row = services.decide(selection=row, awarded=awarded, by=clerk, at=now, **DECIDED)

    numbers = dict(Nomination.objects.filter(is_awarded=True).values_list("proposal", "certificate_no"))
    assert numbers == {singles[3].pk: "优提〔2026〕1号", collective[0].pk: "优提〔2026〕2号"}
    letter = certificate(clerk, {"id": str(rows[0].public_id)})
    assert letter.context["number"] == "优提〔2026〕1号"
    assert refused(services.decide, selection=row, awarded=awarded, by=clerk, at=now, **DECIDED)[0] == "stale"


@pytest.mark.parametrize("chosen", ["nobody", "stranger"])
def test_deciding_takes_the_shortlisted_only(selection, now, chosen):
    row, clerk, singles, collective = selection
    (left,) = nominated(row, clerk, [singles[5]], now)
    row, rows = voted(row, clerk, [collective[0]], now)
    ids = [] if chosen == "nobody" else [rows[0].pk, left.pk]

    assert refused(services.decide, selection=row, awarded=ids, by=clerk, at=now, **DECIDED)[0] == "nobody"


def test_a_decision_of_tomorrow_is_refused(selection, now):
    row, clerk, _, collective = selection
    row, rows = voted(row, clerk, [collective[0]], now)
    future = {**DECIDED, "decided_on": date(2026, 3, 17)}

    assert refused(services.decide, selection=row, awarded=[rows[0].pk], by=clerk, at=now, **future)[0] == "future"


def test_votes_are_needed_for_each_of_the_shortlist(selection, now):
    row, clerk, singles, _ = selection
    rows = nominated(row, clerk, singles[:2], now)
    assert refused(services.shortlist, selection=row, chosen=[], by=clerk, at=now)[0] == "nobody"
    assert refused(services.enter_votes, selection=row, votes={}, by=clerk, at=now)[0] == "stale"
    row = services.shortlist(selection=row, chosen=[each.pk for each in rows], by=clerk, at=now)

    for votes, code in (({rows[0].pk: 1}, "incomplete"), ({each.pk: -1 for each in rows}, "out_of_range")):
        assert refused(services.enter_votes, selection=row, votes=votes, by=clerk, at=now)[0] == code
    assert refused(services.enter_votes, selection=row, votes=None, by=clerk, at=now)[0] == "not_counted"
    late = {"selection": row, "proposal": singles[4], "nominated_by": "x", "reason": "", "by": clerk, "at": now}
    assert refused(services.nominate, **late)[0] == "not_nominating"


def test_a_secret_ballot_gives_the_votes(selection, now):
    row, clerk, singles, collective = selection
    rows = nominated(row, clerk, [singles[0], collective[0]], now)
    row = services.shortlist(selection=row, chosen=[each.pk for each in rows], by=clerk, at=now)
    voters = [make.as_member(make.member()) for _ in range(3)]
    row = services.prepare_vote(selection=row, voters={v.user_id: v.name for v in voters}, by=clerk, at=now)
    ballot = ballots.open_ballot(ballot=Ballot.objects.get(pk=row.ballot_id), by=clerk, at=now)
    assert refused(services.shortlist, selection=row, chosen=[rows[0].pk], by=clerk, at=now)[0] == "has_ballot"
    for voter, paper in zip(voters, ({}, {str(rows[1].pk): "chosen"}, {str(rows[1].pk): "chosen"}), strict=True):
        ballots.cast(slip=ballots.take_slip(ballot=ballot, by=voter), paper=paper)
    assert refused(services.enter_votes, selection=row, votes=None, by=clerk, at=now)[0] == "not_counted"
    ballots.close_ballot(ballot=ballot, by=clerk, at=now)

    row = services.enter_votes(selection=row, votes=None, by=clerk, at=now)

    assert dict(row.nominations.values_list("pk", "votes")) == {rows[0].pk: 0, rows[1].pk: 2}


def test_what_was_awarded_is_public_by_title_and_told_to_its_proposers(selection, now, client):
    row, clerk, _, collective = selection
    inner = collective[1]
    inner.secrecy = Secrecy.INTERNAL
    inner.save()
    owner = make.as_role(
        Role.PARTICIPATING_BODY_CLERK, scope_kind="participating_body", scope_id=collective[0].party_body_id
    )
    row, rows = voted(row, clerk, [collective[0], inner], now)
    row = services.decide(selection=row, awarded=[each.pk for each in rows], by=clerk, at=now, **DECIDED)
    assert collective[0].title not in client.get("/public/yunxi/appraisals/").content.decode()

    services.publish(selection=row, by=clerk, at=now)

    shown = client.get("/public/yunxi/appraisals/").content.decode()
    assert collective[0].title in shown
    assert inner.title not in shown
    assert Notice.objects.filter(recipient_id=owner.user_id, text__contains="被评为2026年优秀提案").exists()


def test_a_selection_is_run_on_the_pages(house, now, browser):
    proposal = make.collective(S.REPLIED)
    clerk = make.clerk()
    page = browser(clerk)
    assert page.post("/yunxi/awards/new/", {"year": 2026, "title": "评选"}).status_code == 302
    row = AwardSelection.objects.get()
    base = f"/yunxi/awards/{row.public_id}/"

    assert page.post(f"{base}nominate-award/", {"proposal": proposal.pk, "nominated_by": "提案委"}).status_code == 302
    made = row.nominations.get()
    assert page.post(f"{base}shortlist/", {"chosen": [made.pk]}).status_code == 302
    assert page.get(f"{base}prepare-award-vote/").status_code == 200
    assert page.post(f"{base}enter-award-votes/", {}).status_code == 200
    assert page.post(f"{base}enter-award-votes/", {f"votes_{made.pk}": 9}).status_code == 302
    decided = {"chosen": [made.pk], "decided_by": "主席会议", "decided_on": "2026-03-16"}
    assert page.post(f"{base}decide-awards/", decided).status_code == 302
    assert page.post(f"{base}publish-awards/").status_code == 302
    assert "优提〔2026〕1号" in page.get(base).content.decode()
    for code, form in (("award-list", "xlsx"), ("certificate", "docx")):
        public_id = row.public_id if code == "award-list" else made.public_id
        assert page.get(f"/yunxi/papers/{code}.{form}?id={public_id}").status_code == 200


def test_members_read_a_selection_but_not_its_votes(selection, now, browser):
    row, clerk, singles, collective = selection
    row, _ = voted(row, clerk, [collective[0]], now)
    member = browser(make.as_member(singles[0].first_proposer))

    shown = member.get(f"/yunxi/awards/{row.public_id}/")

    assert (shown.status_code, shown.context["rows"]) == (200, [])
    assert member.get(f"/yunxi/awards/{row.public_id}/decide-awards/").status_code == 403
    assert browser(make.as_unit(make.UnitFactory())).get(f"/yunxi/awards/{row.public_id}/").status_code == 403


def statements(act):
    """Return what an act asks of the database, in order."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return [each["sql"] for each in asked.captured_queries]


@pytest.mark.parametrize("act", ["shortlist", "enter_votes", "prepare_vote", "decide"])
def test_every_act_locks_the_selection_before_it_looks_at_a_nomination(selection, now, act):
    row, clerk, singles, collective = selection
    if act == "decide":
        row, rows = voted(row, clerk, [singles[0], collective[0]], now)
    else:
        rows = nominated(row, clerk, [singles[0], collective[0]], now)
        row = services.shortlist(selection=row, chosen=[each.pk for each in rows], by=clerk, at=now)
    ids = [each.pk for each in rows]
    acts = {
        "shortlist": {"chosen": ids}, "enter_votes": {"votes": dict.fromkeys(ids, 3)},
        "prepare_vote": {"voters": {clerk.user_id: clerk.name}}, "decide": {"awarded": ids, **DECIDED},
    }  # fmt: skip

    said = statements(lambda: getattr(services, act)(selection=row, by=clerk, at=now, **acts[act]))

    locked = next(n for n, sql in enumerate(said) if "proposal_awardselection" in sql and "FOR UPDATE" in sql)
    looked = next(n for n, sql in enumerate(said) if 'FROM "proposal_nomination"' in sql)
    assert locked < looked
