"""Numbers without gaps: given in the transaction of the act, so a rolled-back act gives its number back."""

from .models import Sequence


def next_number(series: str, *, after: int = 0) -> int:
    """
    Return the next number of a series in the open scope, from 1; concurrent acts wait for each other.

    `after` is the highest number already used elsewhere (on paper): the series goes on behind it.
    """
    row = _held(series)
    row.last = max(row.last, after) + 1
    row.save(update_fields=["last"])
    return row.last


def move_past(series: str, last: int) -> None:
    """Let a series go on behind a number that was used elsewhere (an imported register); it never goes back."""
    row = _held(series)
    if row.last < last:
        row.last = last
        row.save(update_fields=["last"])


def _held(series: str) -> Sequence:
    """Return the row of a series, locked until the act ends; the first number of all makes it."""
    row = Sequence.objects.select_for_update().filter(series=series).first()
    if row is not None:
        return row
    Sequence.objects.get_or_create(series=series)
    return Sequence.objects.select_for_update().get(series=series)
