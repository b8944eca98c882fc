"""The JSON door of authors: one allowed and one refused case an act; the same rules as the pages."""

import json

import pytest

from yizheng.kernel.models import LedgerEntry
from yizheng.opinion.enums import FeedbackState, OpinionState
from yizheng.opinion.models import Conversion, Opinion, OpinionFeedback

from . import factories as make

S = OpinionState
DOOR = "/api/yunxi/opinions/"
WORDS = {
    "title": "公交站太远", "situation": "老人要走一公里。", "problem": "雨天不便。", "suggestion": "增设一站。",
    "declared_unclassified": True,
}  # fmt: skip


def post(page, path, given=None, **headers):
    return page.post(DOOR + path, json.dumps(given or {}), content_type="application/json", headers=headers)


def everything():
    return [list(Opinion.objects.order_by("pk").values()), LedgerEntry.objects.count()]


def test_an_author_begins_saves_sends_in_and_takes_back(browser):
    page = browser(make.as_member(make.member("林晓")))
    at = post(page, "", WORDS | {"co_authors": "王五"}).json()["url"]
    draft = Opinion.objects.get()
    assert page.get(at).json()["authors"] == ["林晓", "王五"]

    saved = post(page, f"{draft.public_id}/text/", WORDS | {"edition": 1, "title": "公交站远"})
    assert (saved.status_code, page.get(at).json()["edition"]) == (200, 2)
    assert post(page, f"{draft.public_id}/submit/").status_code == 200
    assert page.get(at).json()["number"] == "2026-0001"
    assert post(page, f"{draft.public_id}/withdraw/").status_code == 200
    assert page.get(f"{DOOR}own/").json()["rows"][0]["state"] == "withdrawn"


def test_the_same_key_is_one_piece(browser):
    page = browser(make.as_member(make.member()))
    key = {"Idempotency-Key": "7b1f2f5e-5c7a-4b52-8f53-0e1d7f0c4d15"}

    urls = {post(page, "", WORDS, **key).json()["url"] for _ in range(2)}

    assert (len(urls), Opinion.objects.count()) == (1, 1)


@pytest.mark.parametrize("act", ["text", "submit", "withdraw"])
def test_a_stranger_does_nothing_with_anothers_piece(browser, act):
    piece = make.opinion(S.RETURNED)
    page = browser(make.as_member(make.member()))
    before = everything()

    answer = post(page, f"{piece.public_id}/{act}/", WORDS | {"edition": 1})

    assert (answer.status_code, everything()) == (404, before)


def test_a_unit_begins_nothing_and_lists_nothing(browser):
    page = browser(make.unit()[1])

    assert post(page, "", WORDS).status_code == 403
    assert page.get(f"{DOOR}own/").status_code == 403
    assert page.get(f"{DOOR}calls/").status_code == 403
    assert Opinion.objects.count() == 0


def test_what_is_incomplete_or_old_is_refused_with_the_sentence_of_the_page(browser):
    member = make.member()
    draft = make.opinion(S.DRAFT, by=member, suggestion="")
    page = browser(make.as_member(member))
    before = everything()

    incomplete = post(page, f"{draft.public_id}/submit/")
    old = post(page, f"{draft.public_id}/text/", WORDS | {"edition": 7})

    assert (incomplete.status_code, incomplete.json()["code"]) == (409, "incomplete")
    assert (old.status_code, old.json()["code"]) == (409, "edited_elsewhere")
    assert everything() == before


def test_the_author_answers_and_sees_what_concerns_the_own_piece_only(browser, now):
    member = make.member()
    piece = make.opinion(S.EDITING, by=member)
    asked = Conversion.objects.create(opinion=piece, target="speech", asked_at=now)
    told = OpinionFeedback.objects.create(
        opinion=piece, kind="adoption", text="本级采用", state=FeedbackState.GIVEN, owed_on=now.date(),
        due_on=now.date(), given_on=now.date(),
    )  # fmt: skip
    stranger, page = browser(make.as_member(make.member())), browser(make.as_member(member))

    assert post(stranger, f"conversions/{asked.public_id}/answer/", {"agrees": True}).status_code == 404
    assert post(stranger, f"feedback/{told.public_id}/see/").status_code == 404
    assert post(page, f"conversions/{asked.public_id}/answer/", {"agrees": True}).status_code == 200
    assert post(page, f"feedback/{told.public_id}/see/").status_code == 200
    asked.refresh_from_db()
    told.refresh_from_db()
    assert (asked.state, told.seen_at) == ("agreed", now)


def test_calls_are_listed_to_those_asked(browser):
    open_one = make.call(title="助餐")
    make.call(title="不约您", is_to_all=False)

    found = browser(make.as_member(make.member())).get(f"{DOOR}calls/").json()["rows"]

    assert [each["id"] for each in found] == [str(open_one.public_id)]
