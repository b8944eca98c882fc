"""A brief from the recorder's draft to its number: who writes, who checks, who reads."""

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.models import Sequence as Series
from yizheng.notify.models import Notice
from yizheng.org.models import Person
from yizheng.plan.tests.factories import seat
from yizheng.plenary import forms, queries, services
from yizheng.plenary.models import Brief, Statement
from yizheng.plenary.naming import Roll, spoken
from yizheng.plenary.services import Wording
from yizheng.plenary.subjects import brief_indexed
from yizheng.plenary.tests import factories as make
from yizheng.todo.models import Todo

AT = make.AT
pytestmark = pytest.mark.usefixtures("house")


def rows():
    return [list(table.objects.order_by("pk").values()) for table in (Brief, Statement, LedgerEntry, Notice, Series)]


def open_todos():
    return sorted(Todo.objects.filter(closed_at__isnull=True, act__contains="brief").values_list("act", flat=True))


@pytest.fixture
def written():
    """A draft by the recorder of the first group; the recorder is a clerk of a special committee."""
    pack, clerk, people = make.published()
    group, recorder = make.recorder_of(pack, clerk, Role.COMMITTEE_CLERK)
    brief = services.begin_brief(
        group=group, wording=make.wording(group, "加装电梯。", "协商常态化。"), by=recorder, at=AT
    )
    return brief, recorder, clerk, people


def test_a_brief_goes_from_the_recorder_over_the_office_to_all_members(written):
    brief, recorder, clerk, people = written
    steps = [open_todos()]
    services.submit_brief(brief=brief, by=recorder, at=AT)
    steps.append(open_todos())
    services.check_brief(brief=brief, by=clerk, at=AT)
    steps.append(open_todos())

    issued = services.issue_brief(brief=brief, by=seat(Role.SECRETARY_GENERAL, name="程远航"), at=AT)

    assert steps == [["submit_brief"], ["check_brief"], ["issue_brief"]]
    assert open_todos() == []
    assert (issued.number, issued.title, issued.issued_by_name) == (1, "第1期简报（第一组）", "程远航")
    told = Notice.objects.filter(text__contains="第1期简报")
    assert set(told.values_list("recipient", flat=True)) == {row.person.user_id for row in people}
    indexed = brief_indexed(issued)
    assert "加装电梯" in indexed.body
    assert indexed.numbers == ("第1期简报",)


def test_numbers_follow_without_a_gap_whatever_was_returned(written):
    brief, recorder, clerk, _ = written
    services.submit_brief(brief=brief, by=recorder, at=AT)
    services.check_brief(brief=brief, by=clerk, at=AT)
    services.return_brief(brief=brief, reason="姓名有误", by=clerk, at=AT)
    second = make.group_of(brief.pack, 2)

    numbers = [make.issued(second, clerk, "一").number, make.issued(second, clerk, "二").number]
    with pytest.raises(Refused):
        services.issue_brief(brief=brief, by=clerk, at=AT)
    numbers.append(make.issued(second, clerk, "三").number)

    assert numbers == [1, 2, 3]


def test_what_was_sent_in_is_changed_only_after_it_came_back(written):
    brief, recorder, clerk, _ = written
    services.submit_brief(brief=brief, by=recorder, at=AT)
    new = make.wording(brief.group, "新的一条。")
    before = rows()
    with pytest.raises(Refused):
        services.change_brief(brief=brief, wording=new, by=recorder, at=AT)
    with pytest.raises(Refused, match="理由"):
        services.return_brief(brief=brief, reason=" ", by=clerk, at=AT)
    assert rows() == before

    services.return_brief(brief=brief, reason="请补充", by=clerk, at=AT)
    services.change_brief(brief=brief, wording=new, by=recorder, at=AT)

    assert list(brief.statements.values_list("gist", flat=True)) == ["新的一条。"]


def test_an_empty_brief_and_a_day_outside_are_refused(written):
    brief, recorder, *_ = written
    services.change_brief(brief=brief, wording=Wording(make.OPENS, "pm"), by=recorder, at=AT)
    before = rows()

    with pytest.raises(Refused, match="还是空的"):
        services.submit_brief(brief=brief, by=recorder, at=AT)
    with pytest.raises(Refused, match="12月10日到12月13日"):
        services.change_brief(brief=brief, wording=Wording(AT.date(), "pm"), by=recorder, at=AT)
    assert rows() == before


def test_before_the_publication_nobody_writes():
    pack, clerk, _ = make.arranged()
    before = rows()

    with pytest.raises(Refused, match="还没有公布"):
        services.begin_brief(group=make.group_of(pack), wording=Wording(make.OPENS, "pm"), by=clerk, at=AT)
    assert rows() == before


@pytest.mark.parametrize("role", [Role.COMMITTEE_CLERK, Role.MEMBER, Role.LEADER])
def test_who_does_not_record_for_the_group_writes_nothing(written, role):
    brief, recorder, *_ = written
    stranger, before = seat(role, name="别人"), rows()

    for act in (
        lambda: services.begin_brief(group=brief.group, wording=Wording(make.OPENS, "pm"), by=stranger, at=AT),
        lambda: services.change_brief(brief=brief, wording=Wording(make.OPENS, "pm"), by=stranger, at=AT),
        lambda: services.submit_brief(brief=brief, by=stranger, at=AT),
        lambda: services.check_brief(brief=brief, by=recorder, at=AT),
        lambda: services.issue_brief(brief=brief, by=recorder, at=AT),
        lambda: services.begin_brief(
            group=make.group_of(brief.pack, 2), wording=Wording(make.OPENS, "pm"), by=recorder, at=AT
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert rows() == before


def test_drafts_are_read_by_the_recorder_and_the_office_issued_ones_by_all(written):
    brief, recorder, clerk, people = written
    member, leader, unit = make.worn(people[0]), seat(Role.LEADER), seat(Role.UNIT_CLERK)

    def readers():
        asked = {"recorder": recorder, "office": clerk, "member": member, "leader": leader, "unit": unit}
        return {name for name, actor in asked.items() if queries.briefs_visible_to(actor).exists()}

    assert readers() == {"recorder", "office"}
    services.submit_brief(brief=brief, by=recorder, at=AT)
    services.check_brief(brief=brief, by=clerk, at=AT)
    assert brief_indexed(Brief.objects.get()) is None
    services.issue_brief(brief=brief, by=clerk, at=AT)
    assert readers() == {"recorder", "office", "member", "leader"}


def test_statements_are_read_as_they_are_typed(written):
    brief, *_ = written
    people = queries.members_of(brief.group)
    roll = Roll(people)

    said = spoken(f"{people[1]}：要抓落实。\n还要回访。\n\n {people[0]} : 同意", roll)

    assert said == [(people[1], "要抓落实。\n还要回访。"), (people[0], "同意")]
    for text, words in (("没有名字", "第1行没有写是谁"), ("张不在：有话", "第1行：名单里没有“张不在”"),
                        (f"{people[0]}：", "要点还是空的")):  # fmt: skip
        with pytest.raises(Refused, match=words):
            spoken(text, roll)


def test_namesakes_are_told_apart_by_their_sector():
    pack, _, people = make.begun((1, 1))
    for row in people:
        row.person.name = "王芳"
        row.person.save(update_fields=["name"])
    roll = Roll(queries.here(pack))

    with pytest.raises(Refused, match="2位“王芳”"):
        roll.find("王芳")
    assert roll.find(f"王芳({people[1].sector})").membership == people[1]


def test_a_closed_brief_says_nothing_and_comes_back_as_it_was(written):
    brief, *_ = written
    admin = seat(Role.SECURITY_ADMIN)
    before = [list(table.objects.values()) for table in (Brief, Statement)]

    closure = quarantine.quarantine(subject=brief, by=admin, reason="误传", at=AT)
    hidden = str([list(table.objects.values()) for table in (Brief, Statement)])
    quarantine.lift(closure=closure, by=admin, reason="核实无误", at=AT)

    assert [words for words in ("加装电梯", "协商常态化", "讨论热烈") if words in hidden] == []
    assert [list(table.objects.values()) for table in (Brief, Statement)] == before


def test_what_was_said_by_namesakes_and_who_of_them_sits_in_front_can_be_saved_again_as_it_stands():
    pack, clerk, people = make.published((2, 2), groups=1)
    one, other = people[0], people[2]
    Person.objects.filter(pk__in=(one.person_id, other.person_id)).update(name="王芳")
    group = make.group_of(pack)
    by_member = {row.membership_id: row for row in queries.members_of(group)}
    said = [(by_member[one.pk], "甲"), (by_member[other.pk], "乙")]
    brief = services.begin_brief(group=group, wording=Wording(make.OPENS, "pm", "", said), by=clerk, at=AT)
    roll = Roll(queries.members_of(group))
    in_front = [row for row, _ in said]
    for row in in_front:
        row.presidium = "member"

    again = forms.BriefForm(forms.first_brief(brief))
    front = forms.PresidiumForm(forms.first_presidium(in_front, roll))

    assert again.is_valid()
    assert again.wording(roll).statements == said
    assert front.is_valid()
    assert front.chosen(roll)["members"] == in_front
