"""
The codes people check in by: the hall's, which changes every few seconds, and each person's own.

An old photograph of the hall's code opens nothing: it is made of the half-day and a step of time, and only the step
that runs and the one before it count. A person's own code is signed, so nobody can make one for another.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import qrcode
from django.core import signing
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathFillImage

from yizheng.org.configuration import value

from .keys import CODE_SECONDS
from .models import HalfDay, Invitation, Meeting

HALL_CHARS = 20
OWN_CHARS = 20
OWN_PREFIX = "YZ"
SALT = "yizheng.meeting.seen-code"
PAGE_SECONDS = 180
"""How long a page that was opened by a good code may still be confirmed."""


@dataclass(frozen=True)
class Seen:
    """A good code was seen for this half-day."""

    half_day: HalfDay


def hall_code(half_day: HalfDay, at: datetime) -> str:
    """Return the code the hall's screen shows at a moment."""
    return _mac("hall", half_day.pk, _step(half_day, at))[:HALL_CHARS]


def seconds_left(half_day: HalfDay, at: datetime) -> int:
    """Return in how many seconds the hall's code changes, at least one."""
    seconds = _seconds(half_day)
    return seconds - int(at.timestamp()) % seconds


def is_hall_code(code: str, half_day: HalfDay, at: datetime) -> bool:
    """Tell whether a code is the running one or the one just before it."""
    step = _step(half_day, at)
    good = (_mac("hall", half_day.pk, each)[:HALL_CHARS] for each in (step, step - 1))
    return any(hmac.compare_digest(code.encode(), each.encode()) for each in good)


def seen_ticket(half_day: HalfDay, user_id: int) -> str:
    """Return what the page opened by a good code carries, for this person and a few minutes."""
    return signing.dumps([half_day.pk, user_id], salt=SALT)


def half_day_of_ticket(shown: str, user_id: int) -> int | None:
    """Return the half-day a page was opened for; None for a forged, old or foreign ticket."""
    try:
        half_day, holder = signing.loads(shown, salt=SALT, max_age=PAGE_SECONDS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return int(half_day) if holder == user_id else None


def own_code(invitation: Invitation) -> str:
    """Return a person's own code for one meeting."""
    key = invitation.public_id.hex
    return f"{OWN_PREFIX}{key}{_mac('own', key)[:OWN_CHARS]}".upper()


def invitation_of_code(code: str, meeting: Meeting) -> Invitation | None:
    """Return whose code it is, in this meeting; None for any other word, another meeting's and a forged one."""
    plain = code.strip().lower()
    if len(plain) != len(OWN_PREFIX) + 32 + OWN_CHARS or not plain.startswith(OWN_PREFIX.lower()):
        return None
    if not plain.isascii():
        return None
    key, mac = plain[2:34], plain[34:]
    if not hmac.compare_digest(mac.encode(), _mac("own", key)[:OWN_CHARS].encode()):
        return None
    try:
        return meeting.invitations.select_related("person").filter(public_id=UUID(hex=key)).first()
    except ValueError:
        return None


def desk_word(user_id: int) -> str:
    """Return the word under which a desk keeps what this person noted; it names nobody and serves nobody else."""
    return _mac("desk", user_id)[:OWN_CHARS]


def drawn(text: str, *, box: int = 10) -> SafeString:
    """Return a text as the drawing of a QR code (SVG), without colours of its own."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=box, border=2, image_factory=SvgPathFillImage)
    code.add_data(text)
    code.make(fit=True)
    return SafeString(code.make_image().to_string(encoding="unicode"))


def _seconds(half_day: HalfDay) -> int:
    return value(CODE_SECONDS, on=half_day.day)


def _step(half_day: HalfDay, at: datetime) -> int:
    return int(at.timestamp()) // _seconds(half_day)


def _mac(*parts: object) -> str:
    return salted_hmac("yizheng.meeting.codes", ":".join(map(str, parts)), algorithm="sha256").hexdigest()
