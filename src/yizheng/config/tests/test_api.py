"""The JSON interface: the same persons, rules and sentences as the pages; what is done there says so in the ledger."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client

from yizheng.accounts.enums import Role
from yizheng.accounts.models import User
from yizheng.config.api import BAD_BODY, NO_CSRF
from yizheng.kernel import json_door
from yizheng.kernel.models import ActKey, LedgerEntry, SecurityEvent
from yizheng.meeting.tests.conftest import browser, house, now  # noqa: F401
from yizheng.plan.tests import factories as plan
from yizheng.plan.tests.untouched import nothing_changes
from yizheng.todo import services as todo

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def task(house):  # noqa: F811
    return plan.carried(plan.TaskFactory(content="组织委员视察养老服务"), plan.BodyFactory(short_name="经科委"))


@pytest.fixture
def office(house):  # noqa: F811
    return plan.seat()


@pytest.fixture
def desk(browser, office):  # noqa: F811
    return browser(office.user_id)


def post(client, path, given=None, **headers):
    return client.post(path, json.dumps(given or {}), content_type="application/json", headers=headers)


def said(answer):
    return answer.status_code, answer.json()["code"], answer.json()["message"]


def test_a_task_is_started_and_the_ledger_says_by_which_way(desk, task, office):
    answer = post(desk, f"/api/yunxi/plan/tasks/{task.public_id}/start/")

    assert (answer.status_code, answer.json()) == (200, {"url": f"/api/yunxi/plan/tasks/{task.public_id}/"})
    row = LedgerEntry.objects.get(act="start_task")
    assert (row.source, row.actor_id, row.to_state) == ("api", office.user_id, "in_progress")


def test_a_task_is_read_with_what_may_be_done_now(desk, task):
    answer = desk.get(f"/api/yunxi/plan/tasks/{task.public_id}/").json()

    assert (answer["content"], answer["state"], answer["departments"]) == (
        "组织委员视察养老服务", "planned", ["经科委"],
    )  # fmt: skip
    assert [each["name"] for each in answer["acts"]] == ["start", "report", "reschedule", "link-item", "cancel"]


def test_a_repeated_key_acts_once_and_gives_the_first_answer(desk, task):
    path, key = f"/api/yunxi/plan/tasks/{task.public_id}/start/", str(uuid.uuid4())

    first, second = (post(desk, path, **{"Idempotency-Key": key}) for _ in range(2))

    assert (second.status_code, second.json()) == (200, first.json())
    assert LedgerEntry.objects.filter(act="start_task").count() == ActKey.objects.count() == 1


def test_a_refused_act_leaves_its_key_free(desk, task):
    path, key = f"/api/yunxi/plan/tasks/{task.public_id}/", {"Idempotency-Key": str(uuid.uuid4())}
    with nothing_changes():
        assert post(desk, f"{path}confirm/", **key).status_code == 409

    assert post(desk, f"{path}start/", **key).status_code == 200


def test_a_key_that_is_no_key_is_refused(desk, task):
    with nothing_changes():
        answer = post(desk, f"/api/yunxi/plan/tasks/{task.public_id}/start/", **{"Idempotency-Key": "第一次"})

    assert said(answer) == (409, "bad_key", json_door.BAD_KEY)


def test_a_rule_refuses_with_the_sentence_of_the_page(desk, task):
    given = {"reason": "会期调整", "new_month": 3}
    with nothing_changes():
        answer = post(desk, f"/api/yunxi/plan/tasks/{task.public_id}/reschedule/", given)

    assert said(answer) == (409, "month_past", "2026年3月已经过去，请选择本月或以后的月份。")


def test_who_may_not_is_told_so_and_noted(browser, task):  # noqa: F811
    member = browser(plan.seat(Role.MEMBER).user_id)
    with nothing_changes():
        answer = post(member, f"/api/yunxi/plan/tasks/{task.public_id}/confirm/")

    assert said(answer) == (403, "forbidden", json_door.FORBIDDEN)
    assert SecurityEvent.objects.values_list("what", "permission").get() == ("forbidden", "plan.confirm_task")


def test_what_one_may_not_know_of_is_not_found(desk):
    assert said(desk.get(f"/api/yunxi/plan/tasks/{uuid.uuid4()}/")) == (404, "not_found", json_door.NOT_FOUND)


def test_without_a_session_nothing_is_told(house, task):  # noqa: F811
    with nothing_changes():
        answer = post(Client(), f"/api/yunxi/plan/tasks/{task.public_id}/start/")

    assert said(answer) == (401, "not_signed_in", json_door.NOT_SIGNED_IN)


def test_a_change_without_the_mark_against_forgery_is_refused(office, task):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(pk=office.user_id), backend=BACKEND)
    with nothing_changes():
        answer = post(strict, f"/api/yunxi/plan/tasks/{task.public_id}/start/")

    assert said(answer) == (403, "csrf", NO_CSRF)
    assert strict.get(f"/api/yunxi/plan/tasks/{task.public_id}/").status_code == 200


BAD = [
    (b"{", 400, BAD_BODY), (b"\xff\xfe", 400, BAD_BODY),
    (b"[1]", 422, "new_month、reason"), (b"null", 422, "new_month、reason"),
    (b'{"reason": 1}', 422, "new_month、reason"), (b'{"reason": "\\u0000", "new_month": 12}', 422, "reason"),
    (b'{"reason": "\\ud800", "new_month": 12}', 422, "reason"),
    (b'{"reason": "x", "new_month": 1e309}', 422, "new_month"),
    (b'{"reason": "x", "new_month": ' + b"9" * 400 + b"}", 422, "new_month"),
    (b"[" * 100_000, 400, BAD_BODY), (b'{"reason": "x", "new_month": ' + b"9" * 5000 + b"}", 400, BAD_BODY),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status", "sentence"), BAD, ids=range(len(BAD)))
def test_a_body_that_cannot_be_read_is_refused_in_one_sentence(desk, task, body, status, sentence):
    with nothing_changes():
        answer = desk.post(f"/api/yunxi/plan/tasks/{task.public_id}/reschedule/", body, content_type="application/json")

    assert (answer.status_code, sentence in answer.json()["message"]) == (status, True)


def test_a_wrong_method_is_said_in_json(desk, task):
    assert said(desk.get(f"/api/yunxi/plan/tasks/{task.public_id}/start/"))[:2] == (405, "wrong_method")


@pytest.mark.parametrize("path", ["openapi.json", "docs", ""])
def test_no_page_of_documentation_is_served(desk, path):
    assert desk.get(f"/api/yunxi/{path}").status_code == 404


def test_lists_come_in_pages_of_fifty(desk, task):
    for _ in range(50):
        plan.TaskFactory(plan=task.plan)

    first, second, past = (desk.get(f"/api/yunxi/plan/tasks/?page={page}").json() for page in (1, 2, 9))

    assert [(len(page["rows"]), page["count"], page["pages"]) for page in (first, second)] == [(50, 51, 2), (1, 51, 2)]
    assert past == second


@pytest.mark.parametrize(
    ("query", "found"), [("", 2), ("?month=11", 1), ("?state=done", 0), ("?late=true", 1), ("?year=2019", 0)]
)
def test_a_list_holds_what_is_asked_for(desk, task, query, found):
    plan.TaskFactory(plan=task.plan, month=3, due_on=plan.moment(31, 3).date())

    assert desk.get(f"/api/yunxi/plan/tasks/{query}").json()["count"] == found


def test_to_dos_are_those_of_the_worn_hat(desk, browser, office, task):  # noqa: F811
    task.state = "done"
    task.save(update_fields=["state"])
    todo.refresh(task)

    rows = desk.get("/api/yunxi/todos/").json()["rows"]

    assert [(row["act"], row["url"]) for row in rows] == [("confirm_task", f"/yunxi/plan/tasks/{task.public_id}/")]
    assert browser(plan.seat(Role.MEMBER).user_id).get("/api/yunxi/todos/").json()["rows"] == []


@pytest.mark.parametrize("path", ["todos/", "plan/tasks/", "meetings/", "approvals/", "notices/"])
def test_lists_of_the_interface_open_to_the_office(desk, task, path):
    assert desk.get(f"/api/yunxi/{path}").status_code == 200
