"""Publish a proposal and its replies (公开): a copy without personal data, three readings, a named leader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, ledger, thread, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..enums import PublicationState, PublicLevel
from ..models import Proposal, Publication, Reply
from ..public import project
from ..publishable import issued_replies, level_of, why_not
from ..redacting import Removed, redact
from ..workflow import publishing as table

SUMMARY_CHARS = 160


@dataclass
class Draft:
    """The public copy as the house proposes it; a person reads and changes it."""

    level: PublicLevel
    title: str
    text: str
    reply_text: str
    removed: list[Removed] = field(default_factory=list)

    def clean(self, text: str) -> str:
        """Return a text without personal data and remember what went."""
        redacted = redact(text)
        self.removed.extend(redacted.removed)
        return redacted.text


def draft_of(proposal: Proposal, *, at: datetime) -> Draft:
    """Return what would be public of a proposal today. Contact persons and telephones are no part of it."""
    level = level_of(proposal, on=timezone.localdate(at))
    draft = Draft(level, "", "", "")
    draft.title = draft.clean(proposal.title)
    if level is not PublicLevel.NONE:
        draft.text = draft.clean(_text(proposal, level))
        replies = issued_replies(proposal).select_related("handling__unit").prefetch_related("answers__suggestion")
        draft.reply_text = draft.clean("\n\n".join(_reply(each, level) for each in replies))
    return draft


@transaction.atomic
def prepare(*, proposal: Proposal, by: Actor, at: datetime) -> Publication:
    """
    Prepare the public copy of an answered proposal (准备公开稿).

    Raises: PermissionDenied; Refused `not_public` with the reason, `prepared` when there is one; nothing is
    changed then.
    """
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    require("publication.read", by, locked)
    if (sentence := why_not(locked)) is not None:
        raise Refused("not_public", sentence)
    if Publication.objects.filter(proposal=locked).exists():
        raise Refused("prepared", "这件提案已经有公开稿了，请在公开稿上接着办。")
    made = Publication(proposal=locked, state=PublicationState.PREPARED, prepared_on=timezone.localdate(at))
    _fill(made, locked, at)
    made.save()
    ledger.record("prepare_publication", made, by=by, at=at, to_state=made.state, fields={"level": made.level})
    thread.link(locked, made, relation="publication", at=at)
    events.publish(workflow.Moved("publication", made, "prepare_publication", "", made.state, by, at))
    return made


@transaction.atomic
def change_text(
    *, publication: Publication, title: str, text: str, reply_text: str, by: Actor, at: datetime
) -> Publication:
    """Change the public copy before its second reading (修改公开稿); what is personal is taken out again."""
    cleaned = [redact(each) for each in (title, text, reply_text)]
    if not cleaned[0].text.strip():
        raise Refused("no_title", "公开稿要有标题。")
    removed = [*publication.removed, *_told(removed for each in cleaned for removed in each.removed)]
    changes = {
        "title": cleaned[0].text[:80], "text": cleaned[1].text, "reply_text": cleaned[2].text, "removed": removed,
        "first_reader": "",
    }  # fmt: skip
    return workflow.apply(table.CHANGE, publication, by=by, at=at, changes=changes)


def first_reading(*, publication: Publication, confidentiality_review: str, by: Actor, at: datetime) -> Publication:
    """
    Pass the first reading (初审) with the confidentiality review (保密审查) written down: who, when, with what result.

    Raises: Refused `no_review`, `guarded`; nothing is changed then. Rule: office-practice 4.
    """
    if not confidentiality_review.strip():
        raise Refused("no_review", "请写明保密审查的结论、审查人和日期。")
    changes = {"first_reader": by.name, "confidentiality_review": confidentiality_review.strip()[:120]}
    return workflow.apply(table.FIRST_READING, publication, by=by, at=at, changes=changes)


def second_reading(*, publication: Publication, by: Actor, at: datetime) -> Publication:
    """Pass the second reading (复审), by another person. Raises: Refused `same_reader`."""
    _check_other_person(publication, by)
    return workflow.apply(table.SECOND_READING, publication, by=by, at=at, changes={"second_reader": by.name})


@transaction.atomic
def publish(*, publication: Publication, leader: str, by: Actor, at: datetime) -> Publication:
    """
    Pass the third reading (终审) and publish, on the word of a named leader.

    Raises: Refused `same_reader`, `no_leader`, `guarded` when it may no longer be public. Rule: office-practice 4.
    """
    _check_other_person(publication, by)
    if not leader.strip():
        raise Refused("no_leader", "请写明是哪位领导批准公开的。")
    changes = {
        "final_reader": by.name, "leader": leader.strip()[:60], "published_on": timezone.localdate(at),
    }  # fmt: skip
    moved = workflow.apply(table.PUBLISH, publication, by=by, at=at, changes=changes)
    project(moved)
    return moved


def refuse(*, publication: Publication, reason: str, by: Actor, at: datetime) -> Publication:
    """Decide not to publish (不公开), with the reason."""
    return workflow.apply(table.REFUSE, publication, by=by, at=at, reason=reason)


@transaction.atomic
def prepare_again(*, publication: Publication, by: Actor, at: datetime) -> Publication:
    """Write the public copy anew from the proposal as it stands (重新准备); the readings begin again."""
    fresh = Publication(proposal=publication.proposal)
    _fill(fresh, publication.proposal, at)
    names = ("level", "title", "number", "session_label", "category", "proposer", "units", "text", "reply_text",
             "removed", "year")  # fmt: skip
    empty = dict.fromkeys(("first_reader", "second_reader", "final_reader", "leader", "confidentiality_review"), "")
    changes = {**{name: getattr(fresh, name) for name in names}, **empty, "published_on": None}
    return workflow.apply(table.PREPARE_AGAIN, publication, by=by, at=at, changes=changes)


@transaction.atomic
def take_down(*, publication: Publication, reason: str, by: Actor, at: datetime) -> Publication:
    """Take what is public off the public pages (撤下), with the reason; the row and its readings stay."""
    moved = workflow.apply(table.TAKE_DOWN, publication, by=by, at=at, reason=reason)
    project(moved)
    return moved


def _check_other_person(publication: Publication, by: Actor) -> None:
    """Three readings are by three persons; the ledger knows them by login, namesakes are told apart."""
    readings = ("first_reading", "second_reading")
    rows = ledger.history("publication", publication.pk).filter(act__in=[*readings, "prepare_again"]).order_by("-id")
    for row in rows:
        if row.act == "prepare_again":
            return
        if row.actor_id == by.user_id:
            raise Refused("same_reader", f"{by.name}已经审过一次，三次审核要由不同的人做。")


def _fill(made: Publication, proposal: Proposal, at: datetime) -> None:
    draft = draft_of(proposal, at=at)
    units = proposal.handlings.exclude(state__in=["reassigned", "stopped"]).select_related("unit")
    made.level, made.title, made.text, made.reply_text = draft.level, draft.title[:80], draft.text, draft.reply_text
    made.removed = _told(draft.removed)
    made.number, made.session_label = proposal.number[:40], str(proposal.session)[:40]
    made.category, made.proposer, made.year = proposal.category, proposal.proposer_name, proposal.year
    made.units = "、".join(str(each.unit) for each in units)[:200]


def _told(removed: Iterable[Removed]) -> list[dict[str, object]]:
    return [{"kind": each.kind, "chars": each.chars} for each in removed]


def _text(proposal: Proposal, level: PublicLevel) -> str:
    suggestions = [f"{number}. {each}" for number, each in enumerate(proposal.suggestions.all(), start=1)]
    if level is PublicLevel.SUMMARY:
        return "\n".join([_cut(proposal.background), *(_cut(each) for each in suggestions)]).strip()
    return "\n\n".join(part for part in (proposal.background, proposal.analysis, "\n".join(suggestions)) if part)


def _reply(reply: Reply, level: PublicLevel) -> str:
    head = f"{reply.handling.unit}{reply.get_kind_display()}（{reply.class_mark}类：{reply.class_wording}）"
    return "\n".join([head, *(_cut(line) if level is PublicLevel.SUMMARY else line for line in _lines(reply))])


def _lines(reply: Reply) -> Iterator[str]:
    answers = list(reply.answers.all())
    for each in answers:
        yield f"{each.suggestion.order}. {each.get_verdict_display()}：{each.text}"
    if not answers and reply.body:
        yield reply.body


def _cut(text: str) -> str:
    return text if len(text) <= SUMMARY_CHARS else f"{text[:SUMMARY_CHARS]}……"
