"""Reads of the organisation."""

from ..directory import name_candidates
from .composition import Composition, SectorFill, composition, quota_and_filled
from .groups import associations_ending, running_associations, warned_until
from .members import (
    conveners_of,
    in_office,
    members_of,
    memberships_visible_to,
    namesakes,
    people_visible_to,
    sharing_phone,
    standing_members,
    superior_members,
)
from .rosters import chosen_seats, grassroots_of, roster_of, seats_on, stays_of, stays_on, unit_of
from .sectors import SectorsOn, past_sectors, sectors_on
from .shares import share_of_days, share_of_year
from .standing import (
    bodies_called,
    bodies_in_force,
    current_term,
    holders_of,
    leaders,
    leaders_in_charge_of,
    units_in_force,
)

__all__ = [
    "Composition",
    "SectorFill",
    "SectorsOn",
    "associations_ending",
    "bodies_called",
    "bodies_in_force",
    "chosen_seats",
    "composition",
    "conveners_of",
    "current_term",
    "grassroots_of",
    "holders_of",
    "in_office",
    "leaders",
    "leaders_in_charge_of",
    "members_of",
    "memberships_visible_to",
    "name_candidates",
    "namesakes",
    "past_sectors",
    "people_visible_to",
    "quota_and_filled",
    "roster_of",
    "running_associations",
    "seats_on",
    "sectors_on",
    "share_of_days",
    "share_of_year",
    "sharing_phone",
    "standing_members",
    "stays_of",
    "stays_on",
    "superior_members",
    "unit_of",
    "units_in_force",
    "warned_until",
]
