"""The editor of a speech saves itself: no act, once however often it comes, never over what was changed elsewhere."""

from __future__ import annotations

import uuid

import pytest

from yizheng.kernel.models import ActKey, LedgerEntry
from yizheng.speech.enums import SpeechState
from yizheng.speech.models import Speech, SpeechVersion
from yizheng.speech.services import writing
from yizheng.speech.tests import factories as make
from yizheng.speech.tests.factories import AT, as_member, member
from yizheng.speech.tests.test_pages import LIST, TYPED, url

KEY = {"act_key": str(uuid.UUID(int=7)), "edition": ""}


@pytest.fixture
def author():
    return as_member(member())


@pytest.fixture
def phone(browser, author):
    return browser(author)


def rows():
    return list(Speech.objects.order_by("id").values("title", "text", "theme", "edition", "state"))


def test_the_first_words_begin_one_draft_however_often_they_come(phone):
    call = make.call()

    first, again = (phone.post(f"{LIST}new/autosave/?call={call.public_id}", TYPED | KEY).json() for _ in range(2))

    draft = Speech.objects.get()
    assert (first["write"], first["autosave"]) == (url(draft, "write/"), url(draft, "autosave/"))
    assert (first["edition"], again["edition"], first["chars"]) == (1, 1, draft.chars)
    assert again["write"] == first["write"]
    assert not LedgerEntry.objects.filter(kind="speech").exists()
    assert not SpeechVersion.objects.exists()


def test_more_words_under_the_first_key_are_saved_in_the_draft_it_began(phone):
    """The answer to the first save was lost, and its author went on typing without network."""
    make.call()
    phone.post(f"{LIST}new/autosave/", TYPED | KEY)

    told = phone.post(f"{LIST}new/autosave/", TYPED | KEY | {"text": "写得更多了。"}).json()

    draft = Speech.objects.get()
    assert (draft.text, draft.edition, told["edition"]) == ("写得更多了。", 2, 2)


def test_a_save_sent_again_is_the_same_save_and_an_older_one_covers_nothing(phone, author):
    draft = writing.begin(call=make.call(), words=make.words("旧题目"), by=author, at=AT)
    new = TYPED | {"edition": 1}

    answers = [phone.post(url(draft, "autosave/"), new) for _ in range(2)]
    before = rows()
    late = phone.post(url(draft, "autosave/"), TYPED | {"edition": 1, "title": "别处写的"})

    assert [(each.status_code, each.json()["edition"]) for each in answers] == [(200, 2), (200, 2)]
    assert (late.status_code, late.json()["code"]) == (409, "elsewhere")
    assert rows() == before


def test_words_for_a_speech_that_takes_no_more_are_told_so(phone, author):
    sent = writing.begin(call=make.call(), words=make.words("已交"), by=author, at=AT)
    writing.submit(speech=sent, by=author, at=AT)
    gone = writing.begin(call=sent.call, words=make.words("扔掉"), by=author, at=AT)
    writing.discard(speech=gone, by=author, at=AT)
    before = rows()

    answers = [phone.post(url(each, "autosave/"), TYPED | {"edition": 1}) for each in (sent, gone)]

    assert [(each.status_code, each.json()["code"], each.json()["over"]) for each in answers] == [
        (409, "sent", True), (404, "gone", True),
    ]  # fmt: skip
    assert rows() == before


def test_what_cannot_be_read_is_said_and_nothing_is_kept(phone):
    make.call()

    answer = phone.post(f"{LIST}new/autosave/", {"title": "", "text": "只有正文"} | KEY)

    assert (answer.status_code, answer.json()["message"]) == (400, "请写上题目。")
    assert rows() == []
    assert not ActKey.objects.exists()


def test_what_was_handed_in_is_not_written_over(phone, author):
    draft = writing.begin(call=make.call(), words=make.words("旧题目"), by=author, at=AT)
    writing.submit(speech=draft, by=author, at=AT)
    before = rows()

    answer = phone.post(url(draft, "autosave/"), TYPED | {"edition": 1})

    assert (answer.status_code, answer.json()["code"]) == (409, "sent")
    assert rows() == before
    assert before[0]["state"] == SpeechState.SUBMITTED


def test_nobody_saves_into_the_draft_of_another(browser, author):
    draft = writing.begin(call=make.call(), words=make.words("旧题目"), by=author, at=AT)
    before = rows()

    answer = browser(as_member(member())).post(url(draft, "autosave/"), TYPED | {"edition": 1})

    assert answer.status_code == 404
    assert rows() == before


def test_whom_nothing_is_asked_of_begins_nothing(phone, browser):
    no_call = phone.post(f"{LIST}new/autosave/", TYPED | KEY)
    make.call()
    office = browser(make.office()).post(f"{LIST}new/autosave/", TYPED | KEY)

    assert (no_call.status_code, office.status_code in (403, 404)) == (404, True)
    assert rows() == []


def test_the_page_saves_itself_for_its_author_and_for_nobody_else(phone, browser):
    call = make.call()

    page = phone.get(f"{LIST}new/").content.decode()
    entered = browser(make.office()).get(f"{LIST}enter/").content.decode()

    assert f'data-autosave="{LIST}new/autosave/?call={call.public_id}"' in page
    assert "data-save-state" in page
    assert "data-writing" not in entered
