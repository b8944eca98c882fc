"""Who is told what in review: the proposers of results, the office of requests (handbook 5.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.utils import timezone

from yizheng.accounts import queries as accounts
from yizheng.accounts.enums import Role
from yizheng.kernel import subjects
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify
from yizheng.ui.tags.marks import month_day

from ..enums import Consent, ReasonCode
from ..models import ConsentAsk, Proposal, Signer
from ..queries.review import returns_of
from ..standing import speakers

MOST = 300


def tell(moved: Moved) -> None:
    """Tell the people whom an act of review concerns; acts on other kinds concern nobody here."""
    if isinstance(moved.obj, Proposal) and moved.act in _TO_SIGNERS:
        _send(moved, moved.obj, _TO_SIGNERS[moved.act](moved.obj), signers_of(moved.obj, _day(moved)))
    if isinstance(moved.obj, ConsentAsk) and moved.act != "let_lapse":
        _tell_of_ask(moved, moved.obj)


def signers_of(proposal: Proposal, on: date) -> list[int]:
    """Return the users who signed a proposal itself: members who agreed, the clerks of a body."""
    signed = proposal.signers.filter(consent=Consent.AGREED, came_from__isnull=True)
    signed = signed.select_related("membership__person")
    return sorted({user for signer in signed for user in _users(signer, proposal, on)})


def first_of(proposal: Proposal, on: date) -> list[int]:
    """Return the users of the first proposer: the member, or the clerks of the body it comes from."""
    first = proposal.signers.filter(order=1).select_related("membership__person").first()
    return _users(first, proposal, on) if first else []


def _users(signer: Signer, proposal: Proposal, on: date) -> list[int]:
    if signer.membership is not None:
        user = signer.membership.person.user_id
        return [user] if user else []
    return [
        user
        for role, kind, pk in speakers(signer.came_from or proposal, signer)
        for user in accounts.holders(role, kind, pk, on=on)
    ]


def _tell_of_ask(moved: Moved, ask: ConsentAsk) -> None:
    on = _day(moved)
    if moved.act == "ask_consent" and ask.kind == "withdraw":
        words = f"{ask.proposal.proposer_name}申请撤案：{ask.proposal.title}。请办理。"
        _send(moved, ask, words, accounts.holders(Role.PROPOSAL_CLERK, "", None, on=on))
        _send(moved, ask.proposal, f"第一提案人申请撤案：{ask.proposal.title}。", _co_signers(ask.proposal, on))
    elif moved.act == "ask_consent":
        _send(moved, ask, _question(ask), first_of(ask.proposal, on))
    elif ask.kind == "withdraw" and ask.agreed is False:
        _send(moved, ask.proposal, f"撤案申请没有同意：{ask.proposal.title}。", first_of(ask.proposal, on))
    elif ask.kind != "withdraw":
        said = "同意" if ask.agreed else "不同意"
        words = f"{ask.proposal.proposer_name}{said}{WORDS[ask.kind]}：{ask.proposal.title}。"
        _send(moved, ask.proposal, words, accounts.holders(Role.PROPOSAL_CLERK, "", None, on=on))


def _question(ask: ConsentAsk) -> str:
    if ask.kind == "convert":
        return f"想把您的提案《{ask.proposal.title}》{ask.get_conversion_display()}，请答复是否同意。"
    if ask.target_id == ask.proposal_id:
        return f"有内容相近的提案想并入您的《{ask.proposal.title}》，以您的为主，请答复是否同意。"
    main = ask.target.title if ask.target else ""
    return f"想把您的提案《{ask.proposal.title}》并入《{main}》一起办理，请答复是否同意。"


def _co_signers(proposal: Proposal, on: date) -> list[int]:
    return [user for user in signers_of(proposal, on) if user not in first_of(proposal, on)]


def _send(moved: Moved, about: Proposal | ConsentAsk, words: str, users: Iterable[int]) -> None:
    notify.tell(
        recipients=[user for user in users if user != moved.by.user_id],
        text=words[:MOST],
        url=subjects.of(about).url(about),
        key=f"{moved.act}-{about.public_id}-{moved.at.isoformat()}",
        at=moved.at,
    )


def _day(moved: Moved) -> date:
    return timezone.localdate(moved.at)


def _returned(proposal: Proposal) -> str:
    last = returns_of(proposal).first()
    due = f"请在{month_day(proposal.revise_by)}前改好再交" if proposal.revise_by else "请改好再交"
    return f"您的提案《{proposal.title}》退回修改：{last.opinion.rstrip('。') if last else ''}。{due}。"


def _not_filed(proposal: Proposal) -> str:
    reason = ReasonCode(proposal.review_reason_code).label if proposal.review_reason_code else ""
    return f"您的提案《{proposal.title}》不予立案：{reason}。内容可以转作社情民意信息或送有关部门参阅，请与提案委联系。"


def _merged(proposal: Proposal) -> str:
    main = proposal.merged_into
    return f"您的提案《{proposal.title}》已并入《{main.title if main else ''}》，答复和评价在那一件上。"


def _split(proposal: Proposal) -> str:
    return _returned(proposal) + "分出来的几件已放进您的草稿。"


def _words(sentence: str) -> Callable[[Proposal], str]:
    return lambda proposal: sentence.format(title=proposal.title)


WORDS = {"merge": "并案", "convert": "转送", "withdraw": "撤案"}
_TO_SIGNERS: dict[str, Callable[[Proposal], str]] = {
    "return_for_change": _returned,
    "split": _split,
    "edit_text": _words("提案委改了提案《{title}》的文字，原来的一版留着。请看一看；不同意请联系提案委。"),
    "file": _words("您的提案《{title}》已立案。"),
    "not_file": _not_filed,
    "convert": _words("您的提案《{title}》已按您的意见转送，不再作为提案办理。"),
    "merge": _merged,
    "take_in": _words("有内容相近的提案并入了您的《{title}》，一起办理。"),
    "withdraw": _words("提案《{title}》已撤案。"),
    "withdraw_assigned": _words("提案《{title}》已撤案，承办单位停止办理。"),
}
