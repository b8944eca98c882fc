"""Who is told what between desk and periodical: authors, signers, those to whom an issue goes (handbook 6.3)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.queries import holders
from yizheng.kernel import subjects
from yizheng.kernel.ledger import history
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify

from ..enums import Urgency
from ..models import Conversion, Opinion, OpinionIssue
from .authors import authors_of, reached, send

MOST_TEXT = 300
TO_AUTHORS = {
    "return_opinion": ("社情民意退回补充", "您报送的“{title}”要补充：{reason}。补好后再报送，编号不变。"),
    "merge_opinion": ("社情民意并入综合稿", "您报送的“{title}”与同类信息并成综合稿，您仍是作者之一。"),
    "take_out_opinion": ("社情民意单独编辑", "您报送的“{title}”已从综合稿取出，单独编辑。"),
    "convert_opinion": ("社情民意已转化", "您报送的“{title}”已按您的意见转化，来龙去脉里可以看到去向。"),
}
"""Not adopted, adopted and what came later are told as feedback (services.feeding_back)."""

TO_DESK = {
    "approve_opinion": "“{title}”已审签，可以编发、转办或上报。",
    "send_back_opinion": "“{title}”退回修改：{reason}。",
}


def tell(moved: Moved) -> None:
    """Tell the people whom an act of this area concerns; all other acts concern nobody here."""
    if isinstance(moved.obj, Opinion):
        _of_opinion(moved, moved.obj)
    elif isinstance(moved.obj, OpinionIssue):
        _of_issue(moved, moved.obj)
    elif isinstance(moved.obj, Conversion):
        _of_conversion(moved, moved.obj)


def _of_opinion(moved: Moved, opinion: Opinion) -> None:
    if moved.act in TO_AUTHORS:
        title, words = TO_AUTHORS[moved.act]
        people = reached(authors_of(opinion), timezone.localdate(moved.at))
        send(moved, opinion, title, words.format(title=opinion, reason=_reason(moved)), people, "authors")
    elif moved.act in TO_DESK:
        _tell(moved, _desk(moved), TO_DESK[moved.act].format(title=opinion, reason=_reason(moved)))
    elif moved.act == "send_opinion_to_sign" and opinion.signer_user_id is not None:
        _tell(moved, [opinion.signer_user_id], f"请审签{_haste(opinion)}社情民意“{opinion}”。")
    elif moved.act == "submit_opinion" and opinion.urgency == Urgency.URGENT:
        _tell(moved, _desk(moved), f"紧急件：“{opinion}”，请马上审核。{opinion.urgent_reason}")


def _of_issue(moved: Moved, issue: OpinionIssue) -> None:
    if moved.act == "send_issue_to_sign" and issue.signer_user_id is not None:
        _tell(moved, [issue.signer_user_id], f"请签发《{issue.periodical}》新的一期。")
    elif moved.act == "send_back_issue":
        _tell(moved, _desk(moved), f"《{issue.periodical}》新的一期退回修改：{_reason(moved)}。")
    elif moved.act == "issue_periodical":
        readers = [each.user_id for each in issue.recipients.all() if each.user_id is not None]
        _tell(moved, readers, f"{issue}已编发，请阅。")
        _tell(moved, _desk(moved), f"{issue}已签发编号。", part="desk")


def _of_conversion(moved: Moved, asked: Conversion) -> None:
    if moved.act == "ask_conversion":
        words = f"想把您报送的“{asked.opinion}”转成{asked.get_target_display()}，请答复是否同意。{asked.words}"
        people = reached(authors_of(asked.opinion)[:1], timezone.localdate(moved.at))
        send(moved, asked.opinion, "请答复转化意见", words[:MOST_TEXT], people, "author")
    elif moved.act in ("agree_conversion", "refuse_conversion"):
        said = "同意" if moved.act == "agree_conversion" else "不同意"
        _tell(moved, _desk(moved), f"作者{said}把“{asked.opinion}”转成{asked.get_target_display()}。")


def _tell(moved: Moved, people: Iterable[int], text: str, *, part: str = "") -> None:
    key = f"{moved.act}-{moved.kind}-{moved.obj.pk}-{moved.at.isoformat()}{part}"
    notify.tell(
        recipients=[user for user in people if user != moved.by.user_id], text=text[:MOST_TEXT],
        url=subjects.of(moved.obj).url(moved.obj), key=key, at=moved.at,
    )  # fmt: skip


def _desk(moved: Moved) -> list[int]:
    return holders(Role.OPINION_CLERK, "", None, on=timezone.localdate(moved.at))


def _haste(opinion: Opinion) -> str:
    return "紧急" if opinion.urgency == Urgency.URGENT else ""


def _reason(moved: Moved) -> str:
    """Return the reason that stands in the ledger row of the act; it was just written."""
    last = history(moved.kind, moved.obj.pk).filter(act=moved.act).last()
    return last.reason.rstrip("。") if last is not None else ""
