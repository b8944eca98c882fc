"""Who a notice is for: human beings and logins, told apart once however they were named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from yizheng.accounts.models import User
from yizheng.kernel.together import rows_of
from yizheng.org.models import Person

from . import channels
from .enums import Channel, Timing
from .models import ChannelChoice
from .routing import Reach


@dataclass(frozen=True)
class Addressee:
    """One person to be told, named by person, by login or by both; `url` is where this one alone goes on."""

    person_id: int | None = None
    user_id: int | None = None
    url: str = ""


@dataclass(frozen=True)
class Known:
    """An addressee as found: nobody is found twice."""

    person_id: int | None
    user_id: int | None
    name: str
    sort_key: str
    url: str
    reach: Reach


def known(to: Iterable[Addressee]) -> list[Known]:
    """Return each addressee once, with how to reach them; whoever does not exist here is left out."""
    wanted = list(to)
    people = _people(wanted)
    by_person = {person.pk: person for person in people}
    by_user = {person.user_id: person for person in people if person.user_id}
    pairs: dict[tuple[int | None, int | None], str] = {}
    for each in wanted:
        person = by_person.get(each.person_id or 0) or by_user.get(each.user_id or 0)
        user_id = person.user_id if person and person.user_id else each.user_id
        pair = (person.pk if person else None, user_id)
        pairs[pair] = pairs.get(pair) or each.url
    users, choices = _logins({user_id for _, user_id in pairs if user_id})
    sendable = {channel for channel in (Channel.EMAIL, Channel.SMS) if pairs and channels.is_open(channel)}
    found = [
        _known(by_person.get(person_id or 0), users.get(user_id or 0), choices.get(user_id or 0), url, sendable)
        for (person_id, user_id), url in pairs.items()
    ]
    return _once(each for each in found if each.person_id or each.user_id)


def _people(wanted: list[Addressee]) -> list[Person]:
    columns = ("id", "name", "sort_key", "stroke_key", "user_id", "phone_digest")  # sealed text stays sealed
    rows = Person.objects.only(*columns)
    named = rows.filter(pk__in={each.person_id for each in wanted if each.person_id})
    return list(named | rows.filter(user_id__in={each.user_id for each in wanted if each.user_id}))


def _logins(ids: set[int]) -> tuple[dict[int, User], dict[int, ChannelChoice]]:
    """Return the logins that work, and what each chose of the channels, both by the login."""
    users, choices = rows_of(
        User.objects.filter(pk__in=ids, is_active=True).only("id", "name", "email", "phone_digest"),
        ChannelChoice.objects.filter(user_id__in=ids),
    )
    return {user.pk: user for user in users}, {row.user_id: row for row in choices}


def _known(
    person: Person | None, user: User | None, choice: ChannelChoice | None, url: str, sendable: set[Channel]
) -> Known:
    has_phone = bool((person and person.phone_digest) or (user and user.phone_digest))
    reach = Reach(
        has_login=user is not None,
        has_email=bool(user and user.email) and Channel.EMAIL in sendable,
        has_phone=has_phone and Channel.SMS in sendable,
    )
    if choice is not None:
        reach = replace(reach, email=Timing(choice.email), sms=Timing(choice.sms))
    name = person.name if person else user.name if user else ""
    order = (person.stroke_key or person.sort_key) if person else name
    return Known(person.pk if person else None, user.pk if user else None, name, order[:160], url, reach)


def _once(found: Iterable[Known]) -> list[Known]:
    """Two persons of one login are told apart by the person; one login named twice is one."""
    kept: list[Known] = []
    users: set[int] = set()
    for each in found:
        if each.user_id in users:
            each = replace(each, user_id=None)
            if each.person_id is None:
                continue
        if each.user_id:
            users.add(each.user_id)
        kept.append(each)
    return kept
