"""The pages and the JSON door of slips: what a unit sees, what nobody else may (handbook 1.6, 6.3; design 8)."""

from __future__ import annotations

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.kernel.models import SecurityEvent
from yizheng.opinion.enums import OpinionState, TransferState
from yizheng.opinion.models import OpinionTransfer
from yizheng.opinion.services import transferring

from . import factories as make

S, T = OpinionState, TransferState
SLIPS = "/yunxi/opinion-slips/"


def hat(actor, **more):
    return {"hat": actor.hat.grant_id, "act_key": uuid.uuid4(), **more}


@pytest.fixture
def sent(browser):
    """A piece with a known author, sent to two units; the first with a login."""
    author = make.member("林书远")
    unit, by_unit = make.unit("住建局")
    piece = make.opinion(S.APPROVED, by=author)
    slips = transferring.transfer(
        opinion=piece, units=[unit, make.UnitFactory(name="城管局")], asked_action="请研究办理。", by=make.clerk(),
        at=make.moment(),
    )  # fmt: skip
    return piece, slips, by_unit


def test_a_unit_signs_answers_with_a_file_and_sees_neither_author_nor_other_units(browser, sent):
    piece, (slip, _), unit = sent
    client, page = browser(unit), f"{SLIPS}{slip.public_id}/"

    shown = client.get(page).content.decode()
    assert make.SITUATION in shown
    for word in ("林书远", "城管局", piece.number):
        assert word not in shown
    assert client.post(f"{page}slip-sign/", hat(unit)).status_code == 302
    file = SimpleUploadedFile("办理情况.pdf", b"%PDF-1.4 1", "application/pdf")
    given = hat(unit, words="已选址三处。", signed_by_name="贺建平", file=file)
    assert client.post(f"{page}slip-reply/", given).status_code == 302

    slip.refresh_from_db()
    assert (slip.state, slip.reply) == (T.REPLIED, "已选址三处。")
    assert "办理情况.pdf" in client.get(page).content.decode()


def test_the_list_of_a_unit_holds_its_own_slips_only(browser, sent):
    _, (slip, other), unit = sent

    listed = browser(unit).get(SLIPS).content.decode()

    assert slip.number in listed
    assert other.number not in listed


DOORS = (
    "",
    *(f"slip-{act}/" for act in ("sign", "reply", "decline", "accept", "send-back", "extend", "recall", "paper")),
)


@pytest.mark.parametrize("act", DOORS)
def test_another_units_slip_does_not_exist_and_the_guess_is_noted(browser, sent, act):
    _, (slip, _), _ = sent
    stranger = make.unit()[1]

    answer = browser(stranger).get(f"{SLIPS}{slip.public_id}/{act}")

    assert answer.status_code == 404
    event = SecurityEvent.objects.get()
    assert (event.what, event.user_id) == ("not_found", stranger.user_id)


@pytest.mark.parametrize("act", ["slip-accept", "slip-send-back", "slip-extend", "slip-recall", "slip-paper"])
def test_a_unit_does_none_of_the_offices_acts(browser, sent, act):
    _, (slip, _), unit = sent

    answer = browser(unit).post(f"{SLIPS}{slip.public_id}/{act}/", hat(unit, reason="因", to="2026-05-01"))

    slip.refresh_from_db()
    assert (answer.status_code, slip.state) == (403, T.SENT)


@pytest.mark.parametrize("who", ["member", "leader", "assigner"])
def test_slips_are_nobody_elses(browser, sent, who):
    people = {
        "member": lambda: make.as_member(make.member()), "leader": make.leader,
        "assigner": lambda: make.as_role(Role.ASSIGNER),
    }  # fmt: skip
    client = browser(people[who]())

    assert client.get(SLIPS).status_code == 403
    assert client.get(f"{SLIPS}{sent[1][0].public_id}/").status_code == 403


def test_the_office_hands_a_piece_to_two_units_on_the_page(browser):
    office, piece = make.clerk(), make.opinion(S.APPROVED)
    units = [make.unit()[0], make.UnitFactory()]
    client, page = browser(office), f"/yunxi/opinions/{piece.public_id}/transfer/"

    assert client.get(page).status_code == 200
    nothing = client.post(page, hat(office, asked_action="请研究。"))
    done = client.post(page, hat(office, asked_action="请研究。", units=[unit.pk for unit in units]))

    assert "请选要转给哪个单位。" in nothing.content.decode()
    assert (done.status_code, OpinionTransfer.objects.count()) == (302, 2)
    assert [slip.is_paper for slip in OpinionTransfer.objects.order_by("id")] == [False, True]


def test_a_double_click_is_one_act(browser):
    office, piece, unit = make.clerk(), make.opinion(S.APPROVED), make.UnitFactory()
    client, given = browser(office), hat(office, asked_action="请研究。", units=[unit.pk])

    for _ in range(2):
        assert client.post(f"/yunxi/opinions/{piece.public_id}/transfer/", given).status_code == 302

    assert OpinionTransfer.objects.count() == 1


def test_what_was_typed_stays_when_the_slip_was_settled_meanwhile(browser, sent):
    _, (slip, _), unit = sent
    transferring.recall(slip=slip, reason="转错", by=make.clerk(), at=make.moment())
    other = make.slip(to=slip.unit, state=T.ACCEPTED, seq=9)

    gone = browser(unit).get(f"{SLIPS}{slip.public_id}/")
    stale = browser(unit).post(
        f"{SLIPS}{other.public_id}/slip-reply/", hat(unit, words="晚到的反馈", signed_by_name="贺建平")
    )

    assert (gone.status_code, stale.status_code) == (404, 409)
    assert "晚到的反馈" in stale.content.decode()


def test_the_slip_is_taken_out_as_word_by_unit_and_office_only(browser, sent):
    _, (slip, other), unit = sent

    path = f"{address('document:paper', code='opinion-slip', format='docx')}?slip={{}}"

    assert browser(unit).get(path.format(slip.public_id)).status_code == 200
    assert browser(unit).get(path.format(other.public_id)).status_code == 404
    assert browser(make.as_member(make.member())).get(path.format(slip.public_id)).status_code == 403


def test_the_list_takes_a_fixed_number_of_statements(browser):
    client, counts = browser(make.clerk()), []
    make.slip()
    client.get(SLIPS)
    for more in (1, 3):
        for _ in range(more):
            make.slip()
        with CaptureQueriesContext(connection) as caught:
            assert client.get(SLIPS).status_code == 200
        counts.append(sum("SAVEPOINT" not in each["sql"] for each in caught.captured_queries))

    assert counts[0] == counts[1] <= 12


def post(client, path, body):
    headers = {"X-Act-Key": str(uuid.uuid4())}
    return client.post(path, json.dumps(body), content_type="application/json", headers=headers)


def test_a_units_system_signs_and_answers_by_json_and_finds_no_other_slip(browser, sent):
    _, (slip, other), unit = sent
    client, base = browser(unit), "/api/yunxi/opinion-slips/"

    listed = client.get(base).json()
    assert [row["number"] for row in listed["rows"]] == [slip.number]
    assert "林书远" not in json.dumps(client.get(f"{base}{slip.public_id}/").json(), ensure_ascii=False)
    assert post(client, f"{base}{slip.public_id}/sign-for/", {}).status_code == 200
    answer = {"words": "已选址三处。", "signed_by_name": "贺建平"}
    assert post(client, f"{base}{slip.public_id}/reply/", answer).status_code == 200
    assert post(client, f"{base}{other.public_id}/decline/", {"reason": "不属职责"}).status_code == 404

    slip.refresh_from_db()
    other.refresh_from_db()
    assert (slip.state, other.state) == (T.REPLIED, T.SENT)


def test_a_member_finds_no_slips_by_json(browser, sent):
    client = browser(make.as_member(make.member()))

    assert client.get("/api/yunxi/opinion-slips/").status_code == 403
