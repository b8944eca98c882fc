"""Proposals at the JSON door: what is read, what is done, and that it is the pages' rules that hold."""

import json
from datetime import date

import pytest

from yizheng.accounts.enums import Role
from yizheng.kernel.models import LedgerEntry
from yizheng.plan.tests.untouched import nothing_changes
from yizheng.proposal.enums import HandlingState, ProposalState, ReplyState, ShareRole
from yizheng.proposal.models import ContactRecord, CoOpinion, Feedback, Proposal, Reply

from . import factories as make

S = ProposalState
DOOR = "/api/yunxi/"
TEXT = {"title": "关于修路的建议", "background": "路坏了", "suggestions": ["修好"], "declared_unclassified": True}
CONTACT = {
    "stage": "before", "mode": "visit", "happened_on": "2026-03-13", "unit_people": "冉晓彤",
    "proposer_people": "提案人", "notes": "听取意见",
}  # fmt: skip


def post(page, path, given=None):
    """Post JSON and return the answer."""
    return page.post(DOOR + path, json.dumps(given or {}), content_type="application/json")


def rows(page, path):
    """Return the rows of a list."""
    return page.get(DOOR + path).json()["rows"]


def test_the_list_is_narrowed_as_on_the_page(browser):
    made = make.proposal(S.HANDLING, title="关于一的建议", filed_no=58)
    make.handling(made, make.UnitFactory(name="云溪区住建局"), state=HandlingState.SIGNED)
    make.proposal(S.FILED, title="关于二的建议")

    (row,) = rows(browser(make.clerk()), "proposals/?group=handling&q=058")

    assert (row["number"], row["title"], row["units"], row["due_on"]) == (
        "第058号", "关于一的建议", ["云溪区住建局"], "2026-06-10",
    )  # fmt: skip


def test_one_proposal_is_read_with_its_answers_and_without_what_is_not_the_readers(browser):
    made = make.proposal(S.REPLIED, shared_on=date(2026, 3, 9))
    reply = make.reply(make.handling(made, state=HandlingState.ISSUED))
    make.feedback(reply, state="given", result_rating="basic", comment="还行")
    path = f"{DOOR}proposals/{made.public_id}/"

    answer = browser(make.as_member(make.member())).get(path)

    assert [each["text"] for each in answer.json()["suggestions"]] == list(make.SUGGESTIONS)
    assert answer.json()["replies"][0]["class_mark"] == "A"
    assert "还行" not in answer.content.decode()


@pytest.mark.parametrize("path", ["proposals/{}/", "proposals/{}/submit/", "proposals/{}/text/"])
def test_a_draft_of_somebody_else_is_not_there(browser, path):
    draft = make.proposal(S.DRAFT)
    page = browser(make.as_member(make.member()))
    url = path.format(draft.public_id)

    with nothing_changes():
        answer = post(page, url, {**TEXT, "edition": 1}) if url.count("/") > 2 else page.get(DOOR + url)

    assert answer.status_code == 404


def test_a_member_writes_and_submits_a_proposal(browser):
    make.SessionFactory()
    page = browser(make.as_member(make.member()))

    url = post(page, "proposals/", TEXT).json()["url"]
    draft = Proposal.objects.get()
    saved = post(
        page, f"proposals/{draft.public_id}/text/", {**TEXT, "title": "关于修桥的建议", "edition": draft.edition}
    )
    sent = post(page, f"proposals/{draft.public_id}/submit/")

    assert (url, saved.status_code, sent.status_code) == (f"{DOOR}proposals/{draft.public_id}/", 200, 200)
    draft.refresh_from_db()
    assert (draft.state, draft.title) == (S.SUBMITTED, "关于修桥的建议")
    assert LedgerEntry.objects.get(act="submit").source == "api"


def test_a_draft_made_from_an_old_version_is_refused(browser):
    draft = make.proposal(S.DRAFT, edition=4)
    page = browser(make.as_member(draft.first_proposer))

    with nothing_changes():
        answer = post(page, f"proposals/{draft.public_id}/text/", {**TEXT, "edition": 3})

    assert (answer.status_code, answer.json()["code"]) == (409, "edited_elsewhere")


def test_a_member_answers_who_asks_them_to_sign_along(browser):
    joint, me = make.proposal(S.COSIGNING), make.member()
    signer = make.signer(joint, me)
    page = browser(make.as_member(me))

    assert [row["id"] for row in rows(page, "proposals/invitations/")] == [str(signer.public_id)]
    assert post(page, f"proposals/signers/{signer.public_id}/answer/", {"agrees": True}).status_code == 200
    signer.refresh_from_db()
    assert signer.consent == "agreed"


def test_nobody_answers_for_another(browser):
    signer = make.signer(make.proposal(S.COSIGNING), make.member())

    with nothing_changes():
        answer = post(
            browser(make.as_member(make.member())), f"proposals/signers/{signer.public_id}/answer/", {"agrees": True}
        )

    assert answer.status_code == 404


def test_a_unit_lists_its_own_handlings(browser):
    unit, made = make.UnitFactory(), make.proposal(S.HANDLING, title="关于一的建议")
    own = make.handling(made, unit, role=ShareRole.HOST)
    make.handling(made, role=ShareRole.CO)
    make.handling(make.proposal(S.HANDLING))

    assert [row["id"] for row in rows(browser(make.as_unit(unit)), "handlings/")] == [str(own.public_id)]


@pytest.mark.parametrize("path", ["handlings/", "handlings/{}/"])
def test_how_units_get_on_is_not_for_members(browser, path):
    made = make.proposal(S.HANDLING, shared_on=date(2026, 3, 9))
    handling = make.handling(made)

    answer = browser(make.as_member(make.member())).get(DOOR + path.format(handling.public_id))

    assert answer.status_code == 403


def test_a_unit_signs_for_speaks_drafts_and_issues(browser):
    unit, made = make.UnitFactory(), make.proposal(S.ASSIGNED)
    handling = make.handling(made, unit)
    page, path = browser(make.as_unit(unit, leader=True)), f"handlings/{handling.public_id}/"
    answers = [{"suggestion": each.pk, "verdict": "accepted", "text": "照办"} for each in made.suggestions.all()]
    letter = {"class_mark": "A", "contact_person": "冉晓彤", "contact_phone": "0571-5550101", "answers": answers}
    steps = (
        ("sign-for", {}), ("contacts", CONTACT), ("reply", letter), ("finish", {}),
        ("issue", {"signed_by_name": "贺建平"}),
    )  # fmt: skip

    done = [post(page, f"{path}{step}/", given) for step, given in steps]

    assert [answer.status_code for answer in done] == [200] * 5, [answer.content.decode() for answer in done]
    assert Reply.objects.get().state == ReplyState.ISSUED
    assert ContactRecord.objects.count() == 1
    assert Proposal.objects.get().state == S.REPLIED


def test_a_co_handler_sends_its_opinion(browser):
    unit, made = make.UnitFactory(), make.proposal(S.HANDLING)
    make.handling(made, role=ShareRole.HOST)
    handling = make.handling(made, unit, role=ShareRole.CO, state=HandlingState.SIGNED)

    answer = post(
        browser(make.as_unit(unit)), f"handlings/{handling.public_id}/co-opinion/",
        {"text": "同意加装", "signed_by_name": "贺建平"},
    )  # fmt: skip

    assert answer.status_code == 200
    assert CoOpinion.objects.get().text == "同意加装"


@pytest.mark.parametrize("step", ["sign-for", "contacts", "reply", "finish", "issue", "co-opinion", "countersign"])
def test_no_other_unit_works_on_it(browser, step):
    handling = make.handling(make.proposal(S.HANDLING))
    given = {**CONTACT, "signed_by_name": "贺建平", "text": "话"}
    page = browser(make.as_unit(make.UnitFactory(), leader=True))

    with nothing_changes():
        answer = post(page, f"handlings/{handling.public_id}/{step}/", given)

    assert answer.status_code == 404


def test_nothing_is_issued_before_it_is_written(browser):
    handling = make.handling(make.proposal(S.HANDLING), state=HandlingState.CONTACTED)
    page = browser(make.as_unit(handling.unit, leader=True))

    with nothing_changes():
        answer = post(page, f"handlings/{handling.public_id}/issue/", {"signed_by_name": "贺建平"})

    assert (answer.status_code, answer.json()["code"]) == (409, "no_reply")


def test_a_proposer_rates_a_reply_and_gives_words_with_a_bad_one(browser):
    made = make.proposal(S.REPLIED)
    asked = make.feedback(make.reply(make.handling(made, state=HandlingState.ISSUED)))
    page, path = browser(make.as_member(made.first_proposer)), f"feedback/{asked.public_id}/give/"
    bad = {"attitude": "satisfied", "result": "not_satisfied"}

    with nothing_changes():
        refused = post(page, path, bad)
    given = post(page, path, {**bad, "comment": "没有落实"})

    assert (refused.status_code, refused.json()["code"]) == (409, "no_comment")
    assert given.status_code == 200
    assert Feedback.objects.get().result_rating == "not_satisfied"
    assert [row["comment"] for row in rows(page, "feedback/")] == ["没有落实"]


def test_a_quarantined_proposal_says_nothing_at_the_door_either(browser):
    from yizheng.kernel import quarantine

    made = make.proposal(S.FILED)
    quarantine.quarantine(
        subject=made, by=make.as_role(Role.SECURITY_ADMIN), reason="涉及个人信息", at=make.moment()
    )  # fmt: skip

    answer = browser(make.clerk()).get(f"{DOOR}proposals/{made.public_id}/")

    assert (answer.json()["suggestions"], answer.json()["acts"]) == ([], [])
    assert make.TEXT not in answer.content.decode()
