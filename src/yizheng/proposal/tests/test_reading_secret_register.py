"""工作秘密 is on paper only: the register says that it exists and who keeps it (office-practice 1)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.plan.tests.untouched import nothing_changes
from yizheng.proposal.models import SecretRegisterEntry
from yizheng.proposal.services.secret_register import register_paper

from . import factories as make

PAGE = "/yunxi/proposals/secret-register/"
POSTED = {"number": "密2026-3", "registered_on": "2026-03-12", "custodian": "方以诚"}


def test_the_clerk_enters_number_date_and_custodian_and_nothing_else(browser):
    page = browser(make.clerk())

    answer = page.post(PAGE + "add/", {**POSTED, "title": "不该写的题名", "note": "不该写的话"})

    entry = SecretRegisterEntry.objects.get()
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert (entry.number, entry.registered_on, entry.custodian, entry.note) == (
        "密2026-3", date(2026, 3, 12), "方以诚", "",
    )  # fmt: skip
    assert LedgerEntry.objects.get().act == "register_secret_paper"
    assert "密2026-3" in page.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"number": "密2026-1"}, "编号密2026-1已经登记过，请核对编号。"),
        ({"registered_on": "2026-03-17"}, "登记日期还没有到，请改成今天或以前的日期。"),
    ],
)
def test_what_is_wrong_is_refused_and_what_was_typed_stays(browser, changed, sentence):
    SecretRegisterEntry.objects.create(number="密2026-1", registered_on=date(2026, 3, 1), custodian="方以诚")
    page = browser(make.clerk())

    with nothing_changes():
        answer = page.post(PAGE + "add/", {**POSTED, **changed})

    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert 'value="方以诚"' in answer.content.decode()


def test_an_empty_number_is_refused_by_the_service_too(house, now):
    clerk = make.clerk()
    with nothing_changes(), pytest.raises(Refused, match="请填写编号和保管人"):
        register_paper(number=" ", registered_on=date(2026, 3, 1), custodian="方以诚", by=clerk, at=now)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.OFFICE_CLERK, Role.ASSIGNER, Role.UNIT_CLERK, Role.LEADER])
def test_nobody_else_reads_or_keeps_the_register(browser, now, role):
    SecretRegisterEntry.objects.create(number="密2026-1", registered_on=date(2026, 3, 1), custodian="方以诚")
    actor = make.as_role(role)
    page = browser(actor)

    with nothing_changes():
        assert page.get(PAGE).status_code == 403
        assert page.post(PAGE + "add/", POSTED).status_code == 403
        with pytest.raises(PermissionDenied):
            register_paper(number="密2026-9", registered_on=date(2026, 3, 1), custodian="某人", by=actor, at=now)


def test_the_archivist_reads_and_does_not_write(browser):
    page = browser(make.as_role(Role.ARCHIVIST))

    assert page.get(PAGE).status_code == 200
    assert page.get(PAGE + "add/").status_code == 403
