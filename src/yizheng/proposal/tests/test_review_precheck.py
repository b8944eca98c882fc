"""A sector's convener looks first at what members of the sector hand in (界别预审): advice to the office alone."""

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.kernel.models import LedgerEntry
from yizheng.org.models import Person
from yizheng.proposal.enums import Outcome, ProposalState, ReviewStage, Secrecy
from yizheng.proposal.models import Proposal, ReviewRecord
from yizheng.proposal.services import reviewing
from yizheng.proposal.services.reviewing import Opinion

from . import factories as make

S = ProposalState
WORDS = "建议补充调研的情况"
BACK = Opinion(Outcome.RETURN, "", WORDS)


def convener_of(sector_id):
    return make.as_role(Role.SECTOR_CONVENER, name="毛进", scope_kind="sector", scope_id=sector_id)


def kept(proposal):
    proposal.refresh_from_db()
    return proposal.state, ReviewRecord.objects.count(), LedgerEntry.objects.count()


def test_the_convener_writes_it_on_the_page_and_reads_it_again_while_nothing_moves(house, browser):
    proposal = make.proposal(S.SUBMITTED)
    url, page = f"/yunxi/proposals/{proposal.public_id}/", browser(convener_of(proposal.first_proposer.sector_id))
    assert "记预审意见" in page.get(url).content.decode()

    answer = page.post(f"{url}precheck/", {"outcome": "return", "reason_code": "", "opinion": WORDS})

    assert (answer.status_code, answer.url, kept(proposal)[:2]) == (302, url, (S.SUBMITTED, 1))
    assert ReviewRecord.objects.values_list("stage", "outcome", "reviewer_name").get() == (
        ReviewStage.PRECHECK, Outcome.RETURN, "毛进",
    )  # fmt: skip
    assert f"退回修改：{WORDS}" in page.get(url).content.decode()


def test_the_office_reads_it_and_neither_the_proposer_nor_another_convener_does(house, browser, now):
    proposal = make.proposal(S.SUBMITTED)
    sector, url = proposal.first_proposer.sector_id, f"/yunxi/proposals/{proposal.public_id}/"
    reviewing.precheck(proposal=proposal, opinion=BACK, by=convener_of(sector), at=now)

    pages = {
        who: browser(actor).get(url).content.decode()
        for who, actor in {
            "office": make.clerk(), "proposer": make.as_member(proposal.first_proposer),
            "another": convener_of(sector),
        }.items()
    }  # fmt: skip

    assert {who: WORDS in page for who, page in pages.items()} == {"office": True, "proposer": False, "another": False}
    assert "预审意见" not in pages["proposer"]


def test_what_the_convener_thought_is_never_told_as_the_reason_of_a_return(house, browser, now):
    proposal = make.proposal(S.SUBMITTED)
    reviewing.precheck(proposal=proposal, opinion=BACK, by=convener_of(proposal.first_proposer.sector_id), at=now)
    proposal.state = S.RETURNED
    proposal.save(update_fields=["state"])
    page, url = browser(make.as_member(proposal.first_proposer)), f"/yunxi/proposals/{proposal.public_id}/"

    assert [WORDS in page.get(each).content.decode() for each in (url, f"{url}write/")] == [False, False]


def test_review_goes_on_without_it(house, now):
    proposal = make.proposal(S.SUBMITTED)

    moved = reviewing.first_review(
        proposal=proposal, category="城乡建设", keywords=[], opinion=Opinion(Outcome.FILE), units=[], by=make.clerk(),
        at=now,
    )  # fmt: skip

    assert moved.state == S.FIRST_REVIEWED


@pytest.mark.parametrize("case", ["other sector", "inner", "own", "group", "collective", "member", "unnarrowed"])
def test_nobody_else_looks_first(house, now, case):
    secrecy = {"secrecy": Secrecy.INTERNAL} if case == "inner" else {}
    proposal = make.collective(S.SUBMITTED) if case == "collective" else make.proposal(S.SUBMITTED, **secrecy)
    first = make.member() if case == "collective" else proposal.first_proposer
    by = {
        "other sector": lambda: convener_of(first.sector_id + 1000),
        "group": lambda: make.as_role(Role.SECTOR_CONVENER, scope_kind="body", scope_id=first.sector_id),
        "member": lambda: make.as_member(make.member()),
        "unnarrowed": lambda: make.as_role(Role.SECTOR_CONVENER),
    }.get(case, lambda: convener_of(first.sector_id))()
    if case == "own":
        Person.objects.filter(pk=first.person_id).update(user=by.user_id)
        proposal = Proposal.objects.get(pk=proposal.pk)
    before = kept(proposal)

    with pytest.raises(PermissionDenied):
        reviewing.precheck(proposal=proposal, opinion=BACK, by=by, at=now)

    assert kept(proposal) == before
