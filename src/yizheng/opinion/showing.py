"""What the page of a piece shows to its reader: course, words, authors, versions, where it was issued."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone

from yizheng.attachment.models import StoredFile
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.thread import End
from yizheng.org.configuration import value
from yizheng.ui.shapes import FileRow, Step, ThreadBox
from yizheng.ui.tags.marks import long_date, short_date

from . import comparing, queries
from .enums import OpinionState, RejectReason, Urgency, VersionKind
from .filters import BEYOND_ISSUE
from .keys import SCORING_MAIN_PERCENT
from .models import Opinion
from .phrases_editing import GUIDANCE
from .services import scoring
from .standing import EDITORS, is_author
from .texts import author_text

S = OpinionState
COURSE = ("报送", "编辑", "审签", "编发", "反馈作者")
_AT: dict[str, int] = {
    S.DRAFT: 0, S.SUBMITTED: 1, S.RETURNED: 0, S.EDITING: 1, S.SIGNING: 2, S.APPROVED: 3,
    **dict.fromkeys(BEYOND_ISSUE, 4), S.ARCHIVED: 5,
}  # fmt: skip
MORE_TEXT_STATES = (S.APPROVED, *BEYOND_ISSUE, S.ARCHIVED)
"""From here on an author reads what the editors made of it."""


def url_of(opinion: Opinion) -> str:
    """Return the page of a piece."""
    return address("opinion:opinion", public_id=opinion.public_id)


def steps(opinion: Opinion) -> list[Step]:
    """Return the course with its days; what left the course says so instead."""
    days = [short_date(opinion.submitted_at), short_date(opinion.reviewed_on), short_date(opinion.approved_on),
            short_date(opinion.issued_on), short_date(opinion.fed_back_on)]  # fmt: skip
    if opinion.state not in _AT:
        done = [Step(label, day, "done") for label, day in zip(COURSE, days, strict=True) if day]
        return [*done, Step(opinion.get_state_display(), "", "now")]
    at = _AT[opinion.state]
    if opinion.state in BEYOND_ISSUE and opinion.fed_back_on:
        at = len(COURSE)
    return [
        Step(label, day if n < at else "", "done" if n < at else "now" if n == at else "next")
        for n, (label, day) in enumerate(zip(COURSE, days, strict=True))
    ]


def facts(opinion: Opinion, actor: Actor) -> list[tuple[str, str]]:
    """Return what stands beside the words, as far as it is known; how it was checked is the editors' affair."""
    pairs = [
        ("编号", opinion.number),
        ("来源", f"{opinion.source_name}（{opinion.get_source_kind_display()}）"),
        ("录入", opinion.get_source_display()),
        ("类别", opinion.category),
        ("公开属性", opinion.get_secrecy_display()),
        ("地点", "　".join(part for part in (str(opinion.street or ""), opinion.place) if part)),
        ("约稿", str(opinion.call or "")),
        ("报送", long_date(opinion.submitted_at)),
        ("审签", f"{long_date(opinion.approved_on)} {opinion.signed_by_name}".strip()),
        ("编发", long_date(opinion.issued_on)),
        ("网站公开", long_date(opinion.published_on)),
        *(_desk_facts(opinion) if actor.wears(*EDITORS) else []),
    ]
    return [(label, words) for label, words in pairs if words]


def _desk_facts(opinion: Opinion) -> list[tuple[str, str]]:
    checked = f"{opinion.secrecy_checked_by}，{long_date(opinion.secrecy_checked_on)}"
    return [
        ("审核期限", long_date(opinion.review_due) if opinion.state == S.SUBMITTED else ""),
        ("编辑", opinion.editor_name),
        ("主题", opinion.topic),
        ("建议报送", opinion.get_level_suggested_display()),
        ("事实核对", opinion.fact_note),
        ("保密审查", checked if opinion.secrecy_checked_on else ""),
        ("送签", opinion.signer_name),
    ]


def said(opinion: Opinion, actor: Actor) -> list[dict[str, str]]:
    """Say what the reader has to know first."""
    told = []
    if opinion.urgency == Urgency.URGENT:
        told.append({"meaning": "over", "words": f"紧急件。{opinion.urgent_reason}"})
    if opinion.merged_into is not None:
        whole = opinion.merged_into
        told.append(
            {"meaning": "neutral", "words": "已并入综合稿，作者都保留。", "url": url_of(whole), "link": str(whole)}
        )
    if opinion.state == S.REJECTED and opinion.reject_reason:
        told.append({"meaning": "neutral", "words": _rejected(opinion)})
    return told


def _rejected(opinion: Opinion) -> str:
    reason = RejectReason(opinion.reject_reason)
    words = f"没有采用：{reason.label}。"
    return words + GUIDANCE if reason in (RejectReason.PETITION, RejectReason.PERSONAL) else words


def texts(opinion: Opinion, actor: Actor) -> dict[str, Any]:
    """
    Return the words the reader may read: editors both texts and what was changed, authors their own and, once it is
    signed, the editors'; whoever else reads it reads the text that counts.
    """
    at_desk, own = actor.wears(*EDITORS), is_author(actor, opinion)
    shown: dict[str, Any] = {"own": None, "edited": "", "lines": []}
    if at_desk or own:
        shown["own"] = opinion
    if opinion.edited_body and (at_desk or not own or opinion.state in MORE_TEXT_STATES):
        shown["edited"] = opinion.edited_body
    if not at_desk and not own and not opinion.edited_body:
        shown["own"] = opinion
    if at_desk and opinion.edited_body:
        lines = comparing.redline(author_text(opinion), opinion.edited_body)
        shown["lines"] = lines if comparing.has_changed(lines) else []
    shown["has_own_words"] = bool(opinion.situation or opinion.problem or opinion.suggestion)
    return shown


def signs_here(opinion: Opinion, actor: Actor) -> str:
    """Return where the reader signs the piece in one tap; nothing for who does not sign it now."""
    if opinion.state == S.SIGNING and may("opinion.sign", actor, opinion):
        return address("opinion:sign-opinion", public_id=opinion.public_id)
    return ""


def authors(opinion: Opinion) -> list[dict[str, str]]:
    """Return the authors, the main one first, with their share where several share (handbook 6.4)."""
    shares = _shares(opinion)
    rows = opinion.authors.select_related("part").order_by("-role", "order", "id")
    return [
        {
            "name": each.name,
            "role": each.get_role_display(),
            "part": each.part.number if each.part else "",
            "share": f"积分占 {shares[each.pk]}" if len(shares) > 1 and each.pk in shares else "",
        }
        for each in rows
    ]


def _shares(opinion: Opinion) -> dict[int, str]:
    """Return what part of the points each author row brings its author, as points are shared."""
    rows = scoring.distinct(opinion.authors.order_by("order", "id"))
    if len(rows) < 2:
        return {}
    main = value(SCORING_MAIN_PERCENT, on=timezone.localdate())
    found = scoring.shares_of(Decimal(100), len(rows), main)
    return {row.pk: f"{share.normalize():f}%" for row, share in zip(rows, found, strict=True)}


def parts(opinion: Opinion, actor: Actor) -> list[dict[str, str]]:
    """Return the pieces a comprehensive piece was made of, as far as the reader sees them."""
    found = queries.opinions_visible_to(actor).filter(merged_into=opinion).order_by("seq")
    may_take_out = opinion.state == S.EDITING and may("opinion.edit", actor, opinion)
    return [
        {
            "words": f"{each.number} {each.title}", "url": url_of(each), "who": each.source_name,
            "out": address("opinion:take-out-part", public_id=each.public_id) if may_take_out else "",
        }
        for each in found
    ]  # fmt: skip


def versions(opinion: Opinion, actor: Actor) -> list[dict[str, str]]:
    """Return the texts that were kept, newest first: for the editors' desk."""
    if not actor.wears(*EDITORS):
        return []
    return [
        {
            "words": f"第{each.ordinal}稿　{VersionKind(each.kind).label}",
            "who": f"{each.made_by_name}，{short_date(each.made_at)}",
            "note": each.note,
            "url": address("opinion:version", public_id=each.public_id),
        }
        for each in opinion.versions.order_by("-ordinal")
    ]


def issues(opinion: Opinion, actor: Actor) -> list[tuple[str, str, str]]:
    """Return the issues the piece stands in, as far as the reader sees them: words, state, address."""
    rows = queries.issues_visible_to(actor).filter(items__opinion=opinion).order_by("id")
    return [(str(each), each.get_state_display(), address("opinion:issue", public_id=each.public_id)) for each in rows]


def files(opinion: Opinion) -> list[FileRow]:
    """Return what was sent in with a piece; signed sheets lie with the signed version."""
    return files_of("opinion", opinion.pk)


def files_of(kind: str, object_id: int) -> list[FileRow]:
    """Return the files of an object of the room, for who may see the object."""
    rows = StoredFile.objects.filter(kind=kind, object_id=object_id).order_by("id")
    return [FileRow(each.name, address("attachment:open", public_id=each.public_id)) for each in rows]


def papers(opinion: Opinion, actor: Actor) -> list[FileRow]:
    """Return what can be printed of a piece."""
    if opinion.state == S.DRAFT:
        return []
    row = partial(_paper, asked=f"opinion={opinion.public_id}")
    sheet = row("opinion-sign-sheet", "呈批单") if may("opinion.see_desk", actor) and opinion.edited_body else []
    return [*row("opinion-text", "信息原文"), *sheet]


def _paper(code: str, label: str, asked: str) -> list[FileRow]:
    formats = (("docx", "Word", "word"), ("pdf", "PDF", "pdf"))
    return [
        FileRow(f"{label}（{word}）", f"{address('document:paper', code=code, format=form)}?{asked}", kind)
        for form, word, kind in formats
    ]


def boxes(opinion: Opinion, ends: tuple[list[End], list[End]]) -> list[ThreadBox]:
    """Return where a piece came from and what came of it, with the end that is still expected."""
    came, led = ends
    here = ThreadBox("社情民意", f"{opinion.number} {opinion}".strip(), here=True)
    waits = [ThreadBox("等待编发", "审签后编入一期刊物", open=True)] if opinion.state in (S.SIGNING, S.APPROVED) else []
    return [*map(_box, came), here, *map(_box, led), *waits]


def _box(end: End) -> ThreadBox:
    return ThreadBox(end.label, end.title, end.url)
