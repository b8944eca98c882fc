"""
The codes people check in by: the hall's, which changes every few seconds, and each person's own.

An old photograph of the hall's code opens nothing: it is made of the half-day, or of the activity, and a step of time,
and only the step that runs and the one before it count. A person's own code is signed, so nobody can make one for
another.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import qrcode
from django.core import signing
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathFillImage

from yizheng.org.configuration import value

from .keys import CODE_SECONDS
from .models import Activity, ActivitySignup, HalfDay, Invitation, Meeting

HALL_CHARS = 20
OWN_CHARS = 20
OWN_PREFIX = "YZ"
SALT = "yizheng.meeting.seen-code"
ACTIVITY_SALT = "yizheng.meeting.seen-code-of-activity"
PAGE_SECONDS = 180
"""How long a page that was opened by a good code may still be confirmed."""


@dataclass(frozen=True)
class Seen:
    """A good code was seen for this half-day."""

    half_day: HalfDay


Door = HalfDay | Activity
"""What has a screen with a code at its entrance."""


def hall_code(door: Door, at: datetime) -> str:
    """Return the code the screen shows at a moment."""
    return _hall_mac(door, _step(door, at))


def seconds_left(door: Door, at: datetime) -> int:
    """Return in how many seconds the code on the screen changes, at least one."""
    seconds = _seconds(door)
    return seconds - int(at.timestamp()) % seconds


def is_hall_code(code: str, door: Door, at: datetime) -> bool:
    """Tell whether a code is the running one or the one just before it."""
    step = _step(door, at)
    good = (_hall_mac(door, each) for each in (step, step - 1))
    return any(hmac.compare_digest(code.encode(), each.encode()) for each in good)


def seen_ticket(half_day: HalfDay, user_id: int) -> str:
    """Return what the page opened by a good code carries, for this person and a few minutes."""
    return signing.dumps([half_day.pk, user_id], salt=SALT)


def half_day_of_ticket(shown: str, user_id: int) -> int | None:
    """Return the half-day a page was opened for; None for a forged, old or foreign ticket."""
    return _opened(shown, user_id, SALT)


def activity_ticket(activity: Activity, user_id: int) -> str:
    """Return the same for the page of an activity; it opens no meeting."""
    return signing.dumps([activity.pk, user_id], salt=ACTIVITY_SALT)


def is_ticket_of(shown: str, activity: Activity, user_id: int) -> bool:
    """Tell whether the page was opened for this activity and person, a few minutes ago at most."""
    return _opened(shown, user_id, ACTIVITY_SALT) == activity.pk


def _opened(shown: str, user_id: int, salt: str) -> int | None:
    try:
        opened, holder = signing.loads(shown, salt=salt, max_age=PAGE_SECONDS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return int(opened) if holder == user_id else None


def own_code(asked: Invitation | ActivitySignup) -> str:
    """Return a person's own code for one meeting, or for one activity they signed up to."""
    key = asked.public_id.hex
    return f"{OWN_PREFIX}{key}{_mac('own', key)[:OWN_CHARS]}".upper()


def invitation_of_code(code: str, meeting: Meeting) -> Invitation | None:
    """Return whose code it is, in this meeting; None for any other word, another meeting's and a forged one."""
    key = _key_of(code)
    return meeting.invitations.select_related("person").filter(public_id=key).first() if key else None


def signup_of_code(code: str, activity: Activity) -> ActivitySignup | None:
    """Return whose code it is, at this activity; None for any other word, another activity's and a forged one."""
    key = _key_of(code)
    return activity.signups.filter(public_id=key).first() if key else None


def _key_of(code: str) -> UUID | None:
    plain = code.strip().lower()
    if len(plain) != len(OWN_PREFIX) + 32 + OWN_CHARS or not plain.startswith(OWN_PREFIX.lower()):
        return None
    if not plain.isascii():
        return None
    key, mac = plain[2:34], plain[34:]
    if not hmac.compare_digest(mac.encode(), _mac("own", key)[:OWN_CHARS].encode()):
        return None
    try:
        return UUID(hex=key)
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


def _seconds(door: Door) -> int:
    return value(CODE_SECONDS, on=door.day if isinstance(door, HalfDay) else timezone.localdate(door.starts_at))


def _step(door: Door, at: datetime) -> int:
    return int(at.timestamp()) // _seconds(door)


def _hall_mac(door: Door, step: int) -> str:
    return _mac("hall" if isinstance(door, HalfDay) else "activity", door.pk, step)[:HALL_CHARS]


def _mac(*parts: object) -> str:
    return salted_hmac("yizheng.meeting.codes", ":".join(map(str, parts)), algorithm="sha256").hexdigest()
