"""Writes: one function an act, by topic."""

from .briefs import Wording, begin_brief, change_brief, check_brief, issue_brief, return_brief, submit_brief
from .facilities import Where, send_group, set_facility
from .groups import GroupWording, change_group, move_attendee, propose_groups
from .guests import add_guest, draw_guests, take_off_guest
from .packs import Basics, announce_change, begin_pack, change_pack, close_pack, note_book_taken, publish, refresh_roll
from .presidium import Sitting, note_sitting, set_presidium
from .schedule import Line, drop_item, put_item
from .seats import Seen, move_seat, seat_all, swap_seats

__all__ = [
    "Basics",
    "GroupWording",
    "Line",
    "Seen",
    "Sitting",
    "Where",
    "Wording",
    "add_guest",
    "announce_change",
    "begin_brief",
    "begin_pack",
    "change_brief",
    "change_group",
    "change_pack",
    "check_brief",
    "close_pack",
    "draw_guests",
    "drop_item",
    "issue_brief",
    "move_attendee",
    "move_seat",
    "note_book_taken",
    "note_sitting",
    "propose_groups",
    "publish",
    "put_item",
    "refresh_roll",
    "return_brief",
    "seat_all",
    "send_group",
    "set_facility",
    "set_presidium",
    "submit_brief",
    "swap_seats",
    "take_off_guest",
]
