"""A given speech goes straight to units by slips; the author of a refused one loses nothing."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.kernel import thread
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.opinion.models import Opinion, OpinionTransfer, PointEntry
from yizheng.opinion.services import replying
from yizheng.opinion.tests.factories import unit
from yizheng.proposal.tests.factories import as_member, as_role, member
from yizheng.speech.enums import SpeechState
from yizheng.speech.models import Speech
from yizheng.speech.services import following, holding
from yizheng.speech.tests import factories as make

AT = make.AT
ASKED = "请研究办理，并书面反馈办理结果。"
pytestmark = pytest.mark.usefixtures("house")


def rows():
    tables = (Speech, Opinion, OpinionTransfer, LedgerEntry, Notice)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.fixture
def given():
    """A speech that was given by its member."""
    call, author = make.call(), as_member(member())
    speech = make.listed(call, "oral", author, title="让老楼装上电梯")
    make.settled(call)
    return holding.deliver(speech=Speech.objects.get(pk=speech.pk), by=make.office(), at=AT), author


def send(speech, by, *units, asked=ASKED):
    return following.send_to_units(speech=speech, units=units, asked_action=asked, by=by, at=AT)


def test_each_unit_gets_a_slip_of_the_one_numbering_and_answers_it(given):
    speech, author = given
    (housing, actor), (street, _) = unit("住建局"), unit("财政局")

    sent = send(speech, as_role(Role.OPINION_CLERK), housing, street)

    piece = Opinion.objects.get()
    assert (sent.state, piece.title, piece.number) == (SpeechState.CONVERTED, "让老楼装上电梯", "2026-0001")
    assert piece.signed_by_name == speech.call.settled_by_name
    slips = OpinionTransfer.objects.order_by("seq")
    assert [(each.unit, each.number, each.asked_action) for each in slips] == [
        (housing, "2026-001", ASKED), (street, "2026-002", ASKED),
    ]  # fmt: skip
    assert [end.title for end in thread.around(speech, as_role(Role.OPINION_CLERK))[1]] == [str(piece)]
    assert PointEntry.objects.count() == 0
    assert Notice.objects.filter(recipient=author.user_id, text__contains="已转有关单位办理").count() == 1
    signed = replying.sign_for(slip=slips[0], by=actor, at=AT)
    assert signed.state == "signed"


def test_who_does_not_keep_slips_sends_none(given):
    speech, author = given
    housing, _ = unit("住建局")
    others = [make.office(), make.leader(), author, as_role(Role.PROPOSAL_CLERK)]
    before = rows()

    for other in others:
        with pytest.raises(PermissionDenied):
            send(speech, other, housing)
    assert rows() == before


def test_without_a_unit_or_a_word_nothing_is_sent(given):
    speech, _ = given
    (housing, _), clerk = unit("住建局"), as_role(Role.OPINION_CLERK)
    before = rows()

    for units, asked, said in (((), ASKED, "转给哪个单位"), ((housing,), " ", "请单位办什么")):
        with pytest.raises(Refused, match=said):
            send(speech, clerk, *units, asked=asked)
    assert rows() == before


def test_what_was_not_given_and_what_was_sent_already_is_not_sent():
    call = make.call()
    speech = make.listed(call, "oral")
    make.settled(call)
    (housing, _), clerk, waiting = unit("住建局"), as_role(Role.OPINION_CLERK), Speech.objects.get(pk=speech.pk)
    before = rows()
    with pytest.raises(Refused):
        send(waiting, clerk, housing)
    assert rows() == before

    spoken = holding.deliver(speech=waiting, by=make.office(), at=AT)
    send(spoken, clerk, housing)
    before = rows()
    with pytest.raises(Refused):
        send(spoken, clerk, housing)
    assert rows() == before


def test_the_information_office_sends_it_from_the_speech(given, browser):
    speech, _ = given
    (housing, _), clerk = unit("住建局"), as_role(Role.OPINION_CLERK)
    page, here = browser(clerk), f"/yunxi/speeches/{speech.public_id}/"

    offered = page.get(here).content.decode()
    empty = page.post(f"{here}send/", {"asked_action": ASKED})
    page.post(f"{here}send/", {"units": [housing.pk], "asked_action": ASKED})

    assert f"{here}send/" in offered
    assert "请选要转给哪个单位" in empty.content.decode()
    assert OpinionTransfer.objects.get().unit == housing
    assert f"{here}send/" not in page.get(here).content.decode()
    assert f"{here}send/" not in browser(make.office("另一位")).get(here).content.decode()
