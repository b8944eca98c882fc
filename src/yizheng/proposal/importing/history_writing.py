"""A confirmed register written: new proposals in bulk, changed ones one by one; one ledger row an object, one act."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Model

from yizheng.intake.models import RowVerdict
from yizheng.kernel import ledger, quarantine, sequences, thread
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.org.importing.findings import Entry
from yizheng.org.importing.roll_judging import rows_words

from ..enums import ANSWERING, FeedbackState, HandlingState, ProposalState, ShareRole, SignerRole
from ..models import Feedback, Handling, Proposal, Reply, Signer
from . import history_phrases as phrases
from .history_judging import cosigner, cosigners_of, moves_on, proposer_of, state_of
from .history_pictures import proposals_of
from .history_reading import NUMBER, is_replied
from .history_rows import Maker
from .history_units import shares_of
from .history_world import HistoryWorld, Known

S = ProposalState
NEW_ACT, CHANGE_ACT = "import_proposal", "correct_by_import"
_RECEPTION = re.compile(r"T(\d+)-(\d+)-(\d+)")


class HistoryWriter:
    """Writes the entries of one confirmed register."""

    def __init__(self, world: HistoryWorld, *, by: Actor, at: datetime) -> None:
        self._world, self._at = world, at
        self._by = replace(by, source=Source.IMPORT)
        self._act = uuid.uuid4()
        self._make = Maker(world, at)
        self._told: list[LedgerEntry] = []

    def write(self, parts: Iterable[Sequence[Entry]]) -> None:
        """Write all entries; those merged into others come last, when the main ones are there."""
        later: list[Entry] = []
        for entries in parts:
            new = [each for each in entries if each.verdict == RowVerdict.NEW]
            later += [each for each in new if state_of(each.values) == S.MERGED]
            self._create([(each, None) for each in new if state_of(each.values) != S.MERGED])
            self._change([each for each in entries if each.verdict == RowVerdict.CHANGED])
        self._create(self._with_mains(later))
        ledger.record_all(self._told)
        self._pass_numbers()

    def _with_mains(self, entries: Sequence[Entry]) -> list[tuple[Entry, int | None]]:
        paired = [(each, self._main_of(each)) for each in entries]
        lost = [each.number for each, main in paired if main is None]
        if lost:
            raise Refused("no_main", phrases.MAIN_NOT_FOUND.format(rows=rows_words(lost)))
        return list(paired)

    def _main_of(self, entry: Entry) -> int | None:
        read = NUMBER.fullmatch(entry.values["merged_into"])
        assert read is not None, "read from the sheet"
        found = self._world.by_number.get((int(entry.values["session"]), bool(read[1]), int(read[2])))
        return found.pk if found else None

    def _create(self, entries: Sequence[tuple[Entry, int | None]]) -> None:
        made = [(entry, self._make.proposal(entry, main)) for entry, main in entries]
        Proposal.objects.bulk_create([proposal for _, proposal in made])
        for entry, proposal in made:
            self._know(proposal)
            fields = {"title": proposal.title, "number": proposal.number, "units": entry.values.get("units", "")}
            self._tell(NEW_ACT, proposal, fields)
            if proposal.merged_into is not None:
                thread.link(proposal, proposal.merged_into, relation="merged", at=self._at)
        signers = [signer for entry, proposal in made for signer in self._make.signers(proposal, entry)]
        Signer.objects.bulk_create(signers)
        firsts = {each.proposal_id: each for each in signers if each.role == SignerRole.FIRST}
        self._handle(made, firsts)

    def _handle(self, made: Sequence[tuple[Entry, Proposal]], firsts: dict[int, Signer]) -> None:
        paired = [(entry, each) for entry, proposal in made for each in self._make.handlings(proposal, entry)]
        Handling.objects.bulk_create([each for _, each in paired])
        for _, each in paired:
            self._tell("import_handling", each, {"unit": each.unit.name, "role": each.role})
        answered = [(entry, each) for entry, each in paired if each.role in ANSWERING and is_replied(entry.values)]
        self._reply(answered, firsts)

    def _reply(self, answered: Sequence[tuple[Entry, Handling]], firsts: dict[int, Signer]) -> None:
        replies = [(entry, self._make.reply(each, entry)) for entry, each in answered]
        Reply.objects.bulk_create([reply for _, reply in replies])
        for _, reply in replies:
            self._tell("import_reply", reply, {"class_mark": reply.class_mark, "doc_no": reply.doc_no})
        rated = [(entry, reply) for entry, reply in replies if entry.values.get("rating")]
        ratings = [self._make.feedback(reply, firsts[reply.handling.proposal_id], entry) for entry, reply in rated]
        Feedback.objects.bulk_create(ratings)
        for each in ratings:
            self._tell("import_feedback", each, {"result_rating": each.result_rating})

    def _know(self, proposal: Proposal) -> None:
        if proposal.filed_no is not None:
            key = (proposal.session_id, proposal.filed_between, proposal.filed_no)
            self._world.by_number[key] = Known(proposal.pk, proposal.title, proposal.source, proposal.number)

    def _change(self, entries: Sequence[Entry]) -> None:
        targets = {each.target: each.number for each in entries if each.target}
        _refuse_closed(targets)
        rows = {row.pk: row for row in proposals_of(targets)}
        for entry in entries:
            self._change_one(entry, rows[entry.target or 0])

    def _change_one(self, entry: Entry, proposal: Any) -> None:
        now, given = S(proposal.state), state_of(entry.values)
        self._make.note(proposal, entry)
        proposal.title = entry.values["name"]
        if proposal.filed_no is None and entry.values.get("number"):
            proposal.filed_no, proposal.filed_between = int(entry.values["number"]), bool(entry.values.get("between"))
        if moves_on(now, given):
            proposal.state = given
        self._resign(entry, proposal)
        proposal.save()
        self._know(proposal)
        if proposal.state in (S.FILED, S.ASSIGNED, S.CLOSED) and entry.values.get("unit_ids"):
            self._share_again(entry, proposal)
        told = {change.label: (change.old, change.new) for change in entry.changes if change.label != "案由"}
        self._tell(CHANGE_ACT, proposal, told, from_state=now)

    def _resign(self, entry: Entry, proposal: Any) -> None:
        who, first = proposer_of(entry, self._world), proposal.all_signers[0]
        if who.name != proposal.proposer_name:
            proposal.proposer_name, proposal.first_proposer = who.name, who.membership
            first.display_name, first.membership = who.name, who.membership
            first.save(update_fields=["display_name", "membership"])
        there = {each.display_name for each in proposal.all_signers}
        seats = {each.membership_id for each in proposal.all_signers}
        more = [name for name in cosigners_of(entry) if name not in there]
        for order, name in enumerate(more, start=len(proposal.all_signers) + 1):
            found = cosigner(name, proposal.session.term_id, self._world)
            kept = found if found is not None and found.pk not in seats else None
            Signer.objects.create(
                proposal=proposal, order=order, membership=kept, display_name=name, consent=first.consent
            )

    def _share_again(self, entry: Entry, proposal: Any) -> None:
        """Let the handlings be those of the row: a unit that is no more in it is 改办, its reply stays with it."""
        wanted = dict(shares_of(entry.values["unit_ids"]))
        there = {each.unit_id: each for each in proposal.open_handlings}
        for pk, each in there.items():
            if pk not in wanted:
                each.state = HandlingState.REASSIGNED
                each.save(update_fields=["state"])
        for order, (pk, role) in sorted(enumerate(wanted.items()), key=lambda each: each[1][1] == ShareRole.HOST):
            handling = there.get(pk) or self._make.handling(proposal, entry, pk, role, order)
            self._answer_again(entry, proposal, handling, role, order)

    def _answer_again(self, entry: Entry, proposal: Any, handling: Any, role: ShareRole, order: int) -> None:
        handling.role, handling.order = role, order
        self._make.answer(handling, proposal, entry)
        handling.save()
        if role not in ANSWERING or not is_replied(entry.values):
            return
        reply = handling.replies.filter(kind="first").first() or Reply(
            handling=handling, state="issued", on_paper=True, public_level="none"
        )
        self._make.fill(reply, proposal, entry)
        reply.save()
        if entry.values.get("rating"):
            self._rate_again(entry, reply, proposal.all_signers[0])

    def _rate_again(self, entry: Entry, reply: Reply, signer: Signer) -> None:
        there = Feedback.objects.filter(reply=reply, signer=signer).first()
        rating = there or self._make.feedback(reply, signer, entry)
        rating.result_rating, rating.state = entry.values["rating"], FeedbackState.GIVEN
        rating.save()

    def _tell(self, act: str, row: Model, fields: dict[str, Any], *, from_state: str = "") -> None:
        state = str(getattr(row, "state", ""))
        self._told.append(
            ledger.draft(
                act, row, by=self._by, at=self._at, from_state=from_state, to_state=state, fields=fields,
                act_id=self._act,
            )
        )  # fmt: skip

    def _pass_numbers(self) -> None:
        """Move the series of reception and filed numbers past what was imported: no number is given twice."""
        for series, last in highest_numbers().items():
            sequences.move_past(series, last)


def _refuse_closed(rows: dict[int, int]) -> None:
    """Lock what is to be changed, and refuse when some was put under quarantine after it was judged."""
    list(Proposal.objects.select_for_update(of=("self",)).filter(pk__in=rows).order_by("pk").values_list("pk"))
    closed = quarantine.was_closed("proposal").filter(object_id__in=rows).values_list("object_id", flat=True)
    if numbers := sorted(rows[each] for each in closed):
        raise Refused("closed", phrases.CLOSED_MEANWHILE.format(rows=rows_words(numbers)))


def highest_numbers() -> dict[str, int]:
    """Return the highest number in use by the name of its series."""
    found: dict[str, int] = {}
    rows = Proposal.objects.filter(source="import").values_list(
        "session_id", "filed_between", "filed_no", "reception_no"
    )
    for session, between, number, reception in rows.iterator():
        if number is not None:
            series = f"proposal-{'between' if between else 'filed'}-{session}"
            found[series] = max(found.get(series, 0), number)
        if read := _RECEPTION.fullmatch(reception):
            series = f"proposal-reception-{read[1]}-{read[2]}"
            found[series] = max(found.get(series, 0), int(read[3]))
    return found
