"""The merge page, what editors say of two pieces, and what a piece's unit and category teach (F045, F046, F151)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from yizheng.accounts.enums import Role
from yizheng.assist import guides
from yizheng.assist.enums import Question, Verdict
from yizheng.assist.models import Decision, Judgement
from yizheng.assist.sources import get as source_of
from yizheng.kernel import quarantine
from yizheng.kernel.models import LedgerEntry
from yizheng.opinion import suggesting
from yizheng.opinion.alike import similar_to
from yizheng.opinion.enums import OpinionState, TransferState
from yizheng.opinion.models import Opinion, OpinionAuthor, OpinionTransfer
from yizheng.opinion.phrases_editing import TOO_FEW
from yizheng.opinion.services import editing, signing, transferring
from yizheng.opinion.signers import Signer
from yizheng.search import indexing

from . import factories as make

S = OpinionState
ROOM, JUDGE = "/yunxi/opinions/", "/yunxi/assist/judge/"
AT = make.moment()
CHARGING = "老旧小区电动车充电桩安装难"


@pytest.fixture(autouse=True)
def nothing_in_memory():
    guides.forget_all()
    yield
    guides.forget_all()


def piece(title=CHARGING, state=S.SUBMITTED, **changed):
    """A piece that stands in the search, as one that was sent in does."""
    made = make.opinion(state, **{"title": title, **changed})
    indexing.put(made)
    return made


def page_of(client, one):
    return client.get(f"{ROOM}{one.public_id}/").content.decode()


def merge_page(*pieces):
    return f"{ROOM}merge/?" + "&".join(f"chosen={each.public_id}" for each in pieces)


def said(one, other, verdict, kind="opinion"):
    return {
        "one_kind": kind, "one": one.public_id, "other_kind": kind, "other": other.public_id, "verdict": verdict,
        "back": f"{ROOM}{one.public_id}/",
    }  # fmt: skip


# The merge page.


def test_the_merge_page_names_the_chosen_and_offers_what_else_is_on_the_matter(house, now, browser):
    one, other = piece(by=make.member("林岫")), piece("小区充电桩太少，电动车飞线充电")
    signed, draft = piece(state=S.APPROVED), piece(state=S.DRAFT)

    shown = browser(make.clerk()).get(merge_page(one)).content.decode()

    assert f"{one.number}　{one}（林岫）" in shown
    assert f'value="{other.public_id}" id="n-{other.pk}"' in shown
    for unfit in (signed, draft):
        assert str(unfit.public_id) not in shown


def test_what_is_ticked_is_added_without_merging_yet(house, now, browser):
    one, other, third = piece(), piece(), piece("公园步道夜间没有路灯")
    client = browser(make.clerk())
    chosen = [str(each.public_id) for each in (one, other, third)]

    shown = client.post(f"{ROOM}merge/", {"chosen": chosen, "add": "1", "title": "合"}).content.decode()

    assert "把3篇并成综合稿" in shown
    assert set(Opinion.objects.values_list("state", flat=True)) == {S.SUBMITTED}


def test_the_merge_page_makes_one_piece_and_goes_on_to_edit_it(house, now, browser):
    one, other = piece(by=make.member("林岫")), piece(by=make.member("孟珂"))
    given = {"chosen": [str(one.public_id), str(other.public_id)], "title": "充电难", "main": str(other.public_id)}

    answer = browser(make.clerk()).post(f"{ROOM}merge/", given)

    whole = Opinion.objects.get(title="充电难")
    assert (answer.status_code, answer["Location"]) == (302, f"{ROOM}{whole.public_id}/edit/")
    assert list(whole.authors.order_by("order").values_list("name", flat=True)) == ["孟珂", "林岫"]
    assert set(Opinion.objects.exclude(pk=whole.pk).values_list("state", flat=True)) == {S.MERGED}


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"title": ""}, 200, "请写上综合稿的标题"), ({"main": ""}, 200, "请选以哪一件为主"),
        ({"main": "4b1f2f5e-5c7a-4b52-8f53-0e1d7f0c4d12"}, 200, ""), ({"chosen": 1}, 409, TOO_FEW),
    ],
)  # fmt: skip
def test_an_incomplete_merge_keeps_what_was_typed_and_changes_nothing(house, now, browser, changed, status, words):
    one, other = piece(), piece()
    chosen = [str(each.public_id) for each in (one, other)][: changed.get("chosen", 2)]
    given = {"title": "充电难", "main": str(one.public_id), **changed, "chosen": chosen}
    before = (list(Opinion.objects.order_by("pk").values()), OpinionAuthor.objects.count(), LedgerEntry.objects.count())

    answer = browser(make.clerk()).post(f"{ROOM}merge/", given)

    assert (answer.status_code, words in answer.content.decode()) == (status, True)
    now_there = list(Opinion.objects.order_by("pk").values())
    assert (now_there, OpinionAuthor.objects.count(), LedgerEntry.objects.count()) == before


# While a piece is written.


def test_who_writes_a_title_is_shown_what_was_sent_in_on_the_matter(house, now, browser):
    author = make.member("林岫")
    mine, others, draft = piece(by=author), piece(), piece(state=S.DRAFT, by=author)
    client = browser(make.as_member(author))

    shown = client.get(f"{ROOM}similar/", {"title": CHARGING}).content.decode()

    assert (mine.number in shown, "都说到" in shown) == (True, True)
    for hidden in (others, draft):  # another author's piece is neither named nor counted
        assert str(hidden.public_id) not in shown
    assert "没有找到相近的" in client.get(f"{ROOM}similar/", {"title": "公园步道的路灯"}).content.decode()
    assert "先写上标题" in client.get(f"{ROOM}similar/").content.decode()


def test_the_piece_that_is_written_is_not_alike_itself(house, now, browser):
    author = make.member()
    returned = piece(state=S.RETURNED, by=author)
    client = browser(make.as_member(author))
    asked = {"title": CHARGING, "opinion": str(returned.public_id)}

    assert str(returned.public_id) in client.get(f"{ROOM}similar/", {"title": CHARGING}).content.decode()
    assert "没有找到相近的" in client.get(f"{ROOM}similar/", asked).content.decode()
    assert client.get(f"{ROOM}similar/", {**asked, "opinion": "x"}).status_code == 200


def test_the_page_to_write_on_asks_with_the_title_only(house, now, browser):
    author = make.member()
    draft = make.opinion(S.DRAFT, by=author)

    for page in (f"{ROOM}new/", f"{ROOM}{draft.public_id}/write/"):
        shown = browser(make.as_member(author)).get(page).content.decode()
        assert f'hx-get="{ROOM}similar/' in shown
        assert 'hx-include="#id_title"' in shown


@pytest.mark.parametrize("who", ["leader", "archivist"])
def test_who_writes_nothing_asks_nothing(house, now, browser, who):
    assert browser(getattr(make, who)()).get(f"{ROOM}similar/", {"title": CHARGING}).status_code == 403


# Same or not the same.


def test_the_page_of_a_piece_lets_the_office_judge_what_is_alike(house, now, browser):
    one, other = piece(), piece()
    client = browser(make.clerk())
    shown = page_of(client, one)
    assert ("相近的信息" in shown, "不是同一件" in shown, JUDGE in shown) == (True, True, True)
    assert re.search(rf'name="one" value="{one.public_id}".*name="other" value="{other.public_id}"', shown)

    answer = client.post(JUDGE, said(one, other, "different"))

    assert (answer.status_code, answer["Location"]) == (302, f"{ROOM}{one.public_id}/")
    row = Judgement.objects.get()
    assert ({row.id_a, row.id_b}, row.verdict, row.judged_by_name) == ({one.pk, other.pk}, Verdict.DIFFERENT, "方以诚")
    assert "撤回判断" in page_of(client, one)


def test_what_is_another_matter_is_offered_to_nobody_any_more_until_it_is_taken_back(house, now, browser):
    one, other = piece(), piece()
    office = make.clerk()
    client = browser(office)
    client.post(JUDGE, said(one, other, "different"))

    assert similar_to(CHARGING, office, exclude=one) == []
    assert str(other.public_id) not in client.get(merge_page(one)).content.decode()
    client.post(JUDGE, said(one, other, "taken_back"))

    assert [each.opinion for each in similar_to(CHARGING, office, exclude=one)] == [other]
    assert str(other.public_id) in client.get(merge_page(one)).content.decode()


def test_what_is_the_same_matter_stands_first(house, now, browser):
    one, near, far = piece(), piece(), piece("充电的事")
    office = make.clerk()
    client = browser(office)
    assert similar_to(CHARGING, office, exclude=one)[0].opinion == near

    client.post(JUDGE, said(one, far, "same"))

    assert [each.opinion for each in similar_to(CHARGING, office, exclude=one)] == [far, near]


@pytest.mark.parametrize("who", ["secretary_general", "leader", "archivist"])
def test_nobody_else_is_offered_the_buttons_or_judges(house, now, browser, who):
    one, other = piece(), piece()
    client = browser(getattr(make, who)())

    assert "是同一件" not in page_of(client, one)
    assert client.post(JUDGE, said(one, other, "same")).status_code in (403, 404)
    assert Judgement.objects.count() == 0


def test_an_author_and_the_proposal_office_judge_no_pieces(house, now, browser):
    author = make.member()
    one, other = piece(by=author), piece(by=author)
    proposals = make.as_role(Role.PROPOSAL_CLERK, name="白露")

    answers = [browser(who).post(JUDGE, said(one, other, "same")) for who in (make.as_member(author), proposals)]

    assert [each.status_code for each in answers] == [403, 404]
    assert Judgement.objects.count() == 0


# What is learned.


def transfer(one, *units, at=AT):
    return transferring.transfer(opinion=one, units=list(units), asked_action="请研究。", by=make.clerk(), at=at)


def taught():
    return [each.object_id for each in source_of(Question.UNIT, "opinion").examples(100)]


def test_a_slip_teaches_which_unit_a_piece_went_to_and_the_next_piece_is_told_why(house):
    housing, other = make.UnitFactory(name="区住建局"), make.UnitFactory(name="区城管局")
    one, second = piece(state=S.APPROVED), piece(state=S.APPROVED)

    transfer(one, housing, other)

    decided = Decision.objects.get()
    assert (decided.question, decided.kind, decided.object_id) == (Question.UNIT, "opinion", one.pk)
    assert (decided.chosen, decided.chosen_label, decided.act) == (str(housing.pk), "区住建局", "transfer")
    first = suggesting.suggest_units(second, on=AT.date(), by=make.clerk())[0]
    assert first.unit == housing
    assert any(one.number in reason.words for reason in first.reasons)


def test_a_second_slip_is_the_last_word_and_keeps_what_was_suggested_at_first(house):
    housing, other = make.UnitFactory(name="区住建局"), make.UnitFactory(name="区城管局")
    transfer(piece(state=S.APPROVED), housing)
    one = piece(state=S.APPROVED)
    transfer(one, housing)

    transfer(one, other, at=AT + timedelta(days=1))

    rows = Decision.objects.filter(object_id=one.pk).order_by("id")
    assert [(each.chosen, each.is_latest) for each in rows] == [(str(housing.pk), False), (str(other.pk), True)]
    assert rows[0].suggested == rows[1].suggested != []
    assert rows[0].place == 1


def test_what_was_sent_back_or_is_out_of_sight_teaches_nothing(house):
    unit = make.UnitFactory(name="区住建局")
    kept, declined, recalled, closed = (piece(state=S.APPROVED) for _ in range(4))
    for one in (kept, declined, recalled, closed):
        transfer(one, unit)
    OpinionTransfer.objects.filter(opinion=declined).update(state=TransferState.DECLINED)
    OpinionTransfer.objects.filter(opinion=recalled).update(state=TransferState.RECALLED)
    quarantine.quarantine(subject=closed, by=make.as_role(Role.SECURITY_ADMIN), reason="误传", at=AT)

    assert taught() == [kept.pk]


def test_the_signed_category_is_learned(house):
    one = piece(state=S.EDITING, fact_note="已核", secrecy_checked_by="方以诚", secrecy_checked_on=AT.date())
    chief = make.secretary_general()
    editing.keep_edit(
        opinion=one, edited=editing.Edited(make.TITLE, make.BODY, "城乡建设", facts="已核", is_secrecy_checked=True),
        working_edition=0, by=make.clerk(), at=AT,
    )  # fmt: skip
    one.refresh_from_db()
    signing.send_to_sign(opinion=one, signer=Signer(chief.name, chief.user_id), by=make.clerk(), at=AT)

    signing.approve(opinion=one, by=chief, at=AT)

    decided = Decision.objects.get()
    assert (decided.question, decided.object_id, decided.chosen) == (Question.CATEGORY, one.pk, "城乡建设")
    assert [each.choice for each in source_of(Question.CATEGORY, "opinion").examples(9)] == ["城乡建设"]
