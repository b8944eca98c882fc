"""Where what is known of a person lies: the name, the sealed fields, and why one joined or left."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part

from .models import Membership, Person

PERSON = (
    "name", "sort_key", "stroke_key", "gender", "employer", "title", "phone", "phone_digest", "birth_date",
    "ethnicity", "affiliation", "religion", "education", "address",
)  # fmt: skip
MEMBERSHIP = ("join_basis", "leave_basis")


def _of_person(person: Person) -> Iterator[Part]:
    yield from (Part(row, MEMBERSHIP) for row in Membership.objects.filter(person=person))


def register() -> None:
    """
    Tell the house; called when it starts.

    Rule: our decision: the person's terms, seats and posts stay as facts without a name. Names that other rooms
    wrote into their own sentences are content of those objects.
    """
    purging_kinds.register(Content("person", PERSON, _of_person), Content("membership", MEMBERSHIP))
