"""One proposal as the components of the house draw it."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import WorkCalendar, light
from yizheng.kernel.addresses import address
from yizheng.kernel.thread import End
from yizheng.promise.models import Promise
from yizheng.promise.showing import standing
from yizheng.ui.shapes import LIGHT_MEANING, Cell, Column, Crumb, FileRow, Meaning, Step, ThreadBox
from yizheng.ui.tags.marks import long_date, short_date

from ..dossier import Dossier
from ..enums import (
    AnswerVerdict,
    Consent,
    ContactConfirmation,
    FeedbackState,
    HandlingState,
    ProposalState,
    ProposerKind,
)
from ..filters import DONE
from ..models import Feedback, Handling, PlannedShare, Proposal, Signer
from ..phrases import FEEDBACK_MEANING, HANDLING_MEANING, MEANING, RATING_MEANING

S = ProposalState
Row = list[Cell | str]

_COURSE = ("提交", "立案", "交办", "答复", "办结")
_AT: dict[ProposalState, int] = {
    S.DRAFT: 0, S.COSIGNING: 0, S.SUBMITTED: 1, S.RETURNED: 1, S.FIRST_REVIEWED: 1, S.FILED: 2, S.PRE_ASSIGNED: 2,
    S.ASSIGNED: 3, S.HANDLING: 3, S.REDO: 3, S.REPLIED: 4, S.CLOSED: 5, S.CLOSED_DISPUTED: 5, S.TRACKING: 5,
    S.SETTLED: 5, S.CARRIED: 5,
}  # fmt: skip
"""The step of the course that a state waits at; 5 is the end."""

HANDLING_COLUMNS = (
    Column("单位"), Column("方式", "date"), Column("状态"), Column("期限", "date"), Column("面商"), Column("答复"),
)  # fmt: skip
PLANNED_COLUMNS = (Column("单位"), Column("方式"), Column("谁提的"), Column("理由"), Column("单位意见"))
REVIEW_COLUMNS = (Column("环节"), Column("审查人"), Column("意见"), Column("说明"), Column("时间"))
FEEDBACK_COLUMNS = (
    Column("单位"), Column("提案人"), Column("办理态度"), Column("办理结果"), Column("落实情况"), Column("意见"),
)  # fmt: skip
PROMISE_COLUMNS = (Column("承诺"), Column("单位"), Column("期限"), Column("进展"))
VERDICT_MEANING = {
    AnswerVerdict.ACCEPTED: Meaning.OK,
    AnswerVerdict.PARTLY: Meaning.BUSY,
    AnswerVerdict.NOT_ACCEPTED: Meaning.NEUTRAL,
}
CONSENT_MEANING = {
    Consent.INVITED: Meaning.WARN,
    Consent.AGREED: Meaning.OK,
    Consent.DECLINED: Meaning.NEUTRAL,
    Consent.EXPIRED: Meaning.NEUTRAL,
}
_CONTACT_MEANING = {
    ContactConfirmation.WAITING: Meaning.WARN,
    ContactConfirmation.PROPOSER: Meaning.OK,
    ContactConfirmation.SILENCE: Meaning.NEUTRAL,
    ContactConfirmation.CLERK: Meaning.NEUTRAL,
    ContactConfirmation.OBJECTED: Meaning.LATE,
}


def url_of(proposal: Proposal) -> str:
    """Return the address of a proposal's page."""
    return address("proposal:proposal", public_id=proposal.public_id)


def crumbs(proposal: Proposal, last: str = "") -> list[Crumb]:
    """Return the way to a page of one proposal."""
    way = [Crumb("提案", address("proposal:proposals"))]
    if not last:
        return [*way, Crumb(proposal.number or "草稿")]
    return [*way, Crumb(proposal.number or "草稿", url_of(proposal)), Crumb(last)]


def steps(proposal: Proposal) -> list[Step]:
    """Return the course with its days; what left the course says so instead."""
    days = [_day(proposal.submitted_at), short_date(proposal.filed_on), short_date(proposal.assigned_on),
            short_date(proposal.replied_on), short_date(proposal.closed_on)]  # fmt: skip
    state = S(proposal.state)
    if state not in _AT:
        done = [Step(label, day, "done") for label, day in zip(_COURSE, days, strict=True) if day]
        return [*done, Step(str(state.label), "", "now")]
    at = _AT[state]
    shown = [
        Step(label, day if n < at else "", "done" if n < at else "now" if n == at else "next")
        for n, (label, day) in enumerate(zip(_COURSE, days, strict=True))
    ]
    return shown if at < len(_COURSE) or state == S.CLOSED else [*shown, Step(str(state.label), "", "now")]


def _day(moment: Any) -> str:
    return short_date(moment)


def suggestion_rows(dossier: Dossier) -> list[dict[str, Any]]:
    """Return each suggestion with what the units answered to it, once they answered."""
    said: dict[int, list[dict[str, Any]]] = {}
    for reply in dossier.replies:
        for answer in reply.said:
            said.setdefault(answer["suggestion"], []).append(_answer(reply, answer))
    return [{"order": each.order, "text": each.text, "answers": said.get(each.pk, [])} for each in dossier.suggestions]


def _answer(reply: Any, answer: dict[str, Any]) -> dict[str, Any]:
    verdict = AnswerVerdict(answer["verdict"])
    kind = "" if reply.round == 1 and reply.kind == "first" else f"（{reply.get_kind_display()}）"
    return {
        "unit": f"{reply.handling.unit}{kind}",
        "verdict": verdict.label,
        "meaning": VERDICT_MEANING[verdict],
        "text": answer["text"],
    }


def handling_rows(dossier: Dossier, *, on: date) -> list[Row]:
    """Return rows under HANDLING_COLUMNS; a reader along is not told how the talks stand."""
    calendar = work_calendar() if any(each.state not in DONE for each in dossier.handlings) else None
    return [_handling_row(each, dossier, on, calendar) for each in dossier.handlings]


def _handling_row(handling: Any, dossier: Dossier, on: date, calendar: WorkCalendar | None) -> Row:
    url = "" if dossier.is_shared else address("proposal:handling", public_id=handling.public_id)
    return [
        Cell(str(handling.unit), url),
        handling.get_role_display(),
        Cell(handling.get_state_display(), meaning=HANDLING_MEANING[HandlingState(handling.state)]),
        _due(handling, on, calendar),
        _contact(handling, dossier),
        _replied(handling, dossier),
    ]


def _due(handling: Handling, on: date, calendar: WorkCalendar | None) -> Cell | str:
    if handling.state in DONE or calendar is None:
        return short_date(handling.due_on)
    shown = light(handling.due_on, on, calendar)
    extended = "（已延期）" if handling.extended_to else ""
    return Cell(f"{short_date(handling.due_on)}{extended} {shown.words}", meaning=LIGHT_MEANING[shown.colour])


def _contact(handling: Any, dossier: Dossier) -> Cell | str:
    if handling.contact_state is None:
        return "" if handling.role == "co" or dossier.is_shared else "还没有"
    if dossier.is_shared:
        return "已面商"
    state = ContactConfirmation(handling.contact_state)
    return Cell(str(state.label), meaning=_CONTACT_MEANING[state])


def _replied(handling: Handling, dossier: Dossier) -> str:
    if handling.role == "co":
        return "送主办单位"
    issued = [each for each in dossier.replies if each.handling_id == handling.pk]
    return "；".join(f"{short_date(each.sent_on)} {each.class_mark}类" for each in issued)


def reply_cards(dossier: Dossier) -> list[dict[str, Any]]:
    """Return each issued letter: who, which class in which words, whom to ring, and its text where it is unsplit."""
    return [
        {
            "title": f"{each.handling.unit}的{each.get_kind_display()}",
            "mark": f"{each.class_mark}类　{each.class_wording}" if each.class_mark else "未标类别",
            "reply": each,
            "contact": "" if dossier.is_shared else f"{each.contact_person} {each.contact_phone}".strip(),
            "url": "" if dossier.is_shared else address("proposal:handling", public_id=each.handling.public_id),
        }
        for each in dossier.replies
    ]


def planned_rows(rows: list[PlannedShare]) -> list[Row]:
    """Return rows under PLANNED_COLUMNS."""
    return [
        [
            str(each.unit), each.get_role_display(), each.get_source_display(), each.reason,
            Cell(f"认为不该由本单位办：{each.comment}", meaning=Meaning.WARN) if each.objects_to_it else each.comment,
        ]
        for each in rows
    ]  # fmt: skip


def review_rows(dossier: Dossier) -> list[Row]:
    """Return rows under REVIEW_COLUMNS."""
    return [
        [
            each.get_stage_display(), each.reviewer_name,
            f"{each.get_outcome_display()}{_because(each.get_reason_code_display())}", each.opinion,
            short_date(each.at),
        ]
        for each in dossier.reviews
    ]  # fmt: skip


def _because(reason: str) -> str:
    return f"（{reason}）" if reason else ""


def feedback_rows(rows: list[Feedback]) -> list[Row]:
    """Return rows under FEEDBACK_COLUMNS; what was not said is never shown as satisfied (handbook 5.8)."""
    return [
        [
            str(each.reply.handling.unit), each.signer.display_name, _rating(each, each.attitude_rating),
            _rating(each, each.result_rating), _rating(each, each.implementation_rating, later=True), each.comment,
        ]
        for each in rows
    ]  # fmt: skip


def _rating(feedback: Feedback, rating: str, *, later: bool = False) -> Cell | str:
    if rating:
        words = dict(feedback._meta.get_field("result_rating").choices or ())[rating]
        return Cell(str(words), meaning=RATING_MEANING[rating])
    if later:
        return _implementation(feedback)
    if feedback.state == FeedbackState.ASKED and not feedback.is_asked:
        return "自愿评价"
    return Cell(feedback.get_state_display(), meaning=FEEDBACK_MEANING.get(feedback.state, Meaning.NEUTRAL))


def _implementation(feedback: Feedback) -> str:
    """Say how the question about the implementation stands while it has no rating."""
    if feedback.implementation_closed_on is not None:
        return "未表态"
    return "还没有问" if feedback.implementation_asked_on is None else "待评价"


def promise_rows(dossier: Dossier, *, on: date) -> list[Row]:
    """Return rows under PROMISE_COLUMNS; each opens the promise."""
    return [_promise_row(each, *standing(each, on)) for each in dossier.promises]


def _promise_row(promise: Promise, word: str, meaning: str) -> Row:
    url = address("promise:promise", public_id=promise.public_id)
    return [Cell(promise.text, url), promise.promiser_name, long_date(promise.due_on), Cell(word, meaning=meaning)]


def signer_rows(rows: list[Signer]) -> list[dict[str, Any]]:
    """Return who signs, in order, with where they come from and what they answered."""
    return [
        {
            "name": each.display_name,
            "role": each.get_role_display(),
            "where": str(each.membership.sector or "") if each.membership else "",
            "consent": each.get_consent_display(),
            "meaning": CONSENT_MEANING[Consent(each.consent)],
            "withdrew": each.withdrew_on,
        }
        for each in rows
    ]


def facts(dossier: Dossier) -> list[tuple[str, str]]:
    """Return what stands beside the text, as far as it is known."""
    proposal = dossier.proposal
    pairs = [
        ("编号", proposal.number),
        ("收件号", proposal.reception_no if proposal.filed_no else ""),
        ("届次", f"{proposal.session}　{proposal.get_period_kind_display()}"),
        ("提案者", _proposer(proposal)),
        ("类别", proposal.category),
        ("关键词", "、".join(proposal.keywords)),
        ("公开属性", proposal.get_secrecy_display()),
        ("公开意愿", "" if dossier.is_shared or dossier.is_closed else proposal.get_publish_consent_display()),
        ("提交", long_date(proposal.submitted_at)),
        ("立案", long_date(proposal.filed_on)),
        ("交办", long_date(proposal.assigned_on)),
    ]
    return [(label, words) for label, words in pairs if words]


def _proposer(proposal: Proposal) -> str:
    if proposal.proposer_kind == ProposerKind.COLLECTIVE:
        return f"{proposal.proposer_name}（{proposal.get_collective_kind_display() or '集体'}）"
    first = proposal.first_proposer
    sector = f"，{first.sector}" if first is not None and first.sector else ""
    return f"{proposal.proposer_name}（{proposal.get_proposer_kind_display()}{sector}）"


def joined_rows(dossier: Dossier) -> list[tuple[str, str, str]]:
    """Return the proposals joined to this one: as what, their words, their address."""
    main = dossier.proposal.merged_into_id
    return [
        ("并入" if each.pk == main else "并进来的", f"{each.number} {each.title}", url_of(each))
        for each in dossier.joined
    ]


def boxes(dossier: Dossier, ends: tuple[list[End], list[End]]) -> list[ThreadBox]:
    """Return where a proposal came from, what came of it, and the end that is still expected."""
    came, led = ends
    proposal = dossier.proposal
    here = ThreadBox("提案", f"{proposal.number} {proposal.title}".strip(), here=True)
    return [*map(_box, came), here, *map(_box, led), *_expected(dossier)]


def _box(end: End) -> ThreadBox:
    return ThreadBox(end.label, end.title, end.url)


def _expected(dossier: Dossier) -> list[ThreadBox]:
    state = dossier.proposal.state
    if state in (S.ASSIGNED, S.HANDLING, S.REDO):
        waiting = [str(each.unit) for each in dossier.handlings if each.role != "co" and each.state not in DONE]
        return [ThreadBox("等待答复", "、".join(waiting) or "承办单位", open=True)]
    if state in (S.TRACKING, S.CARRIED):
        return [ThreadBox("等待落实", "承诺的事还没有办完", open=True)]
    return []


def files(dossier: Dossier) -> list[FileRow]:
    """Return the papers that were handed in with it."""
    return [
        FileRow(each.name, address("attachment:open", public_id=each.public_id), _kind(each.name))
        for each in dossier.files
    ]


def papers(dossier: Dossier) -> list[FileRow]:
    """Return what can be printed of a proposal: itself, and each letter that answers it."""
    own = _paper("proposal-text", "提案", f"proposal={dossier.proposal.public_id}")
    letters = [
        _paper("reply-letter", f"{each.handling.unit}{each.get_kind_display()}", f"reply={each.public_id}")
        for each in dossier.replies
    ]
    return [row for rows in (own, *letters) for row in rows]


def _paper(code: str, label: str, asked: str) -> list[FileRow]:
    formats = (("docx", "Word", "word"), ("pdf", "PDF", "pdf"))
    return [
        FileRow(f"{label}（{word}）", f"{address('document:paper', code=code, format=form)}?{asked}", kind)
        for form, word, kind in formats
    ]


def _kind(name: str) -> str:
    end = name.rpartition(".")[2].lower()
    return {"doc": "word", "docx": "word", "wps": "word", "xls": "sheet", "xlsx": "sheet", "pdf": "pdf"}.get(end, "")


def chip(proposal: Proposal) -> tuple[str, str]:
    """Return the state and its colour."""
    return str(proposal.get_state_display()), MEANING[S(proposal.state)]
