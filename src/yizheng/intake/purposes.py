"""What can be imported: each capability says who may, which job reads the file, where it is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Purpose:
    """
    One kind of import.

    `job` is the full name of a procrastinate task that takes `committee_id` and `batch_id`;
    `address_name` names the page of one import, which takes its `public_id`.
    """

    name: str
    label: str
    permission: str
    job: str
    address_name: str


_purposes: dict[str, Purpose] = {}


def register(*purposes: Purpose) -> None:
    """Offer kinds of import; called by each room's `AppConfig.ready`."""
    for purpose in purposes:
        _purposes[purpose.name] = purpose


def get(name: str) -> Purpose:
    """Return a purpose. Raises: LookupError."""
    try:
        return _purposes[name]
    except KeyError:
        raise LookupError(f"no import is registered for purpose {name!r}") from None


def registered() -> list[Purpose]:
    """Return every purpose, by name."""
    return [_purposes[name] for name in sorted(_purposes)]
