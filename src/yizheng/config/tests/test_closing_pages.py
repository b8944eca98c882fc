"""Quarantine and purge as pages: role by act, two persons, nothing said of the content."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.accounts.models import User
from yizheng.kernel import purging, tenancy
from yizheng.kernel import quarantine as closing
from yizheng.kernel.addresses import address
from yizheng.kernel.models import Closure, ClosureState, LedgerEntry, PurgeEntry
from yizheng.kernel.tests.factories import AT
from yizheng.plan.tests.factories import CommitteeFactory, TaskFactory, seat

SECRET = "青石坝水库调度方案"
READERS = (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.OFFICE_CLERK, Role.SECRETARY_GENERAL)
MAY = {
    "quarantine": (Role.SECURITY_ADMIN, Role.OFFICE_CLERK, Role.SECRETARY_GENERAL),
    "lift": (Role.SECURITY_ADMIN, Role.OFFICE_CLERK, Role.SECRETARY_GENERAL),
    "ask-purge": (Role.SECURITY_ADMIN, Role.OFFICE_CLERK),
    "refuse-purge": (Role.SECURITY_ADMIN, Role.OFFICE_CLERK, Role.SECRETARY_GENERAL),
    "confirm-purge": (Role.SECRETARY_GENERAL, Role.AUDIT_ADMIN),
}


@pytest.fixture
def task(db):
    with tenancy.scope(CommitteeFactory()):
        yield TaskFactory(content=SECRET)


def browser(actor):
    client = Client()
    client.force_login(
        User.objects.get(pk=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def closed(task, *, asked=False):
    made = closing.quarantine(subject=task, by=seat(Role.SECURITY_ADMIN), reason="误传", at=AT)
    return purging.ask_purge(closure=made, by=seat(Role.OFFICE_CLERK), reason="须销毁", at=AT) if asked else made


def page_of(act, made):
    return address("closing:quarantine") if act == "quarantine" else address(f"closing:{act}", public_id=made.public_id)


@pytest.mark.parametrize("act", MAY)
@pytest.mark.parametrize("role", [*READERS, Role.SYS_ADMIN, Role.MEMBER])
def test_each_act_opens_for_the_roles_that_may(task, role, act):
    made = closed(task, asked=act in ("refuse-purge", "confirm-purge"))
    before = list(Closure.objects.values()), LedgerEntry.objects.count()

    got = browser(seat(role)).get(page_of(act, made)).status_code

    assert got == (200 if role in MAY[act] else 403)
    assert (list(Closure.objects.values()), LedgerEntry.objects.count()) == before


def test_an_act_that_is_not_ones_own_is_refused_and_changes_nothing(task):
    made = closed(task, asked=True)

    answer = browser(seat(Role.SECURITY_ADMIN)).post(page_of("confirm-purge", made))

    assert answer.status_code == 403
    assert Closure.objects.get().state == ClosureState.PURGE_ASKED
    assert PurgeEntry.objects.count() == 0


def test_from_a_pasted_address_to_the_second_person_nothing_says_the_content(task):
    office, secretary = browser(seat(Role.OFFICE_CLERK)), browser(seat(Role.SECRETARY_GENERAL))
    page = f"https://zx.example.gov.cn{address('plan:task', public_id=task.public_id)}"

    done = office.post(
        address("closing:quarantine"), {"kind": "plan_task", "number": page, "reason": "误传"}, follow=True
    )
    made = Closure.objects.get()
    asked = office.post(page_of("ask-purge", made), {"reason": "须销毁"}, follow=True)
    listed = secretary.get(address("closing:closures"))
    purged = secretary.post(page_of("confirm-purge", made), follow=True)

    assert "的内容已封存，谁都看不到了。" in done.content.decode()
    assert "有 1 件等第二个人确认销毁" in listed.content.decode()
    assert "确认销毁</a>" not in asked.content.decode()  # not by the one who asked
    assert Closure.objects.get().state == ClosureState.PURGED
    assert SECRET not in "".join(page.content.decode() for page in (done, asked, listed, purged))
    task.refresh_from_db()
    assert task.content == purging.DESTROYED_WORD


def test_a_number_of_nothing_is_a_sentence_and_keeps_what_was_typed(task):
    given = {"kind": "plan_task", "number": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "reason": "误传的文件"}

    answer = browser(seat(Role.OFFICE_CLERK)).post(address("closing:quarantine"), given).content.decode()

    assert "本机关没有这个编号的对象" in answer
    assert "误传的文件" in answer
    assert Closure.objects.count() == 0


def test_the_list_asks_the_database_the_same_for_one_and_for_three(task):
    office = browser(seat(Role.OFFICE_CLERK))
    closed(task)
    office.get(address("closing:closures"))
    with CaptureQueriesContext(connection) as one:
        office.get(address("closing:closures"))
    for _ in range(2):
        closed(TaskFactory(content=SECRET))
    with CaptureQueriesContext(connection) as three:
        office.get(address("closing:closures"))

    assert len(one) == len(three)
