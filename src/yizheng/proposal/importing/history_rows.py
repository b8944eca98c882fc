"""The rows an old register becomes, from proposals to feedback: made here, saved by the writer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import add_months
from yizheng.org.configuration import value
from yizheng.org.importing.findings import Entry
from yizheng.org.models import OrgUnit, Session

from .. import keys
from ..enums import (
    ANSWERING,
    Consent,
    EntrySource,
    FeedbackSource,
    FeedbackState,
    HandlingState,
    Outcome,
    PeriodKind,
    ProposalState,
    ProposerKind,
    PublicLevel,
    ReplyState,
    ShareRole,
    SignerRole,
)
from ..models import Feedback, Handling, Proposal, Reply, Signer
from ..sides import side_of
from .history_judging import Proposer, cosigner, cosigners_of, proposer_of, state_of
from .history_reading import is_replied
from .history_units import shares_of
from .history_world import HistoryWorld

S = ProposalState


@dataclass
class Maker:
    """Makes rows of one import; reckons each date and reads each year's words once."""

    world: HistoryWorld
    at: datetime
    _due: dict[date, date] = field(default_factory=dict)
    _wordings: dict[int, dict[str, str]] = field(default_factory=dict)
    _units: dict[int, OrgUnit] = field(default_factory=dict)

    def proposal(self, entry: Entry, main: int | None) -> Proposal:
        """Return the proposal of a row. The old register asked nobody's consent: nothing of it is published."""
        values, session = entry.values, self.world.sessions[int(entry.values["session"])]
        who = proposer_of(entry, self.world)
        made = Proposal(
            session=session, year=int(values["year"]), reception_no=values.get("reception", ""),
            filed_no=int(values["number"]) if values.get("number") else None,
            filed_between=bool(values.get("between")), period_kind=PeriodKind(values["period"]), title=values["name"],
            background=values.get("text", ""), proposer_name=who.name, first_proposer=who.membership,
            source=EntrySource.IMPORT, publish_consent=PublicLevel.NONE, touched_at=self.at, merged_into_id=main,
            submitted_at=_moment(day_of(values, "received_on") or day_of(values, "filed_on") or session.opens),
            **_kind_of(entry, who),
        )  # fmt: skip
        self.note(made, entry)
        made.state = state_of(values)
        return made

    def note(self, proposal: Proposal, entry: Entry) -> None:
        """Note what a row says of a proposal; an empty cell leaves what is there."""
        values = entry.values
        proposal.category = values.get("category", "") or proposal.category
        proposal.is_key = bool(values.get("key")) or proposal.is_key
        for name in ("filed_on", "assigned_on", "replied_on"):
            if day := day_of(values, name):
                setattr(proposal, name, day)
        if values.get("filing") in (Outcome.FILE, Outcome.NOT_FILE):
            proposal.review_outcome, proposal.decided_on = Outcome(values["filing"]), proposal.filed_on
        if state_of(values) == S.NOT_FILED:
            proposal.filed_on = None
        if values.get("unit_ids") and proposal.assigned_on is None:
            proposal.assigned_on = proposal.filed_on or proposal.session.closes
        if state_of(values) == S.CLOSED:
            proposal.closed_on = proposal.replied_on

    def signers(self, proposal: Proposal, entry: Entry) -> list[Signer]:
        """Return who signs: the first proposer or the body, then those who sign along."""
        who, term = proposer_of(entry, self.world), proposal.session.term_id
        columns = {who.owner.column: who.owner.pk} if who.owner else {}
        first = Signer(
            proposal=proposal, order=1, role=SignerRole.FIRST, membership=who.membership, display_name=who.name,
            consent=Consent.AGREED, **columns,
        )  # fmt: skip
        taken = {who.membership.pk} if who.membership else set()
        others = []
        for order, name in enumerate(cosigners_of(entry), start=2):
            found = cosigner(name, term, self.world)
            if found is not None and found.pk in taken:
                found = None
            taken |= {found.pk} if found else set()
            others.append(
                Signer(proposal=proposal, order=order, membership=found, display_name=name, consent=Consent.AGREED)
            )
        return [first, *others]

    def handlings(self, proposal: Proposal, entry: Entry) -> list[Handling]:
        """Return one handling a unit, issued where the register has the answer."""
        shares = shares_of(entry.values.get("unit_ids", ""))
        return [self.handling(proposal, entry, pk, role, order) for order, (pk, role) in enumerate(shares)]

    def handling(self, proposal: Proposal, entry: Entry, unit: int, role: ShareRole, order: int) -> Handling:
        """Return the handling of one unit."""
        row = self._unit(unit)
        assigned = proposal.assigned_on or proposal.session.closes
        made = Handling(
            proposal=proposal, unit=row, role=role, side=side_of(row, assigned), order=order, assigned_on=assigned,
            due_on=self._due_on(proposal, entry) or date(proposal.year, 12, 31), on_paper=True,
        )  # fmt: skip
        self.answer(made, proposal, entry)
        return made

    def answer(self, handling: Handling, proposal: Proposal, entry: Entry) -> None:
        """Note on a handling that the register has its answer."""
        if is_replied(entry.values):
            answers = handling.role in ANSWERING
            handling.state = HandlingState.ISSUED if answers else HandlingState.OPINED
            handling.issued_on = proposal.replied_on if answers else None

    def reply(self, handling: Handling, entry: Entry) -> Reply:
        """Return the reply of an answering unit; its text is on paper."""
        made = Reply(handling=handling, state=ReplyState.ISSUED, on_paper=True, public_level=PublicLevel.NONE)
        self.fill(made, handling.proposal, entry)
        return made

    def fill(self, reply: Reply, proposal: Proposal, entry: Entry) -> None:
        """Note what a row says of the reply."""
        values = entry.values
        reply.sent_on = reply.signed_on = proposal.replied_on
        reply.due_on = self._due_on(proposal, entry)
        reply.doc_no = values.get("doc_no", "") or reply.doc_no
        if values.get("mark"):
            reply.class_mark = values["mark"]
            reply.class_wording = self._wording(values["mark"], proposal.replied_on or date(proposal.year, 12, 31))
        elif values.get("mark_text") and not reply.class_mark:
            reply.class_wording = values["mark_text"]

    def feedback(self, reply: Reply, signer: Signer, entry: Entry) -> Feedback:
        """Return the rating a clerk reads from the register; who rated the attitude is not known."""
        proposal = reply.handling.proposal
        day = reply.sent_on or date(proposal.year, 12, 31)
        return Feedback(
            proposal=proposal, reply=reply, signer=signer, state=FeedbackState.GIVEN, source=FeedbackSource.CLERK,
            result_rating=entry.values["rating"], asked_on=day, due_on=day, submitted_on=day,
        )  # fmt: skip

    def _unit(self, pk: int) -> OrgUnit:
        if pk not in self._units:
            self._units = OrgUnit.objects.in_bulk()
        return self._units[pk]

    def _due_on(self, proposal: Proposal, entry: Entry) -> date | None:
        """As written; else reckoned from the assignment by the rule of its day; else unknown."""
        if written := day_of(entry.values, "due_on"):
            return written
        assigned = day_of(entry.values, "assigned_on")
        if assigned is None:
            return None
        if assigned not in self._due:
            months = value(keys.REPLY_MONTHS, on=assigned)
            self._due[assigned] = add_months(assigned, months, work_calendar()).due_on
        return self._due[assigned]

    def _wording(self, mark: str, on: date) -> str:
        if on.year not in self._wordings:
            lines = (line.partition("=") for line in value(keys.CLASSES, on=on))
            self._wordings[on.year] = {letter: words for letter, _, words in lines}
        return self._wordings[on.year].get(mark, "")


def day_of(values: dict[str, str], name: str) -> date | None:
    """Return a date of a row."""
    return date.fromisoformat(values[name]) if values.get(name) else None


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(0)))


def _kind_of(entry: Entry, who: Proposer) -> dict[str, Any]:
    if who.owner is not None:
        return {
            "proposer_kind": ProposerKind.COLLECTIVE, "collective_kind": who.owner.kind, who.owner.column: who.owner.pk,
        }  # fmt: skip
    if entry.values.get("collective") and who.membership is None:
        return {"proposer_kind": ProposerKind.COLLECTIVE}
    return {"proposer_kind": ProposerKind.JOINT if entry.values.get("cosigners") else ProposerKind.INDIVIDUAL}


def session_of(entry: Entry, world: HistoryWorld) -> Session:
    """Return the session of a row that has no problem."""
    return world.sessions[int(entry.values["session"])]
