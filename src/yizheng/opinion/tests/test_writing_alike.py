"""What is like an earlier piece is shown before it is sent in, and sent in only when its author says so (F151)."""

from __future__ import annotations

from yizheng.opinion.enums import OpinionState as S
from yizheng.opinion.models import Opinion
from yizheng.search import indexing

from . import factories as make

NEW = "/yunxi/opinions/new/"
AGAIN = {
    "title": "老旧小区电动车充电桩仍然安装难", "situation": "小区没有充电桩。", "problem": "审批难。",
    "suggestion": "一窗受理，统一选址。", "declared_unclassified": "on", "go": "submit",
}  # fmt: skip


def test_a_duplicate_is_caught_before_it_is_sent_in(browser):
    member = make.member()
    before = make.opinion(by=member)
    indexing.put(before)
    page = browser(make.as_member(member))

    stopped = page.post(NEW, AGAIN)

    draft = Opinion.objects.exclude(pk=before.pk).get()
    asked = f"/yunxi/opinions/{draft.public_id}/submit/"
    shown = page.get(asked).content.decode()
    assert (stopped["Location"], draft.state, draft.number) == (asked, S.DRAFT, "")
    assert before.number in shown
    assert "说的不是一回事，报送" in shown

    assert page.post(asked).status_code == 302
    draft.refresh_from_db()
    assert draft.state == S.SUBMITTED
