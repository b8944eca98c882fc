"""What each row of an old register would do: new, changed, unchanged, or a problem with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from yizheng.intake.models import RowVerdict
from yizheng.org.importing.choices import ANOTHER, OUT, SAME
from yizheng.org.importing.findings import Entry, FieldChange, problem, warning
from yizheng.org.importing.roll_judging import rows_words
from yizheng.org.importing.world import bare_sector
from yizheng.org.models import Membership

from ..enums import EntrySource, Outcome, ProposalState, Rating
from ..models import Proposal
from . import history_phrases as phrases
from .history_columns import LABELS
from .history_pictures import Picture, picture_of, proposals_of
from .history_reading import is_replied
from .history_world import HistoryWorld, Known, Owner

S = ProposalState
COMPARED = (
    "name", "number", "proposer", "category", "units", "filed_on", "assigned_on", "due_on", "replied_on", "doc_no",
    "mark", "rating", "key",
)  # fmt: skip
ONWARD = (S.FILED, S.ASSIGNED, S.CLOSED)
"""A later register may say that a filed proposal was assigned or answered; every other state is moved on its page."""


class Proposer(NamedTuple):
    """Who hands in: a member, a body, or a name only; `candidates` where namesakes leave it open."""

    name: str
    membership: Membership | None = None
    owner: Owner | None = None
    candidates: tuple[Membership, ...] = ()


def key_of(values: Mapping[str, str]) -> str:
    """Return by what two rows are the same proposal: the filed number, else the reception, else title and proposer."""
    if values.get("number"):
        return f"n|{values.get('session')}|{values.get('between')}|{values['number']}"
    if values.get("reception"):
        return f"r|{values['reception']}"
    return f"t|{values.get('year')}|{values['name']}|{values.get('proposer')}" if values["name"] else ""


def state_of(values: Mapping[str, str]) -> ProposalState:
    """Return the state that the register gives a proposal."""
    apart = {
        Outcome.NOT_FILE.value: S.NOT_FILED, Outcome.MERGE.value: S.MERGED, Outcome.CONVERT.value: S.CONVERTED,
        "withdraw": S.WITHDRAWN,
    }  # fmt: skip
    if values.get("filing") in apart:
        return apart[values["filing"]]
    if not values.get("unit_ids"):
        return S.FILED
    return S.CLOSED if is_replied(dict(values)) else S.ASSIGNED


def proposer_of(entry: Entry, world: HistoryWorld) -> Proposer:
    """Return who is meant by the proposer of a row, as far as the roll and the clerk say."""
    name, session = entry.values.get("proposer", ""), world.sessions.get(int(entry.values.get("session") or 0))
    if session is None:
        return Proposer(name)
    owner = world.owner_called(name, session.term_id)
    if owner is not None:
        return Proposer(owner.name, owner=owner)
    namesakes = world.members.get((session.term_id, name), [])
    sector = bare_sector(entry.values.get("sector", ""))
    fitting = [each for each in namesakes if sector and each.sector and bare_sector(each.sector.name) == sector]
    rows = fitting or namesakes
    words = world.choices.words(entry.number)
    if ANOTHER in words:
        return Proposer(name)
    chosen = [each for each in rows if f"{SAME}{each.pk}" in words]
    rows = chosen or rows
    if len(rows) == 1:
        return Proposer(name, membership=rows[0])
    return Proposer(name, candidates=tuple(rows))


def judge(entries: Sequence[Entry], world: HistoryWorld) -> None:
    """Say of each entry what it would do, with one read for all that are there already."""
    known = {entry.number: _known(entry, world) for entry in entries}
    pictures = {row.pk: row for row in proposals_of(each.pk for each in known.values() if each)}
    for entry in entries:
        there = known[entry.number]
        entry.found, entry.changes, entry.target = [], [], there.pk if there else None
        _look_at_peers(entry, world)
        _look_at_persons(entry, world)
        is_live = there is not None and _is_live(entry, there, world)
        if there is not None and not is_live and there.pk in pictures:
            _compare(entry, pictures[there.pk], world)
        entry.verdict = _verdict(entry, there, is_live, world)


def _known(entry: Entry, world: HistoryWorld) -> Known | None:
    values = entry.values
    session = int(values.get("session") or 0)
    if values.get("number"):
        found = world.by_number.get((session, bool(values.get("between")), int(values["number"])))
        if found is not None:
            return found
    elif values.get("reception") in world.by_reception:
        return world.by_reception[values["reception"]]
    name = proposer_of(entry, world).name
    found = world.by_title.get((int(values.get("year") or 0), values["name"], name))
    return found if found is not None and not (found.number and values.get("number")) else None


def _is_live(entry: Entry, there: Known, world: HistoryWorld) -> bool:
    """
    Tell whether a sheet may change nothing: what was handled here, what is under quarantine or destroyed.

    Another title under the number of what was handled here is a mistake. Rule: office-practice 3.
    """
    if there.pk in world.closed:
        entry.found.append(problem(phrases.CLOSED.format(which=there.number or "这一件")))
        return True
    if there.source == EntrySource.IMPORT:
        return False
    if there.title == entry.values["name"]:
        entry.found.append(warning(phrases.LIVE))
    else:
        entry.found.append(problem(phrases.NUMBER_TAKEN.format(number=there.number, title=there.title)))
    return True


def _look_at_peers(entry: Entry, world: HistoryWorld) -> None:
    others = [peer[0] for peer in entry.peers if not world.choices.is_out(peer[0])]
    if others:
        entry.found.append(problem(phrases.SAME_NUMBER.format(rows=rows_words([entry.number, *others]))))
    reception = entry.values.get("reception", "")
    if not reception or world.choices.is_out(entry.number):
        return
    first = world.receptions.setdefault(reception, entry.number)
    taken = world.by_reception.get(reception)
    if first != entry.number and not others:
        entry.found.append(problem(phrases.RECEPTION_TWICE.format(text=reception, row=first)))
    elif taken is not None and taken.pk != entry.target:
        entry.found.append(problem(phrases.RECEPTION_TAKEN.format(text=reception, title=taken.title)))


def _look_at_persons(entry: Entry, world: HistoryWorld) -> None:
    session = world.sessions.get(int(entry.values.get("session") or 0))
    if session is None or not entry.values.get("proposer"):
        return
    who = proposer_of(entry, world)
    if who.candidates:
        offered = [(phrases.IS.format(who=_called(each)), f"{SAME}{each.pk}") for each in who.candidates]
        sentence = phrases.WHO.format(term=session.term, count=len(who.candidates), name=who.name)
        entry.found.append(problem(sentence, *offered, (phrases.PLAIN, ANOTHER)))
    elif who.membership is None and who.owner is None:
        entry.found.append(warning(phrases.NOT_A_MEMBER.format(name=who.name, term=session.term)))
    if plain := [name for name in cosigners_of(entry) if cosigner(name, session.term_id, world) is None]:
        entry.found.append(warning(phrases.COSIGNER_NOT_LINKED.format(names="、".join(plain[:6]))))


def _called(membership: Membership) -> str:
    sector, work = str(membership.sector or ""), membership.person.employer
    return f"{membership.person.name}（{'，'.join(part for part in (sector, work) if part)}）"


def cosigners_of(entry: Entry) -> list[str]:
    """Return the names that sign along."""
    return [name for name in entry.values.get("cosigners", "").split("、") if name]


def cosigner(name: str, term: int, world: HistoryWorld) -> Membership | None:
    """Return the one member of the term with this name; of namesakes none."""
    found = world.members.get((term, name), [])
    return found[0] if len(found) == 1 else None


def _compare(entry: Entry, proposal: Proposal, world: HistoryWorld) -> None:
    """Note what the sheet would change; an empty cell changes nothing."""
    old, new = picture_of(proposal), {**entry.values, "proposer": proposer_of(entry, world).name}
    for name in COMPARED:
        if new.get(name) and new[name] != old[name]:
            entry.changes.append(FieldChange(LABELS[name], _said(name, old), _said(name, new)))
    more = [name for name in cosigners_of(entry) if name not in old["cosigners"].split("、")]
    if more:
        entry.changes.append(FieldChange(LABELS["cosigners"], old["cosigners"], "、".join(more)))
    _compare_states(entry, ProposalState(proposal.state))


def _compare_states(entry: Entry, now: ProposalState) -> None:
    given = state_of(entry.values)
    if given == now:
        return
    if moves_on(now, given):
        entry.changes.append(FieldChange("状态", str(now.label), str(given.label)))
    elif now not in ONWARD or given not in ONWARD:
        entry.found.append(warning(phrases.STATE_STAYS.format(now=now.label, given=given.label)))


def moves_on(now: ProposalState, given: ProposalState) -> bool:
    """Tell whether a later register moves an imported proposal on: assigned after filed, answered after assigned."""
    return now in ONWARD and given in ONWARD and ONWARD.index(given) > ONWARD.index(now)


def _said(name: str, picture: Picture | dict[str, str]) -> str:
    text = picture.get(name, "")
    if name == "rating" and text:
        return str(Rating(text).label)
    return "是" if name == "key" and text else text


def _verdict(entry: Entry, there: Known | None, is_live: bool, world: HistoryWorld) -> str:
    if OUT in world.choices.words(entry.number):
        return RowVerdict.LEFT_OUT
    if entry.has_problem:
        return RowVerdict.PROBLEM
    if there is None:
        return RowVerdict.NEW
    return RowVerdict.CHANGED if entry.changes and not is_live else RowVerdict.UNCHANGED
