"""A comprehensive proposal: marked at review, given to several units, each followed by itself (F051)."""

import pytest

from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.proposal.enums import HandlingState, ShareRole
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.models import Handling, ReplyAnswer
from yizheng.proposal.services import assigning, handling, replying, reviewing

from . import factories as make

FIRST = {"category": "城乡建设", "outcome": "file", "reason_code": "", "opinion": "建议立案", "keywords": "电梯"}


def path(proposal, act=""):
    return f"/yunxi/proposals/{proposal.public_id}/{act}"


def test_the_first_reader_marks_it_and_the_list_is_narrowed_to_it(browser):
    marked, other = make.proposal(S.SUBMITTED, title="关于综合治理的建议"), make.proposal(S.SUBMITTED)
    client = browser(make.clerk())

    client.post(path(marked, "review/"), {**FIRST, "is_comprehensive": "on"})
    client.post(path(other, "review/"), FIRST)

    for each in (marked, other):
        each.refresh_from_db()
    assert (marked.is_comprehensive, other.is_comprehensive) == (True, False)
    listed = client.get("/yunxi/proposals/?comprehensive=1").content.decode()
    assert (str(marked.public_id) in listed, str(other.public_id) in listed) == (True, False)
    assert "综合性提案" in client.get(path(marked)).content.decode()


def test_it_is_marked_or_not_until_it_is_assigned(browser):
    proposal = make.proposal(S.FILED)
    client, url = browser(make.clerk()), path(proposal, "mark-comprehensive/")

    client.post(url, {"is_comprehensive": "on"})
    again = client.post(url, {"is_comprehensive": "on"})
    client.post(url, {})

    assert again.status_code == 409
    rows = LedgerEntry.objects.filter(act="mark_comprehensive").order_by("id").values_list("fields", flat=True)
    assert [row["is_comprehensive"] for row in rows] == [True, False]


def test_after_the_assignment_it_stays_as_it_was(house, now):
    proposal = make.proposal(S.HANDLING)
    with pytest.raises(Refused) as refused:
        reviewing.mark_comprehensive(proposal=proposal, is_comprehensive=True, by=make.clerk(), at=now)

    proposal.refresh_from_db()
    assert (refused.value.code, proposal.is_comprehensive) == ("stale", False)


def test_a_unit_marks_nothing(browser):
    row = make.handling(make.proposal(S.PRE_ASSIGNED))
    make.planned(row.proposal, row.unit)

    assert browser(make.as_unit(row.unit)).post(path(row.proposal, "mark-comprehensive/")).status_code == 403


def test_three_units_are_tracked_each_and_the_last_reply_answers_it(house, now, browser):
    proposal = make.proposal(S.PRE_ASSIGNED, is_comprehensive=True)
    units = [make.UnitFactory(name=f"区{name}局") for name in ("交通", "城管", "财政")]
    for unit in units:
        make.planned(proposal, unit, ShareRole.SEPARATE)
    assigning.assign_all(proposals=[proposal], by=make.assigner(), at=now)
    clerk = browser(make.clerk())

    seen = []
    for unit in units:
        row, by = Handling.objects.get(unit=unit), make.as_unit(unit)
        row = handling.sign_for(handling=row, by=by, at=now)
        make.contact(row)
        reply = make.reply(row, "draft")
        for each in proposal.suggestions.all():
            ReplyAnswer.objects.create(reply=reply, suggestion=each, verdict="accepted", text="已在办。")
        Handling.objects.filter(pk=row.pk).update(state=HandlingState.DRAFTED)
        replying.issue(reply=reply, signed_by_name="贺建平", by=by, at=now)
        proposal.refresh_from_db()
        seen.append(proposal.state)

    assert seen == [S.HANDLING, S.HANDLING, S.REPLIED]
    page = clerk.get(path(proposal)).content.decode()
    assert all(unit.name in page for unit in units)
