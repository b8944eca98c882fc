"""What each row of a roll would do: a new person, a change, nothing, or a question to the clerk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yizheng.intake.models import RowVerdict
from yizheng.kernel import secrets

from ..enums import MembershipRole, MembershipState, SeatState
from ..models import SEALED, GrassrootsMembership, Membership, Person, Seat, in_force
from . import phrases
from .choices import ANOTHER, NAMESAKES, OUT, SAME, Choices
from .findings import Entry, FieldChange, Finding, problem, warning
from .roll_reading import LABELS
from .world import RollWorld

PERSON_FIELDS = (
    "name", "gender", "ethnicity", "birth_date", "affiliation", "employer", "title", "phone", "education",
)  # fmt: skip
_GENDER_WORDS = {"m": "男", "f": "女", "": ""}
OPEN_STATES = (MembershipState.PROPOSED, MembershipState.ACTIVE, MembershipState.SUSPENDED)


@dataclass
class Known:
    """A person already in the house, with their seat in the term if there is one."""

    person: Person
    membership: Membership | None
    bodies: set[int]


def judge(entries: Sequence[Entry], world: RollWorld) -> None:
    """Say of each entry what it would do; asks the database a constant number of times for all of them."""
    known = _known({entry.values["name"] for entry in entries}, world)
    taken = _taken_phones(entries)
    for entry in entries:
        entry.found, entry.changes, entry.target = [], [], None
        _judge_one(entry, known.get(entry.values["name"], []), world)
        _look_at_phones(entry, taken, world.choices)
        _decide(entry, world.choices)


def _judge_one(entry: Entry, namesakes: list[Known], world: RollWorld) -> None:
    entry.found += _twice(entry, world.choices)
    words = world.choices.words(entry.number)
    chosen = next((one for one in namesakes if f"{SAME}{one.person.public_id}" in words), None)
    sure = [one for one in namesakes if _is_same(entry, one)]
    if chosen is None and ANOTHER not in words:
        chosen = sure[0] if len(sure) == 1 else None
        if chosen is None and namesakes:
            entry.found.append(_who(namesakes))
    if chosen is not None:
        entry.target = chosen.person.pk
        entry.changes = [*_changes_of_person(entry, chosen.person), *_changes_of_seat(entry, chosen, world)]


def _is_same(entry: Entry, known: Known) -> bool:
    """
    Tell whether a row certainly means a person of that name: something agrees and nothing contradicts.

    Rule: our decision; what only looks alike is asked. A changed telephone contradicts nothing.
    """
    values, person = entry.values, known.person
    for name in ("gender", "birth_date"):
        if values.get(name) and getattr(person, name) and not _agree(values[name], getattr(person, name)):
            return False
    if values.get("phone") and values["phone"] == person.phone:
        return True
    if values.get("birth_date") and person.birth_date:
        return True
    if known.membership is not None and known.membership.sector is not None:
        return values.get("sector") == known.membership.sector.name
    return bool(values.get("employer")) and values.get("employer") == person.employer


def _agree(one: str, other: str) -> bool:
    """1968-05 agrees with 1968-05-03."""
    return one.startswith(other) or other.startswith(one)


def _who(namesakes: list[Known]) -> Finding:
    described = [_described(one) for one in namesakes]
    choices = [
        (phrases.SAME_PERSON.format(who=text), f"{SAME}{one.person.public_id}")
        for text, one in zip(described, namesakes, strict=True)
    ]
    return problem(phrases.WHO.format(who="、".join(described)), *choices, (phrases.ANOTHER_PERSON, ANOTHER))


def _described(known: Known) -> str:
    """A person told from a namesake without what is sealed: sector and employer."""
    sector = known.membership.sector.name if known.membership and known.membership.sector else ""
    about = "，".join(each for each in (sector, known.person.employer) if each)
    return f"{known.person.name}（{about}）" if about else known.person.name


def _twice(entry: Entry, choices: Choices) -> list[Finding]:
    """Two rows of one name: different births are two persons; anything else is asked."""
    others = [peer for peer in entry.peers if not choices.is_out(peer[0])]
    if not others:
        return []
    rows = rows_words([entry.number, *(peer[0] for peer in others)])
    birth, phone = entry.values.get("birth_date", ""), entry.values.get("phone", "")
    if all(birth and peer[1] and not _agree(birth, peer[1]) for peer in others):
        return [warning(phrases.NAMESAKES.format(rows=rows, what="出生年月"))]
    if NAMESAKES in choices.words(entry.number):
        return []
    double = any((phone and phone == peer[2]) or (birth and birth == peer[1]) for peer in others)
    why = phrases.LOOKS_DOUBLE if double else phrases.CANNOT_TELL
    return [problem(phrases.TWICE.format(rows=rows, why=why), (phrases.TWO_PERSONS, NAMESAKES))]


def rows_words(rows: Sequence[int]) -> str:
    """Write 第5行和第18行."""
    words = [f"第{row}行" for row in sorted(set(rows))[:6]]
    return words[0] if len(words) == 1 else f"{'、'.join(words[:-1])}和{words[-1]}"


def _look_at_phones(entry: Entry, taken: dict[str, list[Person]], choices: Choices) -> None:
    phone = entry.values.get("phone", "")
    shared = [row for row in entry.phone_rows if not choices.is_out(row)]
    if phone and shared:
        entry.found.append(warning(phrases.PHONE_TWICE.format(rows=rows_words([entry.number, *shared]))))
    others = [person.name for person in taken.get(phone, []) if person.pk != entry.target]
    if others and not entry.has_problem:
        entry.found.append(warning(phrases.PHONE_TAKEN.format(names="、".join(others[:3]))))


def _decide(entry: Entry, choices: Choices) -> None:
    if OUT in choices.words(entry.number):
        entry.verdict = RowVerdict.LEFT_OUT
    elif entry.has_problem:
        entry.verdict = RowVerdict.PROBLEM
    elif entry.target is None:
        entry.verdict = RowVerdict.NEW
    else:
        entry.verdict = RowVerdict.CHANGED if entry.changes else RowVerdict.UNCHANGED


def _changes_of_person(entry: Entry, person: Person) -> list[FieldChange]:
    """An empty cell says nothing: it never empties what is known. Rule: our decision."""
    changes = []
    for name in PERSON_FIELDS[1:]:
        old, new = getattr(person, name), entry.values.get(name, "")
        if not new or new == old or (name == "birth_date" and old.startswith(new)):
            continue
        was, becomes = (_GENDER_WORDS[old], _GENDER_WORDS[new]) if name == "gender" else (old, new)
        changes.append(FieldChange(LABELS[name], was, becomes, is_sealed=name in SEALED))
    return changes


def _changes_of_seat(entry: Entry, known: Known, world: RollWorld) -> list[FieldChange]:
    sector, role = entry.values.get("sector", ""), entry.values.get("role", "")
    membership = known.membership
    if membership is None:
        label = MembershipRole(role or MembershipRole.MEMBER).label
        return [FieldChange("本届委员", "", f"{label}（{sector}）"), *_changes_of_bodies(entry, known, world)]
    if membership.state not in OPEN_STATES:
        entry.found.append(warning(phrases.LEFT_STATE.format(state=membership.get_state_display())))
        return []
    if membership.state == MembershipState.PROPOSED and world.choices.standing == MembershipState.ACTIVE:
        entry.found.append(warning(phrases.STAYS_PROPOSED))
    changes = []
    was = membership.sector.name if membership.sector else ""
    if sector and sector != was:
        changes.append(FieldChange("界别", was, sector))
    if role and role != membership.role:
        changes.append(FieldChange("政协职务", membership.get_role_display(), MembershipRole(role).label))
    return [*changes, *_changes_of_bodies(entry, known, world)]


def _changes_of_bodies(entry: Entry, known: Known, world: RollWorld) -> list[FieldChange]:
    return [
        FieldChange(LABELS[kind], "", world.body_names[body])
        for kind in ("committee", "group")
        for body in bodies_in(entry, kind)
        if body not in known.bodies
    ]


def bodies_in(entry: Entry, kind: str) -> list[int]:
    """Return the bodies a row names."""
    return [int(pk) for pk in entry.values.get(kind, "").split(",") if pk]


def _known(names: set[str], world: RollWorld) -> dict[str, list[Known]]:
    """Return who is in the house under these names."""
    people = list(Person.objects.filter(name__in=names - {""}).order_by("id"))
    seats = _seats_of(people, world)
    bodies = _bodies_of(people, world)
    known: dict[str, list[Known]] = {}
    for person in people:
        known.setdefault(person.name, []).append(Known(person, seats.get(person.pk), bodies.get(person.pk, set())))
    return known


def _seats_of(people: Sequence[Person], world: RollWorld) -> dict[int, Membership]:
    rows = Membership.objects.filter(person__in=people, term=world.term).select_related("sector", "person")
    return {row.person_id: row for row in rows.exclude(role=MembershipRole.RESIDENT_SUPERIOR_MEMBER)}


def _bodies_of(people: Sequence[Person], world: RollWorld) -> dict[int, set[int]]:
    seats = Seat.objects.filter(in_force(world.joined_on), membership__person__in=people, state=SeatState.APPROVED)
    stays = GrassrootsMembership.objects.filter(in_force(world.joined_on), person__in=people)
    found: dict[int, set[int]] = {}
    for person, body in [
        *seats.values_list("membership__person_id", "body_id"),
        *stays.values_list("person_id", "body_id"),
    ]:
        found.setdefault(person, set()).add(body)
    return found


def _taken_phones(entries: Sequence[Entry]) -> dict[str, list[Person]]:
    digests = {secrets.digest(phone) for entry in entries if (phone := entry.values.get("phone", ""))}
    taken: dict[str, list[Person]] = {}
    for person in Person.objects.filter(phone_digest__in=digests - {""}).only("id", "name", "phone"):
        taken.setdefault(person.phone, []).append(person)
    return taken
