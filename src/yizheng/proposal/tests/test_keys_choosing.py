"""Key and important proposals: nominated, decided in a batch, marked, counted, printed (F047–F049)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.config.tests.probing import ADMIN
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.papers import offered
from yizheng.notify.models import Notice
from yizheng.org.configuration import get
from yizheng.org.configuring.services import change_setting
from yizheng.proposal.desk import keys as keys_desk
from yizheng.proposal.enums import KeyStage, LeaderSide, LeadingRole, ProposalState, Tier
from yizheng.proposal.models import KeyAssignment
from yizheng.proposal.queries import keys as queries_keys
from yizheng.proposal.services import key_proposals
from yizheng.proposal.services.key_proposals import Choice, Leader

from . import factories as make

S = ProposalState
MAYOR = Leader(LeadingRole.LEAD, LeaderSide.GOVERNMENT, "贺建平", "区长")
CHAIR = Leader(LeadingRole.SUPERVISE, LeaderSide.CPPCC, "阮书成", "主席")
MEETING = {"meeting": "三届四十次主席会议", "decided_on": date(2026, 3, 13)}


def candidate(tier=Tier.KEY, **changed):
    """Nominate a filed proposal."""
    return KeyAssignment.objects.create(proposal=make.proposal(S.HANDLING, **changed), tier=tier, year=2026)


def decide(at, clerk, *chosen, dropped=()):
    """Enter what the meeting decided."""
    return key_proposals.decide(chosen=chosen, dropped=dropped, by=clerk, at=at, **MEETING)


def states():
    """Return what may not change when a batch is refused."""
    rows = KeyAssignment.objects.order_by("pk").values_list("state", "supervising_body", "proposal__is_key")
    return list(rows), LedgerEntry.objects.count(), Notice.objects.count()


def test_a_batch_marks_the_proposals_in_one_act(house, now):
    clerk, body = make.clerk(), make.BodyFactory()
    key, important, left = candidate(), candidate(Tier.IMPORTANT), candidate()

    decide(now, clerk, Choice(key, (MAYOR, CHAIR)), Choice(important, body=body), dropped=[left])

    for row in (key, important, left):
        row.refresh_from_db()
        row.proposal.refresh_from_db()
    assert [row.state for row in (key, important, left)] == [KeyStage.SELECTED, KeyStage.SELECTED, KeyStage.DROPPED]
    assert [str(leader) for leader in key.leaders.all()] == ["区长贺建平", "主席阮书成"]
    assert (key.decided_by, key.decided_on, important.supervising_body) == (*MEETING.values(), body)
    assert (key.proposal.is_key, key.proposal.is_important) == (True, False)
    assert (important.proposal.is_key, important.proposal.is_important) == (False, True)
    assert (left.proposal.is_key, left.proposal.is_important) == (False, False)
    rows = LedgerEntry.objects.filter(act__in=["select_key", "drop_key", "mark_key"])
    assert rows.values("act_id").distinct().count() == 1
    assert sorted(rows.values_list("act", flat=True)) == [
        "drop_key",
        "mark_key",
        "mark_key",
        "select_key",
        "select_key",
    ]
    assert {(row.actor_name, row.source, row.entered_by_id) for row in rows} == {
        (MEETING["meeting"], "paper", clerk.user_id)
    }


@pytest.mark.parametrize(
    ("tier", "leaders", "code"), [(Tier.KEY, (), "no_leader"), (Tier.IMPORTANT, (MAYOR,), "no_body")]
)
def test_a_batch_with_one_that_nobody_stands_behind_is_refused_as_a_whole(house, now, tier, leaders, code):
    good, bare = candidate(), candidate(tier)
    clerk, before = make.clerk(), states()

    with pytest.raises(Refused) as refused:
        decide(now, clerk, Choice(good, (MAYOR,)), Choice(bare, leaders))

    assert (refused.value.code, states()) == (code, before)


def test_a_key_proposal_without_the_configured_roles_is_refused(house, now):
    change_setting(
        key=get("proposal.key_leading_roles"), value=["lead", "supervise"], valid_from=now.date(), by=ADMIN, at=now
    )
    row, clerk = candidate(), make.clerk()
    before = states()

    with pytest.raises(Refused) as refused:
        decide(now, clerk, Choice(row, (MAYOR,)))

    assert refused.value.code == "role_missing"
    assert "还缺督办的领导" in refused.value.message
    assert states() == before
    decide(now, clerk, Choice(row, (MAYOR, CHAIR)))
    row.refresh_from_db()
    assert row.state == KeyStage.SELECTED


def test_what_was_decided_is_not_decided_again(house, now):
    row, clerk = candidate(), make.clerk()
    decide(now, clerk, Choice(row, (MAYOR,)))
    before = states()

    with pytest.raises(Refused) as refused:
        decide(now, clerk, Choice(row, (CHAIR,)))

    assert (refused.value.code, states()) == ("stale", before)
    assert [str(leader) for leader in row.leaders.all()] == ["区长贺建平"]


@pytest.mark.parametrize("state", [S.DRAFT, S.SUBMITTED, S.FIRST_REVIEWED, S.NOT_FILED, S.WITHDRAWN])
def test_only_what_is_filed_can_be_nominated(house, now, state):
    with pytest.raises(Refused) as refused:
        key_proposals.nominate(
            proposal=make.proposal(state),
            tier=Tier.KEY,
            recommended_by="民建",
            criteria=["群众关注"],
            by=make.clerk(),
            at=now,
        )

    assert refused.value.code == "not_filed"
    assert not KeyAssignment.objects.exists()


def test_what_was_dropped_may_be_nominated_again_but_nothing_twice(house, now):
    clerk, row = make.clerk(), candidate()
    asked = {"tier": Tier.IMPORTANT, "recommended_by": "民建", "criteria": ["年内可办"], "by": clerk, "at": now}
    with pytest.raises(Refused) as refused:
        key_proposals.nominate(proposal=row.proposal, **asked)
    decide(now, clerk, dropped=[row])

    again = key_proposals.nominate(proposal=row.proposal, **asked)

    assert refused.value.code == "nominated"
    assert (again.pk, again.state, again.tier) == (row.pk, KeyStage.CANDIDATE, Tier.IMPORTANT)


def test_leaders_with_a_login_the_committee_and_the_proposer_are_told_once(house, now):
    body, member = make.BodyFactory(), make.member()
    clerk_of_body = make.as_role(Role.COMMITTEE_CLERK, scope_kind="body", scope_id=body.pk)
    chair = make.person("阮书成", with_login=True)
    led = Leader(LeadingRole.SUPERVISE, LeaderSide.CPPCC, "阮书成", "主席", chair)
    clerk = make.clerk()

    decide(now, clerk, Choice(candidate(first=member), (led,), body))

    told = Notice.objects.filter(text__contains="确定为重点提案").values_list("recipient_id", flat=True)
    assert sorted(told) == sorted([chair.user_id, clerk_of_body.user_id, member.person.user_id])


def test_the_page_shows_both_tiers_beside_their_targets(browser, now):
    clerk, body = make.clerk(), make.BodyFactory()
    chosen = [Choice(candidate(), (MAYOR,)) for _ in range(2)]
    decide(now, clerk, *chosen, Choice(candidate(Tier.IMPORTANT), body=body))

    counted = queries_keys.tier_counts(clerk, 2026, now.date())
    text = browser(clerk).get("/yunxi/proposals/keys/").content.decode()

    assert [(each.chosen, each.target) for each in counted] == [(2, 10), (1, 20)]
    assert "目标 10 件" in text
    assert "目标 20 件" in text
    assert "领办 区长贺建平" in text


def test_the_desk_shows_ten_and_twenty(browser, now):
    for tier, number in ((Tier.KEY, 10), (Tier.IMPORTANT, 20)):
        for _ in range(number):
            KeyAssignment.objects.create(
                proposal=make.proposal(S.HANDLING), tier=tier, year=2026, state=KeyStage.SELECTED
            )
    leader = make.as_role(Role.LEADER)

    shown = keys_desk.tiers(keys_desk.read_tiers(leader, now.date()))["figures"]

    assert [(figure.number, figure.label) for figure in shown] == [(10, "重点提案"), (20, "重要提案")]
    assert "目标 20 件" in browser(leader).get("/yunxi/").content.decode()
    assert keys_desk.read_tiers(make.as_member(make.member()), now.date()) is None


def test_the_key_list_prints_with_leaders(house, now):
    clerk, body = make.clerk(), make.BodyFactory()
    key, important, _ = candidate(), candidate(Tier.IMPORTANT), candidate()
    decide(now, clerk, Choice(key, (MAYOR,)), Choice(important, body=body))

    paper = offered("key-list").build(clerk, {"year": "2026"})

    words = [row if isinstance(row, tuple) else row.title for row in paper.rows]
    assert [words[0], words[2]] == ["重点提案（1件）", "重要提案（1件）"]
    assert words[1][4:] == ("领办：区长贺建平", "")
    assert words[3][4:] == ("", str(body))


def test_a_clerk_decides_on_the_page_and_a_line_nobody_can_read_stays(browser, now):
    key, important, body = candidate(), candidate(Tier.IMPORTANT), make.BodyFactory()
    page = browser(make.clerk())
    posted = {
        "meeting": "三届四十次主席会议", "decided_on": "2026-03-13", f"choice_{key.pk}": "choose",
        f"leaders_{key.pk}": "贺建平区长", f"choice_{important.pk}": "choose",
        f"body_{important.pk}": str(body.public_id),
    }  # fmt: skip

    refused = page.post("/yunxi/proposals/keys/decide/", posted)
    done = page.post("/yunxi/proposals/keys/decide/", {**posted, f"leaders_{key.pk}": "领办 政府 区长 贺建平"})

    assert "看不懂" in refused.content.decode()
    assert (done.status_code, done.url) == (302, "/yunxi/proposals/keys/")
    assert KeyAssignment.objects.filter(state=KeyStage.SELECTED).count() == 2


@pytest.mark.parametrize("role", [Role.LEADER, Role.COMMITTEE_CLERK, Role.MEMBER, Role.ASSIGNER, Role.UNIT_CLERK])
def test_nobody_but_the_proposal_office_enters_a_decision(browser, now, role):
    row = candidate()

    assert browser(make.as_role(role)).post("/yunxi/proposals/keys/decide/", {}).status_code == 403
    row.refresh_from_db()
    assert row.state == KeyStage.CANDIDATE


def test_candidates_are_the_offices_affair(browser, now):
    hidden = candidate(shared_on=date(2026, 3, 9))
    shown = candidate(shared_on=date(2026, 3, 9))
    decide(now, make.clerk(), Choice(shown, (MAYOR,)))
    page = browser(make.as_member(make.member()))

    assert page.get(f"/yunxi/proposals/keys/{hidden.public_id}/").status_code == 404
    assert page.get(f"/yunxi/proposals/keys/{shown.public_id}/").status_code == 200


def test_the_list_takes_as_many_statements_for_three_as_for_one(browser, now):
    clerk = make.clerk()
    page, taken = browser(clerk), []
    page.get("/yunxi/proposals/keys/")
    for number in (1, 2):
        decide(now, clerk, *(Choice(candidate(), (MAYOR, CHAIR)) for _ in range(number)))
        with CaptureQueriesContext(connection) as seen:
            page.get("/yunxi/proposals/keys/")
        taken.append(sum(each["sql"].startswith("SELECT") for each in seen.captured_queries))

    assert taken[0] == taken[1] <= 12
