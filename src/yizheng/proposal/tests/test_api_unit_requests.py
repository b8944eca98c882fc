"""The JSON door for units: before the conference, asking for another unit or more time, a second reply."""

import json
import uuid
from datetime import date

import pytest
from django.utils import timezone

from yizheng.kernel.models import LedgerEntry
from yizheng.plan.tests.untouched import nothing_changes
from yizheng.promise.models import Promise
from yizheng.proposal.enums import HandlingState, ProposalState, ShareRole, Side
from yizheng.proposal.models import AdjustRequest, Reply
from yizheng.proposal.services import handling as handlings

from . import factories as make
from .test_following_second_reply import AGAIN, tracked

S = ProposalState
DOOR = "/api/yunxi/"
ADJUST = {"reason": "职责在交通局", "signed_by_name": "贺建平"}
EXTEND = {"to": "2026-08-14", "reason": "要等勘察"}


def post(page, path, given=None):
    """Post JSON and return the answer."""
    return page.post(DOOR + path, json.dumps(given or {}), content_type="application/json")


def named(unit=None):
    """Make a pre-assigned proposal for which a unit is named; return the row and the clerk of the unit."""
    share = make.planned(make.proposal(S.PRE_ASSIGNED), unit)
    return share, make.as_unit(share.unit)


def opened():
    """Let the house open a handling with its dates today; return it and the clerk of its unit."""
    made, unit = make.proposal(S.ASSIGNED), make.UnitFactory()
    handling = handlings.open_handling(
        proposal=made,
        unit=unit,
        role=ShareRole.SOLE,
        order=1,
        side=Side.GOVERNMENT,
        on_paper=False,
        by=make.assigner(),
        at=timezone.now(),
    )
    return handling, make.as_unit(unit)


def test_a_unit_says_before_the_conference_what_it_thinks(browser):
    share, clerk = named()
    other = make.UnitFactory(name="云溪区交通局")
    named()
    page = browser(clerk)

    (row,) = page.get(f"{DOOR}planned-shares/").json()["rows"]
    given = {"objects": True, "words": "不是本局职责", "suggested_unit": str(other.public_id)}
    answer = post(page, f"planned-shares/{row['id']}/comment/", given)

    assert answer.json() == {"url": f"{DOOR}planned-shares/"}
    share.refresh_from_db()
    assert (share.objects_to_it, share.comment) == (True, "建议由云溪区交通局办理。不是本局职责")
    assert LedgerEntry.objects.get(act="comment_share").source == "api"


def test_another_unit_and_a_member_say_nothing_for_it(browser):
    share, _clerk = named()
    path = f"planned-shares/{share.public_id}/comment/"

    with nothing_changes():
        stranger = post(browser(make.as_unit(make.UnitFactory())), path, {"objects": False})
        member = post(browser(make.as_member(share.proposal.first_proposer)), path, {"objects": False})

    assert (stranger.status_code, member.status_code) == (404, 403)


def test_a_unit_that_does_not_exist_is_not_suggested(browser):
    share, clerk = named()
    given = {"objects": True, "words": "不是本局职责", "suggested_unit": str(uuid.uuid4())}

    with nothing_changes():
        answer = post(browser(clerk), f"planned-shares/{share.public_id}/comment/", given)

    assert (answer.status_code, answer.json()["code"]) == (409, "no_such_unit")


def test_a_unit_asks_for_another_one(browser):
    handling, clerk = opened()
    other = make.UnitFactory()

    answer = post(
        browser(clerk),
        f"handlings/{handling.public_id}/adjustment/",
        {**ADJUST, "suggested_unit": str(other.public_id)},
    )

    assert answer.json() == {"url": f"{DOOR}handlings/{handling.public_id}/"}
    asked = AdjustRequest.objects.get()
    assert (asked.handling_id, asked.suggested_unit_id, asked.signed_by_name) == (handling.pk, other.pk, "贺建平")


def test_a_unit_asks_for_more_time_and_a_day_before_the_date_is_no_more_time(browser):
    handling, clerk = opened()
    handlings.sign_for(handling=handling, by=clerk, at=timezone.now())
    page, path = browser(clerk), f"handlings/{handling.public_id}/extension/"

    with nothing_changes():
        refused = post(page, path, {**EXTEND, "to": "2026-05-15"})
    answer = post(page, path, EXTEND)

    assert (refused.json()["code"], answer.status_code) == ("not_later", 200)
    handling.refresh_from_db()
    assert (handling.extension_asked_to, handling.extension_reason) == (date(2026, 8, 14), "要等勘察")


def test_a_unit_answers_a_second_time(browser, monkeypatch):
    _of, unit, by = tracked("B", ("完成试点", "全部完成"))
    monkeypatch.setattr(timezone, "now", lambda: AGAIN)
    page, path = browser(by), f"handlings/{unit.public_id}/second-reply/"
    progress = [{"promise": row["id"], "words": "已完成", "is_kept": True}
                for row in page.get(f"{DOOR}promises/?state=running").json()["rows"]]  # fmt: skip
    given = {"body": "两项都已完成。", "class_mark": "A", "signed_by_name": "贺建平", "progress": progress}

    with nothing_changes():
        silent = post(page, path, {**given, "progress": progress[:1]})
        foreign = post(page, path, {**given, "progress": [{**progress[0], "promise": str(uuid.uuid4())}]})
    answer = post(page, path, given)

    assert (silent.json()["code"], foreign.json()["code"]) == ("silent_on_promise", "no_such_promise")
    assert answer.json() == {"url": f"{DOOR}handlings/{unit.public_id}/"}
    assert Reply.objects.filter(kind="second", class_mark="A").count() == 1
    assert {each.state for each in Promise.objects.all()} == {"reported"}


@pytest.mark.parametrize(
    ("step", "given"),
    [
        ("adjustment", ADJUST), ("extension", EXTEND),
        ("second-reply", {"body": "话", "class_mark": "A", "signed_by_name": "贺建平"}),
    ],
)  # fmt: skip
def test_no_other_unit_and_no_member_asks_or_answers_for_it(browser, step, given):
    handling = make.handling(make.proposal(S.HANDLING, shared_on=date(2026, 3, 9)), state=HandlingState.SIGNED)
    path = f"handlings/{handling.public_id}/{step}/"

    with nothing_changes():
        stranger = post(browser(make.as_unit(make.UnitFactory(), leader=True)), path, given)
        member = post(browser(make.as_member(make.member())), path, given)

    assert (stranger.status_code, member.status_code) == (404, 403)
