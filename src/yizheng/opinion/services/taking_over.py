"""Writes: what another room converts into a piece (handbook 9.6): a draft that the information office completes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yizheng.attachment.models import StoredFile
from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.workflow import Moved
from yizheng.org.models import OrgUnit

from ..authorship import Owner, of_body, of_member, of_party, of_public, of_sector
from ..enums import EntrySource, SourceKind
from ..models import MOST_TITLE_CHARS, Opinion
from ..workflow.opinions import TAKE_OVER_GIVEN
from . import photos, transferring, writing
from .numbering import give_number


@dataclass(frozen=True)
class Signed:
    """Which leader approved it, and on what day."""

    name: str
    on: date | None


@dataclass(frozen=True)
class Words:
    """A text in the parts of a piece."""

    title: str
    situation: str
    problem: str = ""
    suggestion: str = ""


OWNERS = {"membership": of_member, "party_body": of_party, "body": of_body, "sector": of_sector}
"""By the column that names an author: how that author is read."""

TAKE_OVER_PROPOSAL = "take_over_proposal"


def keep_from_speech(*, column: str, pk: int, title: str, text: str, by: Actor, at: datetime) -> Opinion:
    """
    Keep a speech as the draft of a piece by the same author; part of the act that converts it, which asked who may.

    The information office finds it among what it entered for others, its author among the own drafts.
    """
    return _keep("take_over_speech", OWNERS[column](pk), Words(title, text), by, at)


def hand_on_speech(
    *, column: str, pk: int, title: str, text: str, signed: Signed, units: Sequence[OrgUnit], asked_action: str,
    by: Actor, at: datetime,
) -> Opinion:  # fmt: skip
    """
    Keep a speech that was given as a piece that is approved, and hand it to units by slips (大会发言转办).

    Part of the act of the speech. Number, slips and answers are those of every piece; it earns no points, the speech
    has its own. Rule: handbook 9.6 (speeches are sent to units like opinions).
    Raises: PermissionDenied; Refused as `transferring.transfer`; nothing is kept then.
    """
    draft = keep_from_speech(column=column, pk=pk, title=title, text=text, by=by, at=at)
    given = give_number(draft.year)
    changes = {
        "seq": given.seq, "number": given.number, "submitted_at": at, "signed_by_name": signed.name,
        "approved_on": signed.on,
    }  # fmt: skip
    piece = workflow.apply(TAKE_OVER_GIVEN, draft, by=by, at=at, changes=changes)
    transferring.transfer(opinion=piece, units=units, asked_action=asked_action, by=by, at=at)
    return piece


def keep_from_activity(*, column: str, pk: int, title: str, text: str, by: Actor, at: datetime) -> Opinion:
    """Keep what was said at an activity as the draft of a piece by its host; as `keep_from_speech` (features F121)."""
    return _keep("take_over_outcome", OWNERS[column](pk), Words(title, text), by, at)


def keep_from_proposal(*, column: str, pk: int, words: Words, by: Actor, at: datetime) -> Opinion:
    """
    Keep a proposal as the draft of a piece by its proposer, who agreed; as `keep_from_speech`.

    Its source says where it comes from, so that it is told apart and sending it in earns nothing again. Its author
    owes its completion, and is told.
    Rule: handbook 5.4, 6.2; 18.3 case 6.
    """
    draft = _keep(TAKE_OVER_PROPOSAL, OWNERS[column](pk), words, by, at)
    draft.source_kind = SourceKind.CONVERTED_PROPOSAL
    draft.save(update_fields=["source_kind"])
    events.publish(Moved("opinion", draft, TAKE_OVER_PROPOSAL, "", draft.state, by, at))
    return draft


def keep_from_lead(*, title: str, text: str, pictures: Sequence[StoredFile] = (), by: Actor, at: datetime) -> Opinion:
    """
    Keep a lead of the public as a draft in the hands of the information office, which owes it; as `keep_from_speech`.

    Its pictures go along, who sent it is not handed over. Rule: handbook 6.2 (公众线索); office-practice 6.
    """
    draft = _keep("take_over_public_lead", of_public(), Words(title, text), by, at, pictures)
    events.publish(Moved("opinion", draft, "take_over_public_lead", "", draft.state, by, at))
    return draft


def _keep(
    act: str, owner: Owner, words: Words, by: Actor, at: datetime, pictures: Sequence[StoredFile] = ()
) -> Opinion:
    text = writing.Text(words.title[:MOST_TITLE_CHARS], words.situation, words.problem, words.suggestion)
    draft = writing.make(owner, text, source=EntrySource.CLERK, by=by, at=at)
    fields = {"pictures": photos.take_along(opinion=draft, files=pictures)} if pictures else None
    ledger.record(act, draft, by=by, at=at, to_state=draft.state, fields=fields)
    return draft
