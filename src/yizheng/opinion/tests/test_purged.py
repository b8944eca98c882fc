"""Nothing of a piece that was destroyed stays readable, in this committee's rows or the one it was sent to (3)."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from yizheng.accounts.enums import Role
from yizheng.kernel import purging, quarantine, tenancy
from yizheng.kernel.models import Dispatch, Level, SecurityEvent
from yizheng.opinion.enums import OpinionState
from yizheng.opinion.models import IncomingOpinion, Opinion, SentText, TakenDispatch
from yizheng.opinion.notifications import sourcing as notices
from yizheng.opinion.services import receiving, reporting_up, transferring
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.search import own

from . import factories as make

S = OpinionState
WORD = "青石坝渗漏"
TEXT = {"title": f"{WORD}要修", "edited_title": f"{WORD}要修", "edited_body": f"正文：{WORD}三处。", "topic": WORD,
        "urgent_reason": f"{WORD}加剧", "urgency": "urgent"}  # fmt: skip
AT = make.moment()
HIDDEN = ("search_entry", "search_key", "search_term", "search_tally")


@pytest.fixture
def city(db):
    return CommitteeFactory(slug="shi", short_name="江州市政协", level=Level.PREFECTURE)


@pytest.fixture
def district(city):
    return CommitteeFactory(slug="yunxi", short_name="云溪区政协", parent=city)


def holding(word):
    """Return the tables in which a word stands, as the open scope's committee reads them."""
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.db_table not in HIDDEN]
    with connection.cursor() as cursor:
        found = []
        for table in sorted(set(tables)):
            cursor.execute(f"select 1 from {table} t where t::text like %s limit 1", [f"%{word}%"])
            found += [table] if cursor.fetchone() else []
    return found


def reported(district):
    with tenancy.scope(district):
        piece = make.opinion(S.APPROVED, **TEXT)
        reporting_up.report(opinion=piece, to=reporting_up.parent(), by=make.clerk(), at=AT)
        transferring.transfer(opinion=piece, units=[make.UnitFactory()], asked_action=f"请修{WORD}", by=make.clerk(),
                              at=AT)  # fmt: skip
        return piece


def close(piece):
    return quarantine.quarantine(subject=piece, by=make.as_role(Role.SECURITY_ADMIN), reason="误传", at=AT)


def destroy(closure):
    purging.ask_purge(closure=closure, by=make.as_role(Role.SECURITY_ADMIN), reason="误传", at=AT)
    purging.confirm_purge(closure=closure, by=make.secretary_general(), at=AT)


def take(committee):
    with tenancy.scope(committee):
        return receiving.take_all(at=AT)


def test_a_dispatch_holds_no_word_of_the_piece_but_a_digest(city, district):
    reported(district)

    with tenancy.scope(district):
        row = Dispatch.objects.get()
        assert WORD not in f"{row.payload}{row.label}"
        assert set(row.payload) == {"category", "urgency", "number", "issued_on", "words_sha256"}
        assert SentText.objects.get().words["title"] == TEXT["title"]
    assert take(city) == 1
    with tenancy.scope(city):
        piece = Opinion.objects.get()
        assert (piece.title, piece.situation) == (TEXT["title"], TEXT["edited_body"])
        assert piece.urgent_reason == TEXT["urgent_reason"]


def test_nothing_of_a_destroyed_piece_stays_in_any_table(city, district):
    piece = reported(district)
    with tenancy.scope(district):
        assert {"opinion_opinion", "opinion_senttext", "opinion_opiniontransfer"} <= set(holding(WORD))

        destroy(close(piece))

        assert holding(WORD) == []
    with tenancy.scope(city):
        assert holding(WORD) == []


def test_what_was_destroyed_before_it_was_taken_never_arrives(city, district):
    piece = reported(district)
    with tenancy.scope(district):
        destroy(close(piece))

    assert take(city) == 0

    with tenancy.scope(city):
        rows = (Opinion, IncomingOpinion, TakenDispatch, SecurityEvent)
        assert [model.objects.count() for model in rows] == [0, 0, 0, 0]


def test_what_is_closed_waits_and_arrives_when_it_is_opened_again(city, district):
    piece = reported(district)
    with tenancy.scope(district):
        closure = close(piece)
    assert take(city) == 0
    with tenancy.scope(district):
        quarantine.lift(closure=closure, by=make.as_role(Role.SECURITY_ADMIN), reason="核实无误", at=AT)

    assert take(city) == 1

    with tenancy.scope(city):
        assert Opinion.objects.get().title == TEXT["title"]


def test_words_that_are_not_what_was_sent_are_not_taken_in(city, district):
    reported(district)
    with tenancy.scope(district):
        SentText.objects.update(words={"title": "别的", "body": "别的"})

    take(city)

    with tenancy.scope(city):
        assert (Opinion.objects.count(), TakenDispatch.objects.get().refused) == (0, "unreadable")


def test_what_the_higher_committee_took_over_is_its_own(city, district):
    piece = reported(district)
    take(city)

    with tenancy.scope(district):
        destroy(close(piece))

    with tenancy.scope(city):
        assert Opinion.objects.get().title == TEXT["title"]


def test_searches_that_quote_it_go_and_those_of_common_words_stay(house):
    piece, asker, other = make.opinion(S.APPROVED, **TEXT), make.clerk(), make.secretary_general()
    own.save(text=f"{WORD}三处", filters={}, name="水坝", by=asker)
    own.save(text="水坝", filters={}, name=TEXT["title"], by=other)
    own.save(text="渗漏", filters={}, name="渗漏", by=asker)
    for text in (TEXT["title"], "充电桩安装", "青石坝"):  # the last is a word, no quotation
        own.remember(text, by=other, at=AT)

    close(piece)

    assert [each.name for by in (asker, other) for each in own.saved_of(by)] == ["渗漏"]
    assert sorted(own.recent_of(other).values_list("text", flat=True)) == sorted(["充电桩安装", "青石坝"])


def test_a_call_is_closed_and_destroyed_with_its_notices_and_reminds_nobody(house):
    call = make.call(title=f"{WORD}情况", guide=f"看{WORD}", due_on=AT.date(), is_to_all=False)
    call.invitees.create(membership=make.member(), name="林书远")
    assert notices.remind(at=AT) == 1
    assert {"opinion_topiccall", "notify_message"} <= set(holding(WORD))

    closure = close(call)
    assert (notices.remind(at=AT), holding(WORD)) == (0, [])  # the box is sealed
    destroy(closure)

    assert (notices.remind(at=AT), holding(WORD)) == (0, [])
