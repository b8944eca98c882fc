"""Probes of the speech room's keys: the length and the minutes a call begins with, which texts take too long."""

from __future__ import annotations

from datetime import date, timedelta

from yizheng.config.tests.probing import AT, TODAY, Probe
from yizheng.org.models import Session, Term
from yizheng.speech import choosing
from yizheng.speech.enums import OwnerKind
from yizheng.speech.models import Speech, SpeechCall
from yizheng.speech.old_drafts import sweep
from yizheng.speech.services import calling, writing
from yizheng.speech.services.calling import Wanted
from yizheng.speech.services.writing import Words
from yizheng.speech.standing import Owner
from yizheng.speech.tests import factories as make
from yizheng.speech.tests.factories import office


def _called() -> SpeechCall:
    term = Term.objects.create(ordinal=3, start_date=date(2022, 1, 10), end_date=date(2027, 12, 31))
    session = Session.objects.create(term=term, ordinal=5, opens=date(2027, 2, 23), closes=date(2027, 2, 27))
    wanted = Wanted("养老服务", date(2027, 1, 20))
    return calling.call_for_speeches(session=session, wanted=wanted, by=office(), at=AT)


def _minutes_needed() -> int:
    speech = Speech(text="字" * 2000, membership_id=1)
    [one] = choosing.candidates(_called(), [speech], TODAY)
    return one.minutes_needed


def _swept() -> tuple[int, int]:
    """What the round finds 25 days after a draft was touched: at 30 days it is warned of, at 60 not yet."""
    owner = Owner(OwnerKind.PARTY, "party_body", make.party().pk, "民盟")
    writing.make(call=_called(), owner=owner, words=Words("电梯", "", "一楼一策"), is_entered=True, at=AT)
    return sweep(at=AT + timedelta(days=25))


PROBES = [
    Probe("meeting.speech_minutes", 8, 10, lambda: _called().minutes),
    Probe("speech.max_chars", 2500, 3000, lambda: _called().max_chars),
    Probe("speech.draft_days", 30, 60, _swept),
    Probe("speech.chars_a_minute", 250, 200, _minutes_needed),
]
