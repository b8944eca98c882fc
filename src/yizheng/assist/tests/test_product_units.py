"""Units are suggested with reasons; what is decided teaches; versions go forth and back."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.assist import guides, learning, queries, services
from yizheng.assist.enums import Level, ModelState, Question
from yizheng.assist.models import Decision, DutyText, ModelVersion
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.proposal import suggesting
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.enums import Secrecy
from yizheng.proposal.services import adjusting, assigning
from yizheng.proposal.tests import factories as make

pytest_plugins = ["yizheng.proposal.tests.conftest"]
AT = make.moment()
TODAY = AT.date()
SHEDS = "关于加快街头岗亭改造的建议"


@pytest.fixture(autouse=True)
def nothing_in_memory():
    guides.forget_all()
    yield
    guides.forget_all()


def filed(title=SHEDS, **changed):
    made = make.proposal(S.FILED, **{"title": title, "background": "", "analysis": "", **changed})
    made.suggestions.all().delete()
    return made


def assign(proposal, unit, by):
    clerk = make.clerk()
    assigning.plan_units(proposal=proposal, shares=[(unit, make.ShareRole.SOLE)], by=clerk, at=AT)
    proposal.refresh_from_db()
    assigning.pre_assign(proposals=[proposal], by=clerk, at=AT)
    proposal.refresh_from_db()
    return assigning.assign_all(proposals=[proposal], by=by, at=AT)[0]


def named(proposal, by):
    return [str(each.unit) for each in suggesting.suggest_units(proposal, on=TODAY, by=by)]


def waiting(by=SYSTEM):
    return services.ask_for_training(question=Question.UNIT, area="proposal", by=by, at=AT)


def trained(by=SYSTEM):
    version = waiting(by)
    learning.train(committee_id=version.committee_id, version_id=version.pk)
    version.refresh_from_db()
    return version


def some_past(unit, times=6, title="关于岗亭的建议"):
    for _ in range(times):
        make.handling(make.proposal(S.HANDLING, title=title), unit)


def test_duties_pasted_by_the_clerk_are_a_reason_from_the_next_moment_on(house):
    clerk, unit = make.clerk(), make.UnitFactory(name="云溪区公用事务中心")
    make.UnitFactory(name="云溪区教育局")
    proposal = filed("关于加强养犬管理的建议")

    services.keep_duties(texts={unit: "养犬登记和犬只收容；岗亭管护"}, by=clerk, at=AT)

    found = suggesting.suggest_units(proposal, on=TODAY, by=clerk)
    assert str(found[0].unit) == "云溪区公用事务中心"
    assert any("养犬登记和犬只收容" in each.words for each in found[0].reasons)


def test_a_correction_at_assignment_changes_the_next_suggestion_at_once(house):
    assigner = make.assigner()
    wrong, right = make.UnitFactory(name="云溪区城管局"), make.UnitFactory(name="云溪区公用事务中心")
    proposal = filed(background="城管局多次整治。")
    make.UnitFactory(name="云溪区教育局")
    before = named(filed(), assigner)

    assign(proposal, right, assigner)

    after = suggesting.suggest_units(filed(), on=TODAY, by=assigner)
    assert before[:1] != [str(right)]
    assert str(after[0].unit) == str(right)
    assert after[0].reasons[0].words.startswith(f"近年1件相近的由它办理，如{proposal.number}，都讲到")
    assert after[0].reasons[0].url.endswith(f"/{proposal.public_id}/")
    assert wrong.pk != right.pk


def test_a_unit_that_got_it_by_adjustment_is_what_is_learned(house):
    assigner = make.assigner()
    first, second = make.UnitFactory(name="云溪区甲中心"), make.UnitFactory(name="云溪区乙中心")
    handling = assign(filed(), first, assigner)
    request = adjusting.request_adjustment(
        handling=handling, reason="不属本单位职责", suggested_unit=second, signed_by_name="贺建平",
        by=make.as_unit(first), at=AT,
    )  # fmt: skip

    adjusting.reassign(request=request, unit=second, reason="职责在乙", by=assigner, at=AT)

    assert named(filed(), assigner)[:1] == ["云溪区乙中心"]
    rows = Decision.objects.order_by("id").values_list("act", "chosen_label", "is_latest")
    assert list(rows) == [("assign", "云溪区甲中心", False), ("reassign", "云溪区乙中心", True)]


def test_an_adjusted_assignment_is_judged_by_what_was_suggested_first(house):
    assigner = make.assigner()
    first, second = make.UnitFactory(name="云溪区甲中心"), make.UnitFactory(name="云溪区乙中心")
    some_past(first)
    handling = assign(filed("关于岗亭的建议"), first, assigner)
    request = adjusting.request_adjustment(
        handling=handling, reason="不属本单位职责", suggested_unit=second, signed_by_name="贺建平",
        by=make.as_unit(first), at=AT,
    )  # fmt: skip
    assert Decision.objects.get(is_latest=True).place == 1

    adjusting.reassign(request=request, unit=second, reason="职责在乙", by=assigner, at=AT)

    last = Decision.objects.get(is_latest=True)
    assert last.suggested[0][0] == str(first.pk)
    assert last.place == 0


def test_proposals_assigned_in_one_act_are_no_cases_for_each_other(house):
    assigner, unit = make.assigner(), make.UnitFactory(name="云溪区甲中心")
    pair = [filed(), filed()]
    for each in pair:
        assigning.plan_units(proposal=each, shares=[(unit, make.ShareRole.SOLE)], by=assigner, at=AT)
        each.refresh_from_db()
    ready = assigning.pre_assign(proposals=pair, by=make.clerk(), at=AT)

    assigning.assign_all(proposals=ready, by=assigner, at=AT)

    assert [each.place for each in Decision.objects.all()] == [None, None]


def test_an_inner_proposal_teaches_nothing_and_is_named_nowhere(house):
    assigner, unit = make.assigner(), make.UnitFactory(name="云溪区甲中心")

    assign(filed(secrecy=Secrecy.INTERNAL), unit, assigner)

    assert Decision.objects.count() == 0
    assert named(filed(), assigner) == []
    assert list(suggesting.unit_examples(10)) == []


def test_a_training_learns_from_decisions_and_is_used_at_once(house):
    unit = make.UnitFactory(name="云溪区甲中心")
    make.UnitFactory(name="云溪区乙中心")
    some_past(unit)

    version = trained()

    assert (version.state, version.examples, version.number) == (ModelState.READY, 6, 1)
    assert version.choices == {"云溪区甲中心": unit.pk, "云溪区乙中心": unit.pk + 1}
    assert len(version.holds) == 6
    assert queries.version_in_use(Question.UNIT, "proposal") == version
    found = suggesting.suggest_units(filed("关于岗亭的建议"), on=TODAY, by=make.clerk())
    assert (str(found[0].unit), found[0].version_id) == ("云溪区甲中心", version.pk)


def test_the_cases_of_a_merged_unit_speak_for_the_one_that_goes_on(house):
    heir = make.UnitFactory(name="云溪区甲中心")
    old = make.UnitFactory(name="云溪区旧中心", valid_to=datetime.date(2026, 1, 1), merged_into=heir)
    some_past(old)

    lesson = learning.lesson_of(Question.UNIT, "proposal", TODAY)

    assert {label for _pk, _example, label in lesson.examples} == {"云溪区甲中心"}


def test_a_training_twice_is_one_and_two_at_once_are_refused(house):
    clerk = make.clerk()
    some_past(make.UnitFactory(name="云溪区甲中心"))
    version = waiting(clerk)

    with pytest.raises(Refused) as refused:
        waiting(clerk)
    learning.train(committee_id=version.committee_id, version_id=version.pk)
    learning.train(committee_id=version.committee_id, version_id=version.pk)

    assert refused.value.code == "one_runs"
    assert ModelVersion.objects.count() == 1
    acts = LedgerEntry.objects.filter(kind="model_version").order_by("id").values_list("act", flat=True)
    assert list(acts) == ["ask_for_training", "finish_training", "activate_version"]


def test_too_few_decisions_are_said_and_nothing_changes(house):
    version = trained()

    assert version.state == ModelState.FAILED
    assert version.failure.startswith("已有的决定只有0件，至少要5件才能学习")
    assert queries.version_in_use(Question.UNIT, "proposal") is None


def test_going_back_to_an_older_version_holds_until_a_person_goes_on(house):
    clerk, unit = make.clerk(), make.UnitFactory(name="云溪区甲中心")
    some_past(unit)
    first, second = trained(), trained()
    assert queries.version_in_use(Question.UNIT, "proposal") == second

    services.activate(version=first, by=clerk, at=timezone.now())
    third = trained()

    assert queries.version_in_use(Question.UNIT, "proposal") == first
    services.activate(version=third, by=clerk, at=timezone.now())
    assert queries.version_in_use(Question.UNIT, "proposal") == third
    assert queries.version_in_use(Question.UNIT, "proposal").activated_by_name == clerk.name


def test_only_the_clerk_of_the_area_trains_and_goes_back(house):
    some_past(make.UnitFactory(name="云溪区甲中心"))
    version = trained()
    other = make.as_role(Role.OPINION_CLERK, name="白露")
    before = LedgerEntry.objects.count()

    with pytest.raises(Refused) as refused:
        services.activate(version=version, by=other, at=AT)
    for role in (Role.MEMBER, Role.UNIT_CLERK, Role.ASSIGNER, Role.SECRETARY_GENERAL):
        with pytest.raises(PermissionDenied):
            waiting(make.as_role(role, name="某人"))

    assert refused.value.code == "not_yours"
    assert (LedgerEntry.objects.count(), ModelVersion.objects.count()) == (before, 1)


def test_enough_new_decisions_are_a_reason_to_train_and_few_are_not(house):
    assigner, unit = make.assigner(), make.UnitFactory(name="云溪区甲中心")
    assert not learning.is_due(Question.UNIT, "proposal")
    some_past(unit)
    assert learning.is_due(Question.UNIT, "proposal")
    version = trained()
    ModelVersion.objects.filter(pk=version.pk).update(trained_at=AT.replace(day=1))
    assert not learning.is_due(Question.UNIT, "proposal")

    for _ in range(10):
        assign(filed(), unit, assigner)

    assert learning.is_due(Question.UNIT, "proposal")


def test_changed_duties_are_a_reason_to_train(house):
    clerk, unit = make.clerk(), make.UnitFactory(name="云溪区甲中心")
    some_past(unit)
    version = trained()
    ModelVersion.objects.filter(pk=version.pk).update(trained_at=AT.replace(day=1))

    services.keep_duties(texts={unit: "岗亭管护"}, by=clerk, at=AT)

    assert learning.is_due(Question.UNIT, "proposal")


def test_duties_keep_every_version_and_refuse_what_says_nothing_new(house):
    clerk, unit = make.clerk(), make.UnitFactory(name="云溪区甲中心")
    services.keep_duties(texts={unit: "岗亭管护"}, by=clerk, at=AT)

    with pytest.raises(Refused) as same:
        services.keep_duties(texts={unit: " 岗亭管护 "}, by=clerk, at=AT)
    with pytest.raises(Refused) as long:
        services.keep_duties(texts={unit: "岗" * 8001}, by=clerk, at=AT)
    with pytest.raises(PermissionDenied):
        services.keep_duties(texts={unit: "别的"}, by=make.as_unit(unit), at=AT)
    services.keep_duties(texts={unit: "岗亭管护和更新"}, by=clerk, at=AT)

    assert (same.value.code, long.value.code) == ("nothing", "long_text")
    assert list(DutyText.objects.order_by("ordinal").values_list("ordinal", "text")) == [
        (1, "岗亭管护"), (2, "岗亭管护和更新"),
    ]  # fmt: skip
    assert queries.duties_by_unit() == {unit.pk: "岗亭管护和更新"}


def test_what_is_decided_is_recorded_with_its_version_and_level(house):
    assigner, unit = make.assigner(), make.UnitFactory(name="云溪区甲中心")
    some_past(unit)
    version = trained()

    assign(filed("关于岗亭的建议"), unit, assigner)

    row = Decision.objects.get()
    assert (row.place, row.version_id, row.chosen, row.kind) == (1, version.pk, str(unit.pk), "proposal")
    assert row.level in Level.values


def test_the_queries_of_a_board_do_not_grow(house):
    some_past(make.UnitFactory(name="云溪区甲中心"))
    trained()
    clerk, rows = make.clerk(), [filed() for _ in range(3)]
    suggesting.suggest_for(rows, on=TODAY, by=clerk)

    with CaptureQueriesContext(connection) as one:
        suggesting.suggest_for(rows[:1], on=TODAY, by=clerk)
    with CaptureQueriesContext(connection) as three:
        suggesting.suggest_for(rows, on=TODAY, by=clerk)

    assert len(one) == len(three) <= 8
