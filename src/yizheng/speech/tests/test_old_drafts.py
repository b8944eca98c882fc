"""Old drafts of speeches: a warning first, a week later they are gone; saving once keeps them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.proposal.tests.factories import as_member, as_role, member
from yizheng.speech.models import Speech
from yizheng.speech.old_drafts import sweep
from yizheng.speech.services import taking_over, writing
from yizheng.speech.standing import named_owner
from yizheng.speech.tests import factories as make

AT = make.AT
pytestmark = pytest.mark.usefixtures("house")


def day(number):
    return AT + timedelta(days=number)


@pytest.fixture
def draft():
    author = as_member(member())
    return writing.begin(call=make.call(), words=make.words("让老楼装上电梯"), by=author, at=AT), author


def test_a_draft_is_warned_of_a_week_before_and_then_thrown_away(draft):
    speech, author = draft

    rounds = [sweep(at=day(n)) for n in (22, 23, 23, 29, 30)]

    assert rounds == [(0, 0), (1, 0), (0, 0), (0, 0), (0, 1)]
    assert not Speech.objects.exists()
    notice = Notice.objects.get(key__startswith="speech-draft-")
    assert (notice.recipient_id, "4月15日会自动删除" in notice.text, speech.title in notice.text) == (
        author.user_id, True, True,
    )  # fmt: skip


def test_saving_once_begins_the_days_anew(draft):
    speech, author = draft
    sweep(at=day(23))

    writing.write(speech=speech, words=make.words(), edition=speech.edition, by=author, at=day(24))

    assert [sweep(at=day(n)) for n in (31, 46, 47)] == [(0, 0), (0, 0), (1, 0)]
    assert Speech.objects.filter(pk=speech.pk).exists()


def test_a_draft_is_never_thrown_away_without_a_week_of_warning(draft):
    assert [sweep(at=day(n)) for n in (100, 106, 107)] == [(1, 0), (0, 0), (0, 1)]


def test_the_warning_loses_the_title_with_the_speech(draft):
    speech, _ = draft
    sweep(at=day(23))

    quarantine.quarantine(subject=speech, by=as_role(Role.SECURITY_ADMIN), reason="误传涉密内容", at=day(24))

    assert speech.title not in Notice.objects.get(key__startswith="speech-draft-").text


def test_what_was_handed_in_stays(draft):
    speech, author = draft
    writing.submit(speech=speech, by=author, at=AT)

    assert [sweep(at=day(n)) for n in (40, 60)] == [(0, 0), (0, 0)]
    assert Speech.objects.filter(pk=speech.pk).exists()


def test_of_what_the_office_wrote_down_the_office_is_told():
    clerk, author = make.office(), member()
    owner = named_owner("membership", author.pk, AT.date())
    writing.enter_for(call=make.call(clerk), owner=owner, words=make.words(), by=clerk, at=AT)

    assert sweep(at=day(23)) == (1, 0)
    told = set(Notice.objects.filter(key__startswith="speech-draft-").values_list("recipient", flat=True))
    assert clerk.user_id in told


def test_a_draft_that_an_act_made_leaves_a_ledger_row():
    clerk, author = make.office(), member()
    make.call(clerk)
    taking_over.keep_from_opinion(
        column="membership", pk=author.pk, title="公交站太远", text=make.TEXT, by=clerk, at=AT
    )

    assert [sweep(at=day(n)) for n in (23, 30)] == [(1, 0), (0, 1)]
    entry = LedgerEntry.objects.get(act="discard_speech_draft")
    assert entry.source == "system"
