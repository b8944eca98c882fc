"""Rules keep their old versions and are flagged when they run out; honours and appraisals are entered once."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.administration import queries, services
from yizheng.administration.enums import Grade, HonourLevel, RuleKind, RuleState
from yizheng.administration.models import Honour, Rule, RuleVersion, StaffAppraisal
from yizheng.administration.pages import honour_table
from yizheng.administration.services import Holder, Wording
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.plan.tests.factories import BodyFactory, PersonFactory, moment, seat
from yizheng.todo.models import Todo

TODAY = date(2026, 11, 22)


def wording(text="第一条 为规范会议，制定本规则。", **changed):
    given = {"adopted_on": date(2022, 3, 1), "adopted_by": "三届二次主席会议", "valid_from": date(2022, 4, 1)}
    return Wording(**{**given, "text": text, **changed})


def adopted(title="主席会议工作规则", by=None, **changed):
    return services.adopt_rule(
        title=title, kind=RuleKind.WORKING_RULES, keeper=None, wording=wording(**changed),
        by=by or seat(), at=moment(22),
    )  # fmt: skip


def test_a_revision_keeps_the_old_version(house):
    clerk = seat()
    rule = adopted(by=clerk)

    services.revise_rule(
        rule=rule, wording=wording("第一条 为规范会议，制定本规则。\n第二条 每月一次。"), by=clerk, at=moment(22)
    )

    texts = list(rule.versions.order_by("number").values_list("number", "text"))
    assert texts == [
        (1, "第一条 为规范会议，制定本规则。"),
        (2, "第一条 为规范会议，制定本规则。\n第二条 每月一次。"),
    ]


def test_an_expired_rule_is_flagged_and_owed(house):
    clerk = seat()
    run_out = adopted("财务管理办法", clerk, valid_until=date(2026, 10, 31))
    adopted("会议制度", clerk, valid_until=date(2026, 12, 31))
    adopted("值班制度", clerk)

    assert list(queries.expired(queries.rules_visible_to(clerk), TODAY)) == [run_out]
    assert Todo.objects.filter(kind="rule", closed_at__isnull=True).count() == 2

    services.extend_rule(rule=run_out, valid_until=date(2027, 10, 31), reason="修订前继续施行", by=clerk, at=moment(22))

    assert not queries.expired(queries.rules_visible_to(clerk), TODAY).exists()


def test_a_repealed_rule_stays_and_its_title_is_free_again(house):
    clerk = seat()
    rule = adopted(by=clerk)
    with pytest.raises(Refused, match="已在制度库里"):
        adopted(by=clerk)
    assert Rule.objects.count() == 1

    services.repeal_rule(rule=rule, on=TODAY, reason="已有新规则", by=clerk, at=moment(22))
    adopted(by=clerk)

    assert list(Rule.objects.order_by("id").values_list("state", flat=True)) == [RuleState.REPEALED, RuleState.IN_FORCE]


def test_a_rule_without_words_is_refused(house):
    clerk = seat()

    with pytest.raises(Refused, match="请贴上制度正文"):
        adopted(by=clerk, text=" ")

    assert (Rule.objects.count(), RuleVersion.objects.count()) == (0, 0)
    assert not LedgerEntry.objects.filter(act="adopt_rule").exists()


KEEPERS = {
    "keep_rules": {Role.OFFICE_CLERK},
    "keep_honours": {Role.OFFICE_CLERK},
    "appraise": {Role.SECRETARY_GENERAL},
}


def acts(actor):
    return {
        "keep_rules": lambda: adopted(by=actor),
        "keep_honours": lambda: honoured(by=actor),
        "appraise": lambda: appraised(by=actor),
    }


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", KEEPERS)
def test_each_act_is_for_its_role_alone(house, role, name):
    actor = seat(role)
    person = PersonFactory(name="何知远")

    if role in KEEPERS[name]:
        acts(actor)[name]()
        return
    with pytest.raises(PermissionDenied):
        acts(actor)[name]()
    assert (Rule.objects.count(), Honour.objects.count(), StaffAppraisal.objects.count()) == (0, 0, 0)
    assert person.pk


def honoured(by, body=None, title="全区目标考核先进单位", level=HonourLevel.COUNTY_DISTRICT, day=date(2026, 2, 6)):
    return services.register_honour(
        title=title, level=level, awarded_by="区委、区政府", awarded_on=day, holder=Holder(body=body),
        by=by, at=moment(22),
    )  # fmt: skip


def appraised(by):
    person = PersonFactory(name="林若谷")
    return services.record_appraisal(
        person=person, year=2026, grade=Grade.EXCELLENT, decided_on=TODAY, decided_by="机关党组会议",
        remark="全年值守", by=by, at=moment(22),
    )  # fmt: skip


def test_the_honours_of_a_year_print_the_highest_first(house):
    clerk = seat()
    honoured(clerk)
    honoured(clerk, BodyFactory(short_name="提案委"), "全省优秀提案组织单位", HonourLevel.PROVINCE, date(2026, 6, 1))
    honoured(clerk, day=date(2025, 2, 1))

    table = honour_table(clerk, {"year": "2026"})

    assert [(row[0], row[4]) for row in table.rows] == [
        ("全省优秀提案组织单位", "提案委"),
        ("全区目标考核先进单位", "本会"),
    ]


def test_an_honour_is_entered_once(house):
    clerk = seat()
    honoured(clerk)

    with pytest.raises(Refused, match="已经登记过了"):
        honoured(clerk)

    assert Honour.objects.count() == 1


def test_an_appraisal_is_sealed_and_kept_from_everybody_else(house):
    appraised(seat(Role.SECRETARY_GENERAL))

    with connection.cursor() as cursor:
        cursor.execute("select remark from administration_staffappraisal")
        assert "值守" not in cursor.fetchone()[0]
    assert not queries.appraisals_visible_to(seat()).exists()
    assert "值守" not in str(LedgerEntry.objects.get(act="record_appraisal").fields)


@pytest.mark.parametrize("role", [Role.OFFICE_CLERK, Role.MEMBER])
def test_pages_open_for_readers_and_change_for_keepers(house, browser, role):
    rule = adopted()
    actor = seat(role)
    page = browser(actor.user_id)
    keeps = role == Role.OFFICE_CLERK

    for path in ("rules/", f"rules/{rule.public_id}/", "honours/"):
        assert page.get(f"/yunxi/{path}").status_code == 200
    answer = page.post(f"/yunxi/rules/{rule.public_id}/repeal/", {"on": "2026-11-22", "reason": "合并到新规则"})

    rule.refresh_from_db()
    assert (answer.status_code, rule.state) == ((302, "repealed") if keeps else (403, "in_force"))


def test_a_clerk_revises_on_the_page_and_sees_what_changed(house, browser):
    clerk = seat()
    rule = adopted(by=clerk)
    page = browser(clerk.user_id)

    page.post(
        f"/yunxi/rules/{rule.public_id}/revise/",
        {
            "text": "第一条 为规范议事，制定本规则。",
            "adopted_on": "2026-11-01",
            "adopted_by": "三届十次主席会议",
            "valid_from": "2026-11-10",
        },
    )

    shown = page.get(f"/yunxi/rules/{rule.public_id}/").content.decode()
    assert "<del>" in shown
    assert "<ins>" in shown
    assert "第2版" in shown


def test_lists_take_as_many_statements_for_many_as_for_few(house, browser):
    clerk = seat()
    page, counted = browser(clerk.user_id), []
    for number in range(3):
        adopted(f"制度{number}", clerk)
        honoured(clerk, title=f"荣誉{number}")
        if number == 1:
            continue
        asked = 0
        for path in ("rules/", "honours/"):
            page.get(f"/yunxi/{path}")
            with CaptureQueriesContext(connection) as captured:
                page.get(f"/yunxi/{path}")
            asked += len(captured)
        counted.append(asked)

    assert counted[0] == counted[1]
