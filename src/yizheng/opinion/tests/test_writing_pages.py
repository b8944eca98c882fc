"""The pages of those who send pieces in: what they save, send, refuse and never show to others."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yizheng.attachment import tests as attachment_tests
from yizheng.attachment.models import StoredFile
from yizheng.kernel.models import LedgerEntry
from yizheng.opinion.enums import FeedbackState, OpinionState
from yizheng.opinion.models import Conversion, Opinion, OpinionFeedback, SecretOpinion

from . import factories as make

S = OpinionState
WORDS = {
    "title": "公交站太远", "situation": "老人要走一公里。", "problem": "雨天不便。", "suggestion": "增设一站。",
    "place": "云溪路", "declared_unclassified": "on",
}  # fmt: skip


def path(*parts):
    return "/".join(["/yunxi/opinions", *map(str, parts), ""])


def picture(name="现场.jpg"):
    return SimpleUploadedFile(name, b"\xff\xd8\xff\xe0" + b"\0" * 60, content_type="image/jpeg")


def told(answer):
    """Return the refusal on a page."""
    return answer.content.decode()


def test_one_page_with_photos_sends_a_piece_in(browser):
    member = make.member("林晓")
    page = browser(make.as_member(member))
    assert page.get(path("new")).status_code == 200
    assert Opinion.objects.count() == 0

    answer = page.post(path("new"), WORDS | {"go": "submit", "photos": [picture("一.jpg"), picture("二.jpg")]})

    sent = Opinion.objects.get()
    assert (sent.state, sent.number, sent.title) == (S.SUBMITTED, "2026-0001", "公交站太远")
    assert answer["Location"] == path(sent.public_id)
    assert StoredFile.objects.filter(kind="opinion", object_id=sent.pk).count() == 2


def test_the_author_reads_the_own_piece_and_the_list_of_own_pieces(browser):
    member = make.member()
    sent = make.opinion(by=member)
    other = make.opinion(title="别人的事")
    page = browser(make.as_member(member))

    assert sent.title in page.get(path(sent.public_id)).content.decode()
    listed = page.get(path("mine")).content.decode()
    assert sent.number in listed
    assert "别人的事" not in listed
    assert page.get(path(other.public_id)).status_code == 404


@pytest.mark.parametrize("kind", ["party", "committee", "grassroots", "sector", "officer"])
def test_every_source_writes_on_the_same_page(browser, kind):
    page = browser(make.everybody()[kind])

    page.post(path("new"), WORDS | {"go": "submit"})

    assert [(each.source_kind, each.state) for each in Opinion.objects.all()] == [(kind, S.SUBMITTED)]


def test_a_double_click_is_one_piece(browser):
    page = browser(make.as_member(make.member()))
    given = WORDS | {"go": "submit", "act_key": "7b1f2f5e-5c7a-4b52-8f53-0e1d7f0c4d11"}

    first, again = (page.post(path("new"), given) for _ in range(2))

    assert Opinion.objects.count() == 1
    assert first["Location"] == again["Location"]


def test_what_is_incomplete_is_kept_as_a_draft_and_says_what_is_missing(browser):
    page = browser(make.as_member(make.member()))

    answer = page.post(path("new"), WORDS | {"suggestion": "", "go": "submit"})

    assert answer.status_code == 409
    assert "还没有写建议" in told(answer)
    assert "公交站太远" in told(answer)
    assert [(each.state, each.number) for each in Opinion.objects.all()] == [(S.DRAFT, "")]
    draft = Opinion.objects.get()
    done = page.post(path(draft.public_id, "write"), WORDS | {"edition": draft.edition, "go": "submit"})
    assert done["Location"] == path(draft.public_id)


def test_a_photo_is_kept_without_where_it_was_taken(browser):
    page, path_ = browser(make.as_member(make.member())), Path(attachment_tests.__file__).parent / "photos/turned.jpg"
    taken = SimpleUploadedFile("现场.jpg", path_.read_bytes(), content_type="image/jpeg")

    assert page.post(path("new"), WORDS | {"go": "save", "photos": taken}).status_code == 302

    kept = StoredFile.objects.get()
    served = b"".join(page.get(f"/yunxi/files/{kept.public_id}/").streaming_content)
    assert (kept.content_type, len(served)) == ("image/jpeg", kept.size_bytes)
    assert [note for note in (b"GPS", b"Yunxi Camera", b"taken at home") if note in served] == []


def test_a_bad_photo_keeps_the_words_on_the_page_and_saves_nothing(browser):
    page = browser(make.as_member(make.member()))
    bad = SimpleUploadedFile("现场.jpg", b"MZ program", content_type="image/jpeg")

    answer = page.post(path("new"), WORDS | {"go": "submit", "photos": bad})

    assert answer.status_code == 409
    assert "不是照片" in told(answer)
    assert "老人要走一公里" in told(answer)
    assert Opinion.objects.count() == 0


def test_the_first_autosave_begins_one_draft_however_often_it_comes(browser):
    page = browser(make.as_member(make.member()))
    key = {"act_key": "7b1f2f5e-5c7a-4b52-8f53-0e1d7f0c4d12"}

    first, again = (page.post(path("new", "autosave"), WORDS | key).json() for _ in range(2))

    draft = Opinion.objects.get()
    assert first["write"] == again["write"] == path(draft.public_id, "write")
    assert (first["edition"], first["saved_at"], first["chars"]) == (1, "09:00", 18)
    assert first["act_key"] != key["act_key"]


def test_more_words_under_the_first_key_are_saved_in_the_draft_it_began(browser):
    """The answer to the first save was lost, and its author went on typing without network."""
    page = browser(make.as_member(make.member()))
    key = {"act_key": "7b1f2f5e-5c7a-4b52-8f53-0e1d7f0c4d12"}
    page.post(path("new", "autosave"), WORDS | key)

    told = page.post(path("new", "autosave"), WORDS | key | {"situation": "写得更多了。"}).json()

    draft = Opinion.objects.get()
    assert (draft.situation, draft.edition, told["edition"]) == ("写得更多了。", 2, 2)


def test_autosave_is_no_act_and_tells_when_it_was_changed_elsewhere(browser):
    member = make.member()
    draft = make.opinion(S.DRAFT, by=member)
    page = browser(make.as_member(member))

    saved = page.post(path(draft.public_id, "autosave"), WORDS | {"edition": 1})
    late = page.post(path(draft.public_id, "autosave"), WORDS | {"edition": 1, "title": "别的"})

    assert (saved.json()["edition"], late.status_code, late.json()["code"]) == (2, 409, "edited_elsewhere")
    assert not late.json()["over"]
    assert LedgerEntry.objects.filter(kind="opinion").count() == 0


def test_words_for_a_draft_that_takes_no_more_are_told_so(browser):
    """The first save began a draft, its answer was lost, and the draft was thrown away on another device."""
    member = make.member()
    page = browser(make.as_member(member))
    sent = make.opinion(S.SUBMITTED, by=member)
    key = {"act_key": "7b1f2f5e-5c7a-4b52-8f53-0e1d7f0c4d13"}
    page.post(path("new", "autosave"), WORDS | key)
    Opinion.objects.get(state=S.DRAFT).delete()

    late = [page.post(url, WORDS | key) for url in (path(sent.public_id, "autosave"), path("new", "autosave"))]

    assert [(each.status_code, each.json()["code"], each.json()["over"]) for each in late] == [
        (409, "sent", True), (404, "gone", True),
    ]  # fmt: skip
    assert Opinion.objects.count() == 1


def send_first(page):
    """Send in a piece on the matter of WORDS on the page: it can be found once its own transaction ends."""
    page.post(path("new"), WORDS | {"situation": "老人摔过两次。", "go": "submit"})
    return Opinion.objects.get(state=S.SUBMITTED)


def test_the_page_before_sending_shows_the_words_and_sends_them(browser):
    member = make.member()
    draft = make.opinion(S.DRAFT, by=member)
    page = browser(make.as_member(member))

    assert make.SUGGESTION in page.get(path(draft.public_id, "submit")).content.decode()
    assert page.post(path(draft.public_id, "submit"))["Location"] == path(draft.public_id)


def test_a_piece_like_somebody_elses_is_sent_without_a_word_of_it(browser):
    other = send_first(browser(make.as_member(make.member())))
    page = browser(make.as_member(make.member()))

    answer = page.post(path("new"), WORDS | {"go": "submit"})

    own = Opinion.objects.exclude(pk=other.pk).get()
    assert (own.state, answer["Location"]) == (S.SUBMITTED, path(own.public_id))
    assert "摔过两次" not in page.get(path(own.public_id)).content.decode()


@pytest.mark.parametrize("address", ["write", "submit", "discard", "withdraw", "autosave"])
def test_a_strangers_address_does_not_exist(browser, address):
    draft = make.opinion(S.DRAFT)
    before = list(Opinion.objects.values())
    page = browser(make.as_member(make.member()))

    assert page.post(path(draft.public_id, address), WORDS | {"edition": 1}).status_code == 404
    assert list(Opinion.objects.values()) == before


def test_the_author_takes_back_and_throws_away(browser):
    member = make.member()
    sent, draft = make.opinion(by=member), make.opinion(S.DRAFT, by=member)
    page = browser(make.as_member(member))

    page.post(path(sent.public_id, "withdraw"))
    page.post(path(draft.public_id, "discard"))

    assert [(each.pk, each.state) for each in Opinion.objects.all()] == [(sent.pk, S.WITHDRAWN)]


def test_what_came_back_shows_why_and_is_sent_in_again(browser):
    from yizheng.opinion.services import reviewing

    member = make.member()
    sent = make.opinion(by=member)
    reviewing.return_for_more(opinion=sent, reason="请补充端口数", by=make.clerk(), at=make.moment())
    page = browser(make.as_member(member))

    shown = page.get(path(sent.public_id, "write")).content.decode()
    assert "请补充端口数" in shown
    page.post(path(sent.public_id, "write"), WORDS | {"edition": 1, "go": "submit"})
    sent.refresh_from_db()
    assert (sent.state, sent.number, sent.versions.count()) == (S.SUBMITTED, "2026-0001", 2)


def test_the_office_enters_for_an_officer_without_login(browser):
    officer = make.officer("戚小满", login=False)
    page = browser(make.clerk())

    at = page.post(path("enter"), {"owner": f"officer-{officer.pk}"})["Location"]
    page.post(at, WORDS | {"edition": 1, "go": "submit"})

    assert [(each.source, each.source_name, each.state) for each in Opinion.objects.all()] == [
        ("clerk", "戚小满", S.SUBMITTED)
    ]


def test_members_enter_for_nobody(browser):
    page = browser(make.as_member(make.member()))

    assert page.get(path("enter")).status_code == 403
    assert page.get(path("secret-papers")).status_code == 403


def test_the_register_of_secret_papers_keeps_number_day_and_custodian_only(browser):
    page = browser(make.clerk())
    given = {"paper_number": "2026-密-3", "registered_on": "2026-03-16", "custodian": "机要室"}

    page.post(path("secret-papers"), given)
    again = page.post(path("secret-papers"), given)

    assert SecretOpinion.objects.get().paper_number == "2026-密-3"
    assert again.status_code == 409
    assert "已经登记过" in told(again)


def test_the_author_answers_whether_it_may_become_something_else(browser):
    member = make.member()
    piece = make.opinion(S.EDITING, by=member)
    asked = Conversion.objects.create(opinion=piece, target="proposal_lead", asked_at=make.moment())
    address = path("conversions", asked.public_id, "answer")

    assert browser(make.as_member(make.member())).post(address, {"agrees": "yes"}).status_code == 404
    page = browser(make.as_member(member))
    assert "提案线索" in page.get(address).content.decode()
    page.post(address, {"agrees": "no"})

    asked.refresh_from_db()
    assert (asked.state, asked.answered_by_name) == ("refused", member.person.name)


def test_the_author_says_that_feedback_was_seen(browser, now):
    member = make.member()
    piece = make.opinion(S.ISSUED, by=member)
    row = OpinionFeedback.objects.create(
        opinion=piece, kind="adoption", text="已被本级采用", state=FeedbackState.GIVEN, owed_on=now.date(),
        due_on=now.date(), given_on=now.date(),
    )  # fmt: skip
    page = browser(make.as_member(member))

    assert "已被本级采用" in page.get(path(piece.public_id)).content.decode()
    page.post(path("feedback", row.public_id, "see"))
    row.refresh_from_db()
    first = row.seen_at
    page.post(path("feedback", row.public_id, "see"))
    row.refresh_from_db()

    assert first == now == row.seen_at


def test_the_own_list_reads_as_often_for_three_pieces_as_for_one(browser):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    member = make.member()
    page = browser(make.as_member(member))
    make.opinion(by=member)
    page.get(path("mine"))
    counts = []
    for more in (0, 2):
        for _ in range(more):
            make.opinion(S.ISSUED, by=member)
        with CaptureQueriesContext(connection) as seen:
            page.get(path("mine"))
        counts.append(len(seen.captured_queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 16


def test_the_json_of_a_refusal_is_a_sentence(browser):
    member = make.member()
    draft = make.opinion(S.DRAFT, by=member)
    answer = browser(make.as_member(member)).post(
        path(draft.public_id, "autosave"), WORDS | {"edition": 1, "title": "长" * 81}
    )

    assert (answer.status_code, json.loads(answer.content)["code"]) == (400, "not_valid")
