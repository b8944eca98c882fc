"""Speeches in the browser: an author's phone, the office from selection to the hall, who is turned away."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine
from yizheng.kernel.models import LedgerEntry
from yizheng.org.models import ParticipatingBody
from yizheng.search.indexing import note_everything
from yizheng.speech.enums import CallState, SpeechState
from yizheng.speech.models import Speech, SpeechCall
from yizheng.speech.services import following, holding, selecting, writing
from yizheng.speech.tests import factories as make
from yizheng.speech.tests.factories import AT, as_member, as_role, member

SENT = {"only": "the button"}
LIST = "/yunxi/speeches/"
TYPED = {"title": "让老楼装上电梯", "theme": "办好民生实事", "text": make.TEXT}


def url(obj, path=""):
    return f"{LIST}{'calls/' if isinstance(obj, SpeechCall) else ''}{obj.public_id}/{path}"


def read(page, address):
    answer = page.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def office(browser):
    return browser(make.office())


def test_without_a_call_each_says_what_can_be_done(browser, office):
    author = browser(as_member(member()))

    assert "还没有征集过大会发言" in read(author, LIST)
    assert "现在没有在征集的会议" in read(author, f"{LIST}new/")
    assert "您还没有交过发言" in read(author, LIST)
    assert "发起征集" in read(office, LIST)
    assert "请先" not in read(office, f"{LIST}calls/new/")


def test_a_member_keeps_a_draft_hands_it_in_and_reads_what_came_of_it(browser, office):
    author = as_member(member())
    phone = browser(author)
    call = make.call()

    empty = phone.post(f"{LIST}new/", {**TYPED, "text": "", "go": "submit"})
    phone.post(f"{LIST}new/", {**TYPED, "go": "save"})
    draft = Speech.objects.get()
    assert (empty.status_code, draft.state) == (409, SpeechState.DRAFT)
    assert "正文还是空的" in empty.content.decode()
    assert TYPED["title"] in read(phone, url(draft, "write/"))
    phone.post(url(draft, "write/"), {**TYPED, "title": "让老楼都装上电梯", "edition": draft.edition, "go": "submit"})
    office.post(url(draft, "return/"), {"reason": "数字请核对"})
    assert "退回意见：数字请核对" in read(phone, url(draft))
    draft.refresh_from_db()
    phone.post(url(draft, "write/"), {**TYPED, "edition": draft.edition, "go": "submit"})
    office.post(url(draft, "check/"), SENT)

    page = read(phone, url(draft))
    assert "遴选中" in page
    assert "已入围" not in page
    draft.refresh_from_db()
    assert (draft.state, draft.title, draft.call) == (SpeechState.CHECKED, TYPED["title"], call)


def test_the_office_selects_a_leader_approves_and_the_hall_hears_them_in_order(browser, office):
    call, leader = make.call(), browser(make.leader())
    make.party()
    rows = [selecting.check(speech=make.handed_in(call), by=make.office(), at=AT) for _ in range(3)]
    office.post(url(rows[0], "shortlist/"), {"form": "oral"})
    office.post(url(rows[1], "shortlist/"), {"form": "oral"})
    office.post(url(rows[2], "shortlist/"), {"form": "written"})
    page = read(office, url(call, "selection/"))
    assert "拟口头 2 篇、书面 1 篇" in page
    assert "本届还没有作过口头发言" in page
    assert "民盟：没有交稿" in page

    office.post(url(call, "close-call/"), SENT)
    office.post(url(call, "propose-list/"), SENT)
    assert "审定名单" in read(leader, url(call))
    leader.post(url(call, "approve-list/"), SENT)
    office.post(url(call, "order/"), {"move": f"down-{rows[0].pk}", f"minutes_{rows[1].pk}": "6"})
    order = list(Speech.objects.filter(form="oral").order_by("order").values_list("pk", "minutes"))
    assert order == [(rows[1].pk, 6), (rows[0].pk, 8)]

    assert "下一位" in read(office, url(call, "desk/"))
    office.post(url(rows[1], "begin/"), SENT)
    screen = read(office, url(call, "screen/"))
    assert re.search(r"data-ends=\"2026-03-16T\d\d:06:00\+00:00\"", screen)
    part = read(office, f"{url(call, 'screen/')}?part=1")
    assert "正在发言" in part
    assert "<html" not in part
    office.post(url(rows[1], "deliver/"), SENT)
    office.post(url(rows[0], "deliver/"), SENT)
    office.post(url(call, "distribute/"), SENT)

    assert set(Speech.objects.values_list("state", flat=True)) == {SpeechState.DELIVERED}
    assert "发言已经结束" in read(office, f"{url(call, 'screen/')}?part=1")
    assert "口头发言都讲完了" in read(office, url(call, "desk/"))


def test_the_office_calls_changes_and_enters_for_others(browser, office):
    make.session()
    party = make.party()
    one = member("李静")
    typed = {"themes": "养老服务\n营商环境", "due_on": "2026-04-05", "guide": ""}

    office.post(f"{LIST}calls/new/", {**typed, "session": str(make.session().public_id)})
    call = SpeechCall.objects.get()
    office.post(url(call, "change-call/"), {**typed, "themes": "养老服务"})
    nobody = office.post(f"{LIST}enter/", {**TYPED, "theme": "养老服务", "owner": "membership", "go": "submit"})
    office.post(f"{LIST}enter/", {**TYPED, "theme": "", "owner": "membership", "speaker": "李静", "go": "submit"})
    office.post(f"{LIST}enter/", {**TYPED, "theme": "", "owner": f"party_body:{party.pk}", "go": "submit"})

    call.refresh_from_db()
    assert (call.state, call.theme_list) == (CallState.OPEN, ["养老服务"])
    assert "请写上是哪位委员" in nobody.content.decode()
    assert list(Speech.objects.order_by("id").values_list("owner_name", "speaker", "state")) == [
        ("李静", one.pk, "submitted"), ("民盟", None, "submitted"),
    ]  # fmt: skip
    assert ParticipatingBody.objects.count() == 1


def test_the_list_and_the_written_speeches_are_papers_once_they_are_approved(browser, office):
    call, reader = make.call(), browser(as_member(member()))
    make.listed(call)
    make.listed(call, "written")
    paper = f"/yunxi/papers/speech-list.docx?call={call.public_id}"
    assert reader.get(paper).status_code == 404
    make.settled(call)
    links = re.findall(r'href="([^"]+(?:speech-list|written-speeches)[^"]+)"', read(office, url(call)))

    answers = [office.get(link.replace("&amp;", "&")) for link in links]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert answers[0].headers["Content-Type"].endswith("wordprocessingml.document")


def test_the_text_is_edited_with_what_changed_and_converted(browser, office):
    call = make.call()
    speech = make.listed(call)
    make.settled(call)
    speech.refresh_from_db()
    office.post(url(speech, "edit/"), {"title": speech.title, "text": "改过的正文", "edition": speech.edition})
    assert "<ins>" in read(office, url(speech))

    holding.deliver(speech=speech, by=make.office(), at=AT)
    office.post(url(speech, "convert/"), {"target": "proposal_lead"})
    office.post(url(speech, "feed-back/"), {"result": "列入明年计划。"})
    phone = browser(as_member(speech.membership))
    page = read(phone, url(speech))
    phone.post(url(speech, "see-result/"), SENT)

    assert "列入明年计划。" in page
    assert ">知道了</button>" in page
    assert ">知道了</button>" not in read(phone, url(speech))
    assert "列入明年计划。" not in read(browser(as_member(member())), url(speech))


def test_who_is_nobodys_business_is_turned_away(browser, office):
    call = make.call()
    speech = make.handed_in(call)
    stranger, unit = browser(as_member(member())), browser(as_role(Role.UNIT_CLERK))
    rows = LedgerEntry.objects.count()

    hidden = [stranger.get(url(speech)), stranger.post(url(speech, "check/"), SENT), unit.get(url(call))]
    shut = [stranger.get(url(call, path)) for path in ("selection/", "order/", "desk/", "screen/", "close-call/")]
    shut += [unit.get(LIST), office.post(f"{LIST}new/", TYPED), browser(make.leader()).get(f"{LIST}calls/new/")]

    assert [each.status_code for each in hidden] == [404, 404, 403]
    assert [each.status_code for each in shut] == [403] * len(shut)
    assert LedgerEntry.objects.count() == rows


@pytest.mark.parametrize("path", ["", "selection/"])
def test_lists_ask_as_often_for_three_rows_as_for_one(browser, office, path):
    call = make.call()
    make.listed(call)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(office, url(call, path))
        return len(queries)

    read(office, url(call, path))
    one = asked()
    for _ in range(2):
        make.listed(call)

    assert asked() == one


def test_a_speech_is_found_by_whoever_may_read_it(browser):
    call = make.call()
    speech = make.listed(call, text="青石坝水库要清淤")
    author, reader = browser(as_member(speech.membership)), browser(as_member(member()))
    note_everything()
    before = read(reader, "/yunxi/search/?q=青石坝")
    make.settled(call)
    note_everything()

    assert speech.title not in before
    assert speech.title in read(author, "/yunxi/search/?q=青石坝")
    assert speech.title in read(reader, "/yunxi/search/?q=青石坝")


def test_closed_content_is_seen_by_nobody_and_comes_back(browser, office):
    call = make.call()
    speech = make.listed(call, text="青石坝水库要清淤")
    admin = as_role(Role.SECURITY_ADMIN)
    closure = quarantine.quarantine(subject=speech, by=admin, reason="误传", at=AT)

    assert "青石坝" not in read(office, url(speech))
    assert browser(as_member(speech.membership)).get(url(speech)).status_code == 404
    quarantine.lift(closure=closure, by=admin, reason="核实无误", at=AT)
    assert "青石坝" in read(office, url(speech))


def test_programs_list_and_hand_in(browser):
    author = as_member(member())
    client = browser(author)
    path = "/api/yunxi/speeches/"

    def post(given):
        return client.post(path, json.dumps(given), content_type="application/json")

    early = post({"title": "题目", "text": "正文"})
    make.call()
    refused = post({"title": "题目", "text": " "})
    answer = post({"title": "让老楼装上电梯", "text": make.TEXT})

    assert [(each.status_code, each.json()["code"]) for each in (early, refused)] == [(409, "closed"), (409, "no_text")]
    assert answer.status_code == 200
    [row] = client.get(path).json()["rows"]
    assert (row["title"], row["state_label"], row["who"]) == ("让老楼装上电梯", "待初审", author.name)
    [call] = client.get("/api/yunxi/speeches/calls/").json()["rows"]
    assert (call["title"], call["max_chars"]) == ("三届五次会议大会发言", 2500)


def test_drafts_are_thrown_away_and_archived_ones_stand(browser):
    author = as_member(member())
    phone, call = browser(author), make.call()
    draft = writing.begin(call=call, words=make.words(), by=author, at=AT)
    phone.post(url(draft, "discard/"), SENT)
    assert Speech.objects.count() == 0

    speech = make.listed(call, by=author)
    make.settled(call)
    clerk = make.office()
    spoken = holding.deliver(speech=Speech.objects.get(pk=speech.pk), by=clerk, at=AT)
    following.feed_back(speech=spoken, result="已采纳。", by=clerk, at=AT)
    following.archive_call(call=call, by=clerk, at=AT)

    assert "已归档" in read(phone, url(speech))
