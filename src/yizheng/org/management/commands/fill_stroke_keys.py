"""`fill_stroke_keys`: write the stroke order of every person, and name the characters that are not known."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from yizheng.kernel.models import Committee
from yizheng.kernel.scoping import scope
from yizheng.org.models import Person
from yizheng.org.strokes import stroke_key, unknown_in


class Command(BaseCommand):
    """Fill the order key of the persons of all committees; safe to run again, as after a new table."""

    help = "按姓氏笔画重排全部人员的次序，并列出笔顺表里没有的字"

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        """Fill committee by committee."""
        for committee in Committee.objects.order_by("id"):
            with scope(committee):
                changed, unknown = _fill()
            self.stdout.write(f"{committee.short_name}：重排{changed}人{_missing(unknown)}")


def _fill() -> tuple[int, set[str]]:
    people = list(Person.objects.only("pk", "name", "stroke_key"))
    stale = [person for person in people if person.stroke_key != stroke_key(person.name)]
    for person in stale:
        person.stroke_key = stroke_key(person.name)
    Person.objects.bulk_update(stale, ["stroke_key"], batch_size=500)
    return len(stale), {character for person in people for character in unknown_in(person.name)}


def _missing(unknown: set[str]) -> str:
    return f"；笔顺表里没有这些字，含它们的姓名排在最后：{'、'.join(sorted(unknown))}" if unknown else ""
