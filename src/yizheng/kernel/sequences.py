"""Numbers without gaps: given in the transaction of the act, so a rolled-back act gives its number back."""

from .models import Sequence


def next_number(series: str) -> int:
    """Return the next number of a series in the open scope, from 1; concurrent acts wait for each other."""
    Sequence.objects.get_or_create(series=series)
    row = Sequence.objects.select_for_update().get(series=series)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
