"""The pages of those who write: what they save, refuse and never show to others."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from yizheng.accounts.enums import Role
from yizheng.attachment.models import StoredFile
from yizheng.kernel.models import LedgerEntry, SecurityEvent
from yizheng.proposal.enums import Consent, ProposalState
from yizheng.proposal.models import Proposal, Signer
from yizheng.search import indexing

from . import factories as make

S = ProposalState
WORDS = {"title": "关于增设公交站的建议", "background": "路口没有站。", "analysis": "", "suggestion_1": "增设一站",
         "research_basis": "", "publish_consent": "summary", "declared_unclassified": "on"}  # fmt: skip


@pytest.fixture
def session(house):
    """The plenary of March 2026."""
    return make.SessionFactory()


def path(*parts):
    return "/".join(["/yunxi/proposals", *map(str, parts), ""])


def test_opening_the_editor_keeps_nothing_and_the_first_save_begins_the_draft(session, browser):
    member = make.member()
    page = browser(make.as_member(member))
    assert page.get(path("new")).status_code == 200
    assert Proposal.objects.count() == 0

    answer = page.post(path("new"), WORDS | {"go": "save"})

    draft = Proposal.objects.get()
    assert (draft.title, draft.first_proposer) == (WORDS["title"], member)
    assert answer["Location"] == path(draft.public_id, "write")


def test_the_first_autosave_begins_one_draft_however_often_it_comes(session, browser):
    page = browser(make.as_member(make.member()))
    key = {"act_key": "7b1f2f5e-5c7a-4b52-8f53-0e1d7f0c4d11"}

    first, again = (page.post(path("new", "autosave"), WORDS | key).json() for _ in range(2))

    draft = Proposal.objects.get()
    assert first["write"] == again["write"] == path(draft.public_id, "write")
    assert (first["edition"], first["saved_at"]) == (1, "09:00")


def test_more_words_under_the_first_key_are_saved_in_the_draft_it_began(session, browser):
    """The answer to the first save was lost, and its author went on typing without network."""
    page = browser(make.as_member(make.member()))
    key = {"act_key": "7b1f2f5e-5c7a-4b52-8f53-0e1d7f0c4d11"}
    page.post(path("new", "autosave"), WORDS | key)

    told = page.post(path("new", "autosave"), WORDS | key | {"background": "写得更多了。"}).json()

    draft = Proposal.objects.get()
    assert (draft.background, draft.edition, told["edition"]) == ("写得更多了。", 2, 2)


def test_the_buttons_of_a_draft_that_began_by_autosave_act_under_a_key_of_their_own(session, browser):
    page = browser(make.as_member(make.member()))
    key = "7b1f2f5e-5c7a-4b52-8f53-0e1d7f0c4d12"
    told = page.post(path("new", "autosave"), WORDS | {"act_key": key}).json()
    assert told["act_key"] != key
    given = {"act_key": told["act_key"], "edition": told["edition"], "title": "关于增设两座公交站的建议", "go": "check"}

    answer = page.post(told["write"], WORDS | given)

    draft = Proposal.objects.get()
    assert answer["Location"] == path(draft.public_id, "submit")
    assert draft.title == given["title"]


def test_autosave_is_no_act_and_answers_with_the_edition_and_hints(browser, house):
    draft = make.proposal(S.DRAFT)
    page = browser(make.as_member(draft.first_proposer))

    told = page.post(path(draft.public_id, "autosave"), WORDS | {"edition": 1}).json()

    assert (told["edition"], told["chars"]) == (2, 10)
    assert [True, "案由写成“关于……的建议”"] in told["hints"]
    assert LedgerEntry.objects.count() == 0


def test_a_second_tab_is_told_and_keeps_its_words(browser, house):
    draft = make.proposal(S.DRAFT)
    page = browser(make.as_member(draft.first_proposer))
    page.post(path(draft.public_id, "autosave"), WORDS | {"edition": 1})

    by_script = page.post(path(draft.public_id, "autosave"), WORDS | {"title": "别的", "edition": 1})
    by_hand = page.post(path(draft.public_id, "write"), WORDS | {"background": "第二个窗口的字", "edition": 1})

    assert (by_script.status_code, by_script.json()["code"]) == (409, "edited_elsewhere")
    assert by_hand.status_code == 409
    assert "第二个窗口的字" in by_hand.content.decode()
    draft.refresh_from_db()
    assert (draft.edition, draft.background) == (2, "路口没有站。")


def test_words_for_a_draft_that_takes_no_more_are_told_so_and_change_nothing(browser, house):
    member = make.member()
    page = browser(make.as_member(member))
    filed, foreign = make.proposal(S.FILED, first_proposer=member), make.proposal(S.DRAFT)
    before = list(Proposal.objects.order_by("id").values())

    answers = [page.post(path(each.public_id, "autosave"), WORDS | {"edition": 1}) for each in (filed, foreign)]
    never = page.post(path(filed.session.public_id, "autosave"), WORDS)

    assert [(each.status_code, each.json()["code"], each.json()["over"]) for each in (*answers, never)] == [
        (409, "submitted", True), (404, "gone", True), (404, "gone", True),
    ]  # fmt: skip
    assert answers[1].content == never.content  # a stranger does not learn that it is there
    assert list(Proposal.objects.order_by("id").values()) == before
    assert list(SecurityEvent.objects.values_list("what", flat=True)) == ["not_found", "not_found"]


@pytest.mark.parametrize("page_name", ["write", "autosave", "submit", "discard", "cosigners", "files", "confirm"])
def test_another_members_draft_does_not_exist(browser, house, page_name):
    draft = make.proposal(S.DRAFT)
    stranger = browser(make.as_member(make.member()))

    assert stranger.post(path(draft.public_id, page_name), WORDS).status_code == 404


def test_a_reader_of_a_shared_proposal_does_not_write_in_it(browser, house):
    shared = make.proposal(S.FILED, shared_on=date(2026, 3, 9))
    stranger = browser(make.as_member(make.member()))

    for name in ("write", "submit", "discard"):
        assert stranger.post(path(shared.public_id, name), WORDS).status_code == 403
    shared.refresh_from_db()
    assert (shared.edition, shared.state) == (1, S.FILED)


def test_the_page_before_submission_shows_similar_ones_and_what_is_refused(browser, house):
    indexing.put(make.proposal(S.FILED, title="关于电梯维保的建议", shared_on=date(2026, 3, 9)))
    draft = make.proposal(S.DRAFT, declared_unclassified=False)
    page = browser(make.as_member(draft.first_proposer))
    shown = page.get(path(draft.public_id, "submit")).content.decode()
    assert "关于电梯维保的建议" in shown
    assert "算平时提案" in shown

    answer = page.post(path(draft.public_id, "submit"))

    assert answer.status_code == 409
    assert "请确认内容不涉密" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == S.DRAFT


def test_similar_ones_are_asked_for_while_writing_and_leak_nothing(browser, house):
    indexing.put(make.proposal(S.FILED, title="关于电梯维保的建议", shared_on=date(2026, 3, 9)))
    indexing.put(make.proposal(S.SUBMITTED, title="关于电梯补贴的建议"))
    page = browser(make.as_member(make.member()))

    shown = page.get(
        path("similar"), {"title": "关于电梯的建议", "suggestion_1": "加装", "proposal": "x"}
    ).content.decode()

    assert "关于电梯维保的建议" in shown
    assert "关于电梯补贴的建议" not in shown
    assert "先写上案由" in page.get(path("similar")).content.decode()


def test_submitting_from_the_page_gives_the_number(browser, house):
    draft = make.proposal(S.DRAFT)
    page = browser(make.as_member(draft.first_proposer))

    answer = page.post(path(draft.public_id, "submit"))

    draft.refresh_from_db()
    assert (draft.state, draft.reception_no) == (S.SUBMITTED, "T3-4-0001")
    assert answer["Location"] == path(draft.public_id)
    assert page.get(path(draft.public_id, "write")).status_code == 302


def test_members_are_found_by_name_and_invited(browser, house):
    draft, friend = make.proposal(S.DRAFT), make.member("叶知秋")
    page = browser(make.as_member(draft.first_proposer))
    assert "叶知秋" in page.get(path(draft.public_id, "cosigners") + "?q=知秋").content.decode()

    page.post(path(draft.public_id, "cosigners"), {"members": [str(friend.public_id)]})

    assert Signer.objects.get(membership=friend).consent == Consent.INVITED


def test_the_invited_member_answers_with_one_tap_and_nobody_else_sees_the_page(browser, house):
    joint, friend = make.proposal(S.COSIGNING), make.member()
    asked = make.signer(joint, friend)
    url = path("signers", asked.public_id, "answer")
    assert browser(make.as_member(make.member())).get(url).status_code == 404
    page = browser(make.as_member(friend))
    assert joint.background in page.get(url).content.decode()

    page.post(url, {"answer": "agree"})

    asked.refresh_from_db()
    assert asked.consent == Consent.AGREED


def test_files_come_and_go_while_it_is_a_draft(browser, house, tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    draft = make.proposal(S.DRAFT)
    page = browser(make.as_member(draft.first_proposer))

    page.post(path(draft.public_id, "files"), {"file": SimpleUploadedFile("照片.txt", b"x")})
    shown = page.get(path(draft.public_id, "write"))
    (_, take_out), = shown.context["files"]  # fmt: skip
    assert "照片.txt" in shown.content.decode()
    page.post(take_out)

    assert page.get(path(draft.public_id, "write")).context["files"] == []
    assert page.post(path(draft.public_id, "files"), {}).status_code == 409


def test_a_word_file_fills_the_editor_and_keeps_nothing(session, browser):
    page = browser(make.as_member(make.member()))
    document = Document()
    for line in ("案由：关于增设公交站的建议", "提案人：温如玉", "建议：", "1.增设一站"):
        document.add_paragraph(line)
    held = BytesIO()
    document.save(held)

    answer = page.post(path("word"), {"file": SimpleUploadedFile("提案.docx", held.getvalue())})

    assert answer.context["form"].initial["title"] == "关于增设公交站的建议"
    assert "文件里的提案人：温如玉。" in answer.content.decode()
    assert Proposal.objects.count() == 0
    broken = page.post(path("word"), {"file": SimpleUploadedFile("提案.docx", b"PK\x03\x04")})
    assert broken.status_code == 409


def test_a_word_file_is_read_into_a_draft_that_stands(browser, house):
    draft = make.proposal(S.DRAFT)
    url = path("word") + f"?proposal={draft.public_id}"
    file = SimpleUploadedFile("提案.txt", "案由：关于增设公交站的建议\n建议：\n1.增设一站".encode())

    shown = browser(make.as_member(draft.first_proposer)).post(url, {"file": file})

    first = shown.context["form"].initial
    assert (first["title"], first["edition"]) == ("关于增设公交站的建议", 1)
    draft.refresh_from_db()
    assert draft.title == "关于做好老旧小区加装电梯的建议"
    assert browser(make.as_member(make.member())).get(url).status_code == 404
    assert browser(make.clerk()).get(path("word")).status_code == 302


def test_a_body_confirms_on_its_own_page_what_was_entered_for_it(session, browser):
    party = make.PartyBodyFactory()
    browser(make.clerk()).post(path("enter"), {"owner": f"party_body-{party.pk}"})
    draft = Proposal.objects.get()
    own_clerk = make.as_role(Role.PARTICIPATING_BODY_CLERK, scope_kind="participating_body", scope_id=party.pk)
    other = make.as_role(
        Role.PARTICIPATING_BODY_CLERK, scope_kind="participating_body", scope_id=make.PartyBodyFactory().pk
    )
    assert browser(other).get(path(draft.public_id, "confirm")).status_code == 404

    browser(own_clerk).post(path(draft.public_id, "confirm"), {"answer": "agree"})

    draft.refresh_from_db()
    assert (draft.confirmed_on, draft.confirmed_by_name) == (date(2026, 3, 16), own_clerk.name)


def test_the_clerk_enters_for_a_member_and_the_member_confirms(session, browser):
    member = make.member()
    clerk = browser(make.clerk())
    clerk.post(path("enter"), {"owner": f"member-{member.pk}"})
    draft = Proposal.objects.get()
    assert "提案人确认以后才能提交" in clerk.get(path(draft.public_id, "write")).content.decode()
    clerk.post(path(draft.public_id, "ask-to-confirm"))

    browser(make.as_member(member)).post(path(draft.public_id, "confirm"), {"answer": "agree"})

    assert draft.signers.get().consent == Consent.AGREED
    assert browser(make.as_member(member)).get(path("enter")).status_code == 403


def test_the_editor_and_the_last_look_ask_the_database_little(browser, house, django_assert_max_num_queries):
    counts = {}
    for number in (1, 3):
        draft = make.proposal(S.COSIGNING)
        for order in range(number):
            make.signer(draft, make.member(), order=order + 2, consent=Consent.AGREED)
            make.proposal(S.FILED, shared_on=date(2026, 3, 9))
        page = browser(make.as_member(draft.first_proposer))
        page.get(path(draft.public_id, "write"))
        for name in ("write", "submit", "cosigners"):
            with django_assert_max_num_queries(21) as asked:
                page.get(path(draft.public_id, name))
            counts.setdefault(name, []).append(len(asked))

    assert all(one == three for one, three in counts.values())


@pytest.mark.parametrize("role_page", ["mine", "new", "word", "enter"])
def test_units_write_no_proposals(browser, house, role_page):
    unit = browser(make.as_unit(make.UnitFactory()))

    assert unit.get(path(role_page)).status_code == 403


def test_the_clerk_reads_a_returned_proposal_but_does_not_write_in_it(browser, house, tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    back = make.proposal(S.RETURNED)
    page = browser(make.clerk())

    assert page.get(path(back.public_id, "write"))["Location"] == path(back.public_id)
    assert page.post(path(back.public_id, "write"), WORDS | {"edition": 1}).status_code == 409
    assert page.post(path(back.public_id, "files"), {"file": SimpleUploadedFile("a.txt", b"x")}).status_code == 409
    assert StoredFile.objects.count() == 0


def test_my_list_shows_drafts_invitations_and_the_rest_in_a_constant_number_of_queries(
    browser, house, django_assert_max_num_queries
):
    me, other = make.member(), make.proposal(S.COSIGNING)
    page = browser(make.as_member(me))
    make.signer(other, me)
    make.proposal(S.DRAFT, first=me, title="关于草稿的建议")
    make.proposal(S.SUBMITTED, first=me)
    page.get(path("mine"))

    with django_assert_max_num_queries(12) as one:
        shown = page.get(path("mine")).content.decode()
    for _ in range(2):
        make.proposal(S.SUBMITTED, first=me)
        make.proposal(S.DRAFT, first=me)
    with django_assert_max_num_queries(12) as three:
        page.get(path("mine"))

    assert len(three) == len(one)
    for words in ("请您联名", "关于草稿的建议", "写提案"):
        assert words in shown
