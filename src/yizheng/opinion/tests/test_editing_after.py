"""What comes after the desk: conversion with the author's consent, the public site, the archive at the year's end."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine, thread
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.opinion.enums import ConsentState, ConversionTarget, OpinionState, TransferState
from yizheng.opinion.keys import PUBLISHING
from yizheng.opinion.models import Conversion, Opinion, OpinionVersion
from yizheng.opinion.services import archiving, converting, publishing
from yizheng.opinion.services.publishing import PublicText
from yizheng.org.models import Setting
from yizheng.proposal.models import ProposalLead

from . import factories as make

S = OpinionState
AT = make.moment()
PUBLIC = PublicText("充电难", "街道反映充电难。", "沈怀远", "方以诚", author_agrees=True)
NEXT_YEAR = datetime(2027, 1, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def refused(code, act):
    def snapshot():
        rows = [list(model.objects.order_by("pk").values()) for model in (Opinion, Conversion, OpinionVersion)]
        return rows, LedgerEntry.objects.count()

    before = snapshot()
    with pytest.raises(Refused) as refusal:
        act()
    assert refusal.value.code == code
    assert snapshot() == before


def agreed(target, piece=None):
    author = make.member()
    piece = piece or make.opinion(S.EDITING, by=author)
    asked = converting.ask_author(opinion=piece, target=target, words="", by=make.clerk(), at=AT)
    converting.answer(conversion=asked, agrees=True, by=make.as_member(author), at=AT)
    return piece


def test_nothing_is_converted_before_its_author_agreed(house):
    author, clerk = make.member(), make.clerk()
    piece = make.opinion(S.EDITING, by=author)

    refused("not_agreed", lambda: converting.convert(opinion=piece, by=clerk, at=AT))
    asked = converting.ask_author(opinion=piece, target="speech", words="", by=clerk, at=AT)
    refused("not_agreed", lambda: converting.convert(opinion=piece, by=clerk, at=AT))
    refused("asked", lambda: converting.ask_author(opinion=piece, target="speech", words="", by=clerk, at=AT))
    converting.answer(conversion=asked, agrees=False, by=make.as_member(author), at=AT)
    refused("not_agreed", lambda: converting.convert(opinion=piece, by=clerk, at=AT))
    refused("target", lambda: converting.ask_author(opinion=piece, target="poem", words="", by=clerk, at=AT))


def test_a_piece_becomes_a_proposal_lead_that_leads_back_to_it(house):
    piece = agreed(ConversionTarget.PROPOSAL_LEAD)

    converting.convert(opinion=piece, by=make.clerk(), at=AT)

    lead = ProposalLead.objects.get()
    assert (lead.title, lead.text, lead.sender_name) == (str(piece), piece.edited_body, "")
    assert thread.origin_ids(lead, "opinion") == [piece.pk]
    assert Opinion.objects.get(pk=piece.pk).state == S.CONVERTED


@pytest.mark.parametrize("target", [ConversionTarget.RESEARCH_TOPIC, ConversionTarget.SPEECH])
def test_topics_and_speeches_are_registered_as_intended_until_their_rooms_are_there(house, target):
    piece = agreed(target)

    made = converting.convert(opinion=piece, by=make.clerk(), at=AT)

    assert (made.state, made.target) == (ConsentState.AGREED, target)
    assert thread.origin_ids(made, "opinion") == [piece.pk]
    assert ProposalLead.objects.count() == 0


def test_nothing_is_public_by_default(house):
    piece, clerk = make.opinion(S.ISSUED), make.clerk()

    refused("off", lambda: publishing.publish(opinion=piece, public=PUBLIC, by=clerk, at=AT))


@pytest.fixture
def site(house):
    Setting.objects.create(key=PUBLISHING.name, value=True, valid_from=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("code", "changed"),
    [("not_all", {"author_agrees": False}), ("not_all", {"decided_by": " "}), ("not_all", {"checked_by": ""}),
     ("no_title", {"title": " "}), ("no_body", {"body": ""})],
)  # fmt: skip
def test_the_three_readings_are_needed_each_time(site, code, changed):
    piece, clerk = make.opinion(S.ISSUED), make.clerk()

    public = PublicText(**{**vars(PUBLIC), **changed})

    refused(code, lambda: publishing.publish(opinion=piece, public=public, by=clerk, at=AT))


def test_the_public_reads_the_public_text_without_a_name_until_it_is_taken_down(site, now):
    piece, clerk = make.opinion(S.ISSUED), make.clerk()
    published = publishing.publish(opinion=piece, public=PUBLIC, by=clerk, at=AT)
    url = f"/public/yunxi/opinions/{published.versions.get(kind='public').public_id}/"

    page = Client().get(url).content.decode()

    assert "街道反映充电难。" in page
    assert make.SITUATION not in page
    assert piece.source_name not in page
    publishing.take_down(opinion=published, reason="作者要求", by=clerk, at=AT)
    assert Client().get(url).status_code == 404


def test_what_is_sealed_away_is_public_no_more(site, now):
    piece = make.opinion(S.ISSUED)
    published = publishing.publish(opinion=piece, public=PUBLIC, by=make.clerk(), at=AT)
    url = f"/public/yunxi/opinions/{published.versions.get(kind='public').public_id}/"

    quarantine.quarantine(subject=published, by=make.as_role(Role.SECURITY_ADMIN), reason="误传", at=AT)

    assert Client().get(url).status_code == 404


def test_the_year_is_archived_when_it_is_over_but_for_what_still_waits(house):
    settled, owed = make.opinion(S.ISSUED), make.opinion(S.ISSUED, feedback_due=date(2026, 12, 30))
    waiting = make.opinion(S.REPORTED_UP)
    make.slip(waiting, state=TransferState.SIGNED)
    editing, later = make.opinion(S.EDITING), make.opinion(S.ISSUED, year=2027)

    refused("year_open", lambda: archiving.archive_year(year=2026, by=SYSTEM, at=AT))
    assert archiving.archive_year(year=2026, by=SYSTEM, at=NEXT_YEAR) == 1
    assert archiving.archive_year(year=2026, by=SYSTEM, at=NEXT_YEAR) == 0

    states = {each.pk: each.state for each in Opinion.objects.all()}
    assert states == {
        settled.pk: S.ARCHIVED, owed.pk: S.ISSUED, waiting.pk: S.REPORTED_UP, editing.pk: S.EDITING,
        later.pk: S.ISSUED,
    }  # fmt: skip


def test_the_command_refuses_a_year_that_runs_and_a_committee_nobody_knows(house, now):
    with pytest.raises(CommandError, match="2026年还没有过完"):
        call_command("archive_opinions", "yunxi", "2026")
    with pytest.raises(CommandError, match="没有“nobody”这个政协组织"):
        call_command("archive_opinions", "nobody", "2025")
