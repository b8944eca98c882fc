"""A plenary that asks for speeches, members and bodies that hand them in, a list that a leader approves."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.org.enums import ParticipatingKind
from yizheng.org.models import ParticipatingBody
from yizheng.proposal.tests.factories import SessionFactory, as_member, as_role, member, moment
from yizheng.speech.models import Speech, SpeechCall
from yizheng.speech.services import calling, selecting, writing
from yizheng.speech.services.calling import Wanted
from yizheng.speech.services.writing import Words

AT = moment(16)
"""16 March 2026, five weeks before the plenary opens."""
DUE = date(2026, 4, 5)
TEXT = "老旧小区加装电梯，难在意见统一。\n建议由街道牵头，一楼一策。"
WANTED = Wanted("优化营商环境\n办好民生实事", DUE, "一事一议")
numbers = iter(range(1, 100_000))


def office(name: str = "方以诚") -> Actor:
    """Return a clerk of the office."""
    return as_role(Role.OFFICE_CLERK, name=name)


def leader(name: str = "沈若松") -> Actor:
    """Return a leader with a login."""
    return as_role(Role.LEADER, name=name)


def session(**changed: Any) -> Any:
    """Return the fifth plenary of the term: 20 to 24 April 2026."""
    return SessionFactory(ordinal=5, **{"opens": date(2026, 4, 20), "closes": date(2026, 4, 24), **changed})


def call(by: Actor | None = None) -> SpeechCall:
    """Ask for the speeches of the fifth plenary."""
    return calling.call_for_speeches(session=session(), wanted=WANTED, by=by or office(), at=AT)


def party(short_name: str = "民盟", kind: str = ParticipatingKind.PARTY, order: int = 1) -> ParticipatingBody:
    """Make a party, the federation or a people's organisation."""
    return ParticipatingBody.objects.create(
        name=f"{short_name}区委", short_name=short_name, kind=kind, order=order, valid_from=date(2020, 1, 1)
    )


def as_party(body: ParticipatingBody, name: str = "王海") -> Actor:
    """Return the clerk who speaks for a party."""
    role = Role.PARTICIPATING_BODY_CLERK
    return as_role(role, name=name, scope_kind="participating_body", scope_id=body.pk)


def words(title: str = "", text: str = TEXT, **more: Any) -> Words:
    """Return a speech on lifts."""
    return Words(title or f"让老楼装上电梯{next(numbers)}", "办好民生实事", text, **more)


def handed_in(asked: SpeechCall, by: Actor | None = None, **given: Any) -> Speech:
    """Hand a speech in, by a member unless told otherwise."""
    by = by or as_member(member())
    draft = writing.begin(call=asked, words=words(**given), by=by, at=AT)
    return writing.submit(speech=draft, by=by, at=AT)


def listed(asked: SpeechCall, form: str = "oral", by: Actor | None = None, **given: Any) -> Speech:
    """Hand a speech in, check it and put it on the list."""
    clerk = office()
    checked = selecting.check(speech=handed_in(asked, by, **given), by=clerk, at=AT)
    return selecting.shortlist(speech=checked, form=form, by=clerk, at=AT)


def settled(asked: SpeechCall) -> SpeechCall:
    """Close the call and let a leader approve the list."""
    clerk = office()
    closed = calling.close_call(call=asked, by=clerk, at=AT)
    proposed = selecting.propose_list(call=closed, by=clerk, at=AT)
    return selecting.approve_list(call=proposed, by=leader(), at=AT)
