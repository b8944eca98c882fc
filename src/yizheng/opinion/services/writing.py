"""Writes of a draft: begin it, save it by its edition, throw it away. A bare draft leaves no ledger row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.attachment.models import StoredFile
from yizheng.attachment.purging import destroy_bytes
from yizheng.kernel import events, ledger, thread, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.models import Body

from ..authorship import COLUMNS, CoAuthor, Owner, is_main, kind_of, main_author, owner_of
from ..enums import AuthorRole, EntrySource, OpinionState, Secrecy, SourceKind, Urgency
from ..models import MOST_TITLE_CHARS, ContactMatter, Opinion, OpinionAuthor, TopicCall
from ..subjects.sourcing import calls_visible_to
from ..workflow.sources import FREE

FIRST_EDITION = 1
WRITABLE = (OpinionState.DRAFT, OpinionState.RETURNED)
MOST_CO_AUTHORS = 10
MOST_DRAFT_CHARS = 20_000
"""A draft may be too long for being sent in, but not for being kept."""

ELSEWHERE = "这份草稿已在别处改过，您刚才写的没有保存，也没有丢：请先复制这里的文字，再打开最新的一版。"
SENT = "这件信息已经报送，不能再改。需要补充请联系信息科退回。"
NOT_YOURS = "这件信息由执笔人报送，合写人可以看，不能替改。"
OF_PUBLIC = "公众线索转来的不能删除，来信人查得到已经转了。不采用的，请报送以后写明理由。"
LONG_TITLE = "标题最多{most}个字，现在有{now}个字，请先精简。"


@dataclass(frozen=True)
class Text:
    """What an author writes on the one page. `call` is the topic call it answers, if any."""

    title: str = ""
    situation: str = ""
    problem: str = ""
    suggestion: str = ""
    place: str = ""
    street: Body | None = None
    urgency: str = Urgency.NORMAL
    urgent_reason: str = ""
    secrecy: str = Secrecy.INTERNAL
    declared_unclassified: bool = False
    call: TopicCall | None = None
    co_authors: tuple[CoAuthor, ...] = ()

    @property
    def chars(self) -> int:
        """Return how many characters the three parts have, white space left out."""
        return len("".join(f"{self.situation}{self.problem}{self.suggestion}".split()))


EMPTY = Text()
PLAIN = (
    "title", "situation", "problem", "suggestion", "place", "street", "urgency", "urgent_reason", "secrecy",
    "declared_unclassified", "call",
)  # fmt: skip


def text_of(opinion: Opinion) -> Text:
    """Return the text as it stands."""
    rows = opinion.authors.filter(role=AuthorRole.CO, part__isnull=True).order_by("order", "id")
    along = tuple(CoAuthor(each.name, each.membership_id) for each in rows)
    return Text(**{name: getattr(opinion, name) for name in PLAIN}, co_authors=along)


@transaction.atomic
def begin(*, text: Text = EMPTY, by: Actor, at: datetime) -> Opinion:
    """
    Begin a draft for whom the worn hat stands for: a member, a body by its clerk, an information officer.

    It is private and no act: no ledger row, no notice. Rule: handbook 6.3.
    Raises: PermissionDenied; Refused `no_owner`, `ended`, `long_text`, `too_many`, `call_closed`.
    """
    require("opinion.begin", by)
    return make(owner_of(by, timezone.localdate(at)), text, source=EntrySource.WEB, by=by, at=at)


@transaction.atomic
def enter_for(*, owner: Owner, text: Text = EMPTY, by: Actor, at: datetime) -> Opinion:
    """
    Begin a draft that the information office enters for somebody (代录): the author sees it as their own.

    Raises: PermissionDenied; Refused as `begin`.
    """
    require("opinion.edit", by)
    return make(owner, text, source=EntrySource.CLERK, by=by, at=at)


def make(owner: Owner, text: Text, *, source: EntrySource, by: Actor, at: datetime) -> Opinion:
    """Make the rows of a draft: the piece, its main author, its co-authors."""
    given = tidied(text)
    _check(given)
    _check_call(given, by)
    draft = Opinion.objects.create(
        year=timezone.localdate(at).year, source_kind=_source(owner.kind, given), source=source, source_name=owner.name,
        started_by_id=by.user_id, touched_at=at, edition=FIRST_EDITION, **_columns(given),
    )  # fmt: skip
    OpinionAuthor.objects.create(opinion=draft, name=owner.name, **owner.columns())
    _write_co_authors(draft, given)
    return draft


@transaction.atomic
def autosave(*, opinion: Opinion, text: Text, edition: int, by: Actor, at: datetime) -> Opinion:
    """
    Save what is being written (保存草稿): no act, no ledger row. `edition` is the one the writer had in hand.

    Two tabs never overwrite each other unseen; the same save sent again, its answer lost, is the same save.
    Raises: PermissionDenied; Refused `sent`, `not_yours`, `gone`, `edited_elsewhere`, `long_text`, `too_many`,
    `call_closed`; nothing is changed then.
    """
    draft = locked(opinion)
    require("opinion.write", by, draft)
    check_writable(draft, by)
    before, given = text_of(draft), tidied(text)
    if draft.edition == edition + 1 and before == given:
        return draft  # the same was saved before and only its answer got lost
    if draft.edition != edition:
        raise Refused("edited_elsewhere", ELSEWHERE)
    _check(given)
    values = {**_columns(given), "edition": edition + 1, "touched_at": at}
    if given.call != before.call:
        _check_call(given, by)
        values["source_kind"] = _source_anew(draft, given)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(values))
    if before.co_authors != given.co_authors:
        draft.authors.filter(role=AuthorRole.CO).delete()
        _write_co_authors(draft, given)
    return draft


@transaction.atomic
def save_first_again(*, opinion: Opinion, text: Text, by: Actor, at: datetime) -> Opinion:
    """
    Save the first words again, perhaps with more of them: its answer was lost, so no edition is known.

    Raises: as `autosave`, `edited_elsewhere` as soon as the draft was saved once more.
    """
    draft = locked(opinion)
    if text_of(draft) == tidied(text):
        return draft
    return autosave(opinion=draft, text=text, edition=FIRST_EDITION, by=by, at=at)


@transaction.atomic
def discard(*, opinion: Opinion, by: Actor, at: datetime) -> None:
    """
    Throw a draft away (删除草稿) with its files. What was sent in is withdrawn instead.

    Raises: PermissionDenied; Refused `sent`, `not_yours`, `gone`, `of_public`; nothing is changed then.
    """
    draft = locked(opinion)
    require("opinion.write", by, draft)
    check_whose(draft, by)
    if draft.source_kind == SourceKind.PUBLIC_LEAD:
        raise Refused("of_public", OF_PUBLIC)
    if draft.state != OpinionState.DRAFT:
        raise Refused("sent", "已经报送的信息不能删除；不想报了，请撤回。")
    destroy(draft, by=by, at=at)


def destroy(draft: Opinion, *, by: Actor, at: datetime) -> None:
    """Delete the rows and files of a draft; the matter it was begun from is free again."""
    if ledger.history("opinion", draft.pk).exists():
        _take_off_desks(draft, by, at)
    for matter in ContactMatter.objects.filter(opinion=draft):
        workflow.apply(FREE, matter, by=by, at=at, changes={"opinion": None})
        thread.unlink(matter, draft, relation="raised")
    for file in StoredFile.objects.filter(kind="opinion", object_id=draft.pk):
        destroy_file(file)
    draft.delete()


def _take_off_desks(draft: Opinion, by: Actor, at: datetime) -> None:
    """Note that a draft which an act had made is thrown away; without authors nobody owes it any longer."""
    ledger.record("discard_opinion_draft", draft, by=by, at=at, from_state=draft.state)
    draft.authors.all().delete()
    events.publish(workflow.Moved("opinion", draft, "discard_opinion_draft", draft.state, draft.state, by, at))


def destroy_file(file: StoredFile) -> None:
    """Delete a draft's file and its bytes, unless another row of the committee shares them."""
    destroy_bytes(file)
    file.delete()


def locked(opinion: Opinion) -> Opinion:
    """Return the row as it stands now, locked. Raises: Refused `gone` when it was thrown away meanwhile."""
    row = Opinion.objects.select_for_update(of=("self",)).filter(pk=opinion.pk).first()
    if row is None:
        raise Refused("gone", "这份草稿已被删除。要接着写，请复制文字后新写一件。")
    return row


def check_writable(draft: Opinion, by: Actor) -> None:
    """Check that this hat may change the piece as it stands. Raises: Refused `sent`, `not_yours`."""
    if draft.state not in WRITABLE:
        raise Refused("sent", SENT)
    check_whose(draft, by)


def check_whose(draft: Opinion, by: Actor) -> None:
    """Check that the main author acts, or the office for what it entered. Raises: Refused `not_yours`."""
    if by.wears("system") or is_main(by, draft):
        return
    if by.wears(Role.OPINION_CLERK) and draft.source == EntrySource.CLERK:
        return
    raise Refused("not_yours", NOT_YOURS)


def tidied(text: Text) -> Text:
    """Return a text as it will stand when it is read again."""
    reason = text.urgent_reason.strip() if text.urgency == Urgency.URGENT else ""
    return replace(text, title=text.title.strip(), place=text.place.strip(), urgent_reason=reason)


def _check(text: Text) -> None:
    if len(text.title) > MOST_TITLE_CHARS:
        raise Refused("long_text", LONG_TITLE.format(most=MOST_TITLE_CHARS, now=len(text.title)))
    if text.chars > MOST_DRAFT_CHARS:
        raise Refused("long_text", f"正文有{text.chars}字，太长了，存不下。请把材料做成附件，这里只写要点。")
    if len(text.co_authors) > MOST_CO_AUTHORS:
        raise Refused("too_many", f"合写人最多{MOST_CO_AUTHORS}位，请精简。")


def _check_call(text: Text, by: Actor) -> None:
    """A piece answers a call that asks its author and is still open; the office may enter for any open call."""
    if text.call is None:
        return
    if not calls_visible_to(by).filter(pk=text.call.pk, state="open").exists():
        raise Refused("call_closed", "这次约稿已经截止，或没有约您。请改选“不是约稿”，照常报送即可。")


def _source(kind: str, text: Text) -> str:
    """What answers a call is a called-for piece (约稿; handbook 6.2); what other rooms gave stays as it came."""
    return SourceKind.SOLICITED if text.call is not None and kind in COLUMNS else kind


def _source_anew(draft: Opinion, text: Text) -> str:
    if draft.source_kind != SourceKind.SOLICITED:
        return _source(draft.source_kind, text)
    author = main_author(draft)
    kind = kind_of(author) if author is not None else None
    return draft.source_kind if kind is None else _source(kind, text)


def _columns(text: Text) -> dict[str, Any]:
    return {name: getattr(text, name) for name in PLAIN}


def _write_co_authors(draft: Opinion, text: Text) -> None:
    OpinionAuthor.objects.bulk_create(
        OpinionAuthor(
            opinion=draft, order=order, role=AuthorRole.CO, name=each.name, membership_id=each.membership_id
        )
        for order, each in enumerate(text.co_authors, start=2)
    )  # fmt: skip
