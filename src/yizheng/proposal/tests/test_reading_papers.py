"""A proposal as a document, the list as a table: the same readers and the same filters as the pages."""

import pytest
from django.http import Http404

from yizheng.accounts.enums import Role
from yizheng.kernel import papers, quarantine
from yizheng.proposal.enums import Consent, HandlingState, ProposalState
from yizheng.proposal.papers.reading import proposal_list, proposal_text

from . import factories as make

S = ProposalState


def test_a_proposal_is_printed_with_who_signs_and_every_suggestion(house):
    made = make.proposal(S.FILED, title="关于停车的建议")
    friend = make.signer(made, make.member("白鹭"), consent=Consent.AGREED)
    make.signer(made, make.member("谢绝者"), order=3, consent=Consent.DECLINED)

    letter = proposal_text(make.clerk(), {"proposal": str(made.public_id)})

    assert letter.title == "关于停车的建议"
    assert letter.context["paragraphs"] == [
        f"编号：{made.session}{made.number}", f"提案人：{made.proposer_name}", f"联名：{friend.display_name}",
        "类别：城乡建设", "情况", make.TEXT, "分析", made.analysis, "建议", "一、由街道牵头建立议事会",
        "二、设立后续维护资金池",
    ]  # fmt: skip


@pytest.mark.parametrize("asked", [{}, {"proposal": "x"}])
def test_an_address_that_names_nothing_prints_nothing(house, asked):
    with pytest.raises(Http404):
        proposal_text(make.clerk(), asked)


def test_nobody_prints_what_they_may_not_read_or_what_is_sealed_away(house):
    made, clerk = make.proposal(S.SUBMITTED), make.clerk()
    asked = {"proposal": str(made.public_id)}
    with pytest.raises(Http404):
        proposal_text(make.as_member(make.member()), asked)

    quarantine.quarantine(
        subject=made, by=make.as_role(Role.SECURITY_ADMIN), reason="涉及个人信息", at=make.moment()
    )  # fmt: skip
    with pytest.raises(Http404):
        proposal_text(clerk, asked)


def test_the_list_is_printed_as_it_is_narrowed(house, now):
    unit = make.UnitFactory(name="云溪区住建局")
    made = make.proposal(S.HANDLING, title="关于停车的建议")
    make.handling(made, unit, state=HandlingState.SIGNED)
    make.proposal(S.FILED)

    table = proposal_list(make.clerk(), {"group": "handling"})

    assert table.rows == (
        (made.number, "关于停车的建议", made.proposer_name, "城乡建设", "云溪区住建局（单独）", "6月10日", "办理中"),
    )
    assert table.subtitle == "2026年3月16日，共 1 件"


def test_the_papers_are_fetched_from_the_pages_by_those_who_may(browser):
    made = make.proposal(S.FILED)
    clerk, member = browser(make.clerk()), browser(make.as_member(made.first_proposer))

    page = clerk.get(f"/yunxi/proposals/{made.public_id}/").content.decode()
    listed = clerk.get("/yunxi/proposals/?group=filed").content.decode()

    assert f"?proposal={made.public_id}" in page
    assert "proposal-list" in listed
    assert "proposal-list" not in member.get("/yunxi/proposals/").content.decode()
    url = papers_url("proposal-list", "xlsx")
    assert (clerk.get(url).status_code, member.get(url).status_code) == (200, 403)
    text = f"{papers_url('proposal-text', 'docx')}?proposal={made.public_id}"
    assert (clerk.get(text).status_code, member.get(text).status_code) == (200, 200)


def papers_url(code, form):
    """Return where a paper is fetched."""
    from yizheng.kernel.addresses import address

    return address("document:paper", code=code, format=form)


def test_the_offers_name_their_permissions():
    assert papers.offered("proposal-text").permission == "proposal.read"
    assert papers.offered("proposal-list").permission == "proposal.export"
