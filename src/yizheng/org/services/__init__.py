"""Writes of the organisation: one function an act, each with its ledger rows."""

from .bodies import (
    close_body,
    end_charge,
    found_body,
    make_body,
    name_alias,
    put_in_charge,
    rename_body,
    share_alias,
    split_body,
)
from .grassroots import end_stay, move_to_grassroots_unit
from .groups import (
    close_association,
    end_association_member,
    found_association,
    join_association,
    record_election,
    register_participating_body,
    warn_of_term_end,
)
from .joining import activate, activate_list, drop_nominee, invite_superior_member, propose_member
from .leaving import record_death, reinstate, remove, resign, suspend, transfer
from .logins import Opened, follow_seat, open_logins
from .people import correct_person, read_phone, read_sealed, register_person
from .placing import appoint_convener, change_role, change_sector, end_convener, make_sector
from .posts import appoint, end_post
from .rulings import Ruling
from .seats import approve_seat, choose_seats, decline_seat, end_seat, seat_member, seats_allowed
from .terms import close_term, open_session, open_term
from .units import (
    add_unit_alias,
    add_unit_contact,
    close_unit,
    end_unit_contact,
    found_unit,
    merge_units,
    rename_unit,
)

__all__ = [
    "Opened",
    "Ruling",
    "activate",
    "activate_list",
    "add_unit_alias",
    "add_unit_contact",
    "appoint",
    "appoint_convener",
    "approve_seat",
    "change_role",
    "change_sector",
    "choose_seats",
    "close_association",
    "close_body",
    "close_term",
    "close_unit",
    "correct_person",
    "decline_seat",
    "drop_nominee",
    "end_association_member",
    "end_charge",
    "end_convener",
    "end_post",
    "end_seat",
    "end_stay",
    "end_unit_contact",
    "follow_seat",
    "found_association",
    "found_body",
    "found_unit",
    "invite_superior_member",
    "join_association",
    "make_body",
    "make_sector",
    "merge_units",
    "move_to_grassroots_unit",
    "name_alias",
    "open_logins",
    "open_session",
    "open_term",
    "propose_member",
    "put_in_charge",
    "read_phone",
    "read_sealed",
    "record_death",
    "record_election",
    "register_participating_body",
    "register_person",
    "reinstate",
    "remove",
    "rename_body",
    "rename_unit",
    "resign",
    "seat_member",
    "seats_allowed",
    "share_alias",
    "split_body",
    "suspend",
    "transfer",
    "warn_of_term_end",
]
