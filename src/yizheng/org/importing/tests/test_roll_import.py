"""A roll out of the office's sheet: read, judged, written once."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.intake.models import ImportRow, ImportState
from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.org.enums import MembershipRole, MembershipState
from yizheng.org.importing import phrases, services
from yizheng.org.importing.choices import ANOTHER, NAMESAKES, OUT, SAME, Choices
from yizheng.org.models import Membership, Person, Sector, Term

from .office import HEAD, LI, ROLLS, WANG, Office, at, confirm, counted, decide, findings, read, reread, seat, verdicts


def test_a_roll_becomes_persons_and_memberships(office: Office) -> None:
    batch = read(office, WANG, LI)

    confirmed = confirm(office, batch)

    assert confirmed.state == ImportState.CONFIRMED
    with tenancy.scope(office.committee):
        wang = Person.objects.get(name="王明")
        seat_of_wang = Membership.objects.select_related("sector").get(person=wang)
        acts = list(LedgerEntry.objects.filter(act__startswith="import_").values_list("act", "act_id"))
    assert (wang.gender, wang.ethnicity, wang.birth_date, wang.affiliation) == ("f", "回族", "1968-05", "民盟")
    assert (wang.employer, wang.title, wang.phone) == ("云溪区第一中学", "校长", "13800001111")
    assert (seat_of_wang.sector.name, seat_of_wang.state) == ("教育", MembershipState.ACTIVE)  # type: ignore[union-attr]
    assert seat_of_wang.role == MembershipRole.MEMBER
    assert sorted(act for act, _ in acts) == ["import_membership"] * 2 + ["import_person"] * 2
    assert len({act_id for _, act_id in acts}) == 1
    assert Choices.from_json(confirmed.tree).written == {"new": 2, "changed": 0}


def test_the_ledger_holds_no_personal_value(office: Office) -> None:
    confirm(office, read(office, WANG))

    with tenancy.scope(office.committee):
        told = str(list(LedgerEntry.objects.values_list("fields", flat=True)))
    assert "13800001111" not in told
    assert "回族" not in told
    assert "1968" not in told


def test_what_was_read_is_sealed_until_it_is_written_and_then_gone(office: Office) -> None:
    batch = read(office, WANG)

    assert "13800001111" not in str((batch.reading, batch.tree))
    assert verdicts(office, batch) == {2: "new"}
    confirm(office, batch)

    assert verdicts(office, batch) == {}


def test_nothing_is_written_before_it_is_confirmed(office: Office) -> None:
    before = counted(office, ROLLS)

    batch = read(office, WANG, LI)

    assert batch.state == ImportState.READ
    assert counted(office, ROLLS) == before


def test_the_same_roll_twice_makes_no_doubles(office: Office) -> None:
    confirm(office, read(office, WANG, LI))
    before = counted(office, ROLLS)

    second = read(office, WANG, LI)

    assert verdicts(office, second) == {2: "unchanged", 3: "unchanged"}
    with pytest.raises(Refused) as refused:
        confirm(office, second)
    assert refused.value.message == phrases.NOTHING_TO_WRITE
    assert counted(office, ROLLS) == before


def test_two_imports_of_one_roll_read_before_either_is_confirmed(office: Office) -> None:
    first, second = read(office, WANG), read(office, WANG)
    confirm(office, first)
    before = counted(office)

    with pytest.raises(Refused) as refused:
        confirm(office, second)

    assert refused.value.code == "changed_since"
    assert counted(office) == before


def test_a_changed_value_is_shown_old_to_new_and_written(office: Office) -> None:
    confirm(office, read(office, WANG))
    moved = [*WANG[:7], "云溪区教育局副局长", 13700003333]

    batch = read(office, moved)

    with tenancy.scope(office.committee):
        entry = services.entry_of(ImportRow.objects.get(batch=batch))
    assert [(change.label, change.old, change.new) for change in entry.changes] == [
        ("工作单位", "云溪区第一中学", "云溪区教育局"),
        ("职务", "校长", "副局长"),
        ("手机", "13800001111", "13700003333"),
    ]
    confirm(office, batch)
    with tenancy.scope(office.committee):
        assert Person.objects.get().phone == "13700003333"
        assert LedgerEntry.objects.filter(act="correct_person_by_import").count() == 1


def test_a_sheet_corrects_a_sector_as_if_it_had_never_been(office: Office) -> None:
    confirm(office, read(office, WANG))

    confirm(office, read(office, [*WANG[:6], "经济", *WANG[7:]]))

    with tenancy.scope(office.committee):
        row = Membership.objects.select_related("sector").get()
        assert (str(row.sector), row.sector_since, row.past_sectors.count()) == ("经济", None, 0)
        assert LedgerEntry.objects.filter(act="correct_membership_by_import").count() == 1


def test_an_empty_cell_empties_nothing(office: Office) -> None:
    confirm(office, read(office, WANG))

    batch = read(office, [1, "王明", "", "", "", "", "教育", "", ""])

    assert verdicts(office, batch) == {2: "unchanged"}


def test_an_unknown_sector_holds_the_row_up_and_names_the_nearest(office: Office) -> None:
    batch = read(office, [*WANG[:6], "科技", *WANG[7:]])

    assert verdicts(office, batch) == {2: "problem"}
    assert findings(office, batch, 2)[0].startswith("界别“科技”不在第三届的字典里。")
    assert "科学技术" in findings(office, batch, 2)[0]


@pytest.mark.parametrize(("chosen", "written"), [("科学技术", "科学技术"), ("+", "科技")])
def test_a_sector_is_settled_for_all_rows_at_once(office: Office, chosen: str, written: str) -> None:
    batch = read(office, [*WANG[:6], "科技", *WANG[7:]])
    with tenancy.scope(office.committee, office.clerk.user_id):
        batch = services.arrange(
            batch=batch, edition=batch.edition, posted={"text-1": "科技", "name-1": chosen}, by=office.clerk, at=at()
        )
    batch = reread(office, batch)

    assert verdicts(office, batch) == {2: "new"}
    confirm(office, batch)

    with tenancy.scope(office.committee):
        assert Membership.objects.get().sector.name == written  # type: ignore[union-attr]
        assert Sector.objects.count() == (4 if chosen == "+" else 3)


def test_two_rows_of_one_name_are_asked_about(office: Office) -> None:
    other = [3, "王明", "女", "", "", "", "经济", "", ""]
    batch = read(office, WANG, other)
    assert verdicts(office, batch) == {2: "problem", 3: "problem"}
    assert findings(office, batch, 3) == ["第2行和第3行是同一个姓名，看不出是不是两个人。请选择是两个人，或只留一行。"]

    two = decide(office, batch, 3, NAMESAKES)

    assert verdicts(office, two) == {2: "new", 3: "new"}
    confirm(office, two)
    with tenancy.scope(office.committee):
        assert Person.objects.filter(name="王明").count() == 2


def test_leaving_one_row_out_frees_its_namesake(office: Office) -> None:
    batch = read(office, WANG, [3, "王明", "女", "", "", "", "经济", "", ""])

    batch = decide(office, batch, 3, OUT)

    assert verdicts(office, batch) == {2: "new", 3: "left_out"}
    confirm(office, batch)
    with tenancy.scope(office.committee):
        assert Person.objects.filter(name="王明").count() == 1


def test_namesakes_of_different_birth_are_two_persons(office: Office) -> None:
    batch = read(office, WANG, [3, "王明", "女", "", "1975.3", "", "经济", "", ""])

    assert verdicts(office, batch) == {2: "new", 3: "new"}
    assert findings(office, batch, 2) == ["第2行和第3行同名，出生年月不同，按两个人导入。"]


def test_a_namesake_in_the_house_is_asked_about(office: Office) -> None:
    with tenancy.scope(office.committee):
        known = Person.objects.create(name="王明", sort_key="wang ming", employer="云溪区医院")
    batch = read(office, WANG)
    assert verdicts(office, batch) == {2: "problem"}
    assert findings(office, batch, 2) == ["名册里已有王明（云溪区医院），与这一行同名。请选择是同一人，还是另一人。"]

    same = decide(office, batch, 2, f"{SAME}{known.public_id}")
    assert verdicts(office, same) == {2: "changed"}
    another = decide(office, same, 2, ANOTHER)
    assert verdicts(office, another) == {2: "new"}
    confirm(office, another)

    with tenancy.scope(office.committee):
        assert Person.objects.filter(name="王明").count() == 2


def test_a_telephone_used_twice_is_said_with_both_rows(office: Office) -> None:
    batch = read(office, WANG, [*LI[:8], 13800001111])

    assert verdicts(office, batch) == {2: "new", 3: "new"}
    twice = "手机号用了两次：第2行和第3行。请核对；确实共用的可以照此导入。"
    assert findings(office, batch, 2) == [twice]
    assert findings(office, batch, 3) == [twice]


def test_rare_characters_and_dots_are_kept(office: Office) -> None:
    batch = read(
        office,
        [1, "𠮷　㛃", "女", "", "", "", "教育", "", ""],
        [2, "阿依古丽•买买提", "女", "", "", "", "经济", "", ""],
    )

    confirm(office, batch)

    with tenancy.scope(office.committee):
        assert set(Person.objects.values_list("name", flat=True)) == {"𠮷㛃", "阿依古丽·买买提"}


def test_remarks_behind_a_name_are_read(office: Office) -> None:
    confirm(office, read(office, ["马兰（女，回族）", "教育"], head=("姓名", "界别")))

    with tenancy.scope(office.committee):
        person = Person.objects.get()
    assert (person.name, person.gender, person.ethnicity) == ("马兰", "f", "回族")


def test_a_heading_row_gives_the_sector(office: Office) -> None:
    batch = read(office, ["教育界（1人）", None], ["1", "马兰"], head=("序号", "姓名"))

    confirm(office, batch)

    with tenancy.scope(office.committee):
        assert Membership.objects.get().sector.name == "教育"  # type: ignore[union-attr]


def test_rows_with_problems_are_left_out_only_when_said(office: Office) -> None:
    batch = read(office, WANG, [*LI[:6], "没有的界别", *LI[7:]])
    before = counted(office)
    with pytest.raises(Refused) as refused:
        confirm(office, batch)
    assert refused.value.message == "还有1行有问题。请逐行处理，或勾选“有问题的行不导入”，再确认。"
    assert counted(office) == before

    with tenancy.scope(office.committee, office.clerk.user_id):
        batch = services.skip_problems(batch=batch, edition=batch.edition, skips=True, by=office.clerk, at=at())
    confirm(office, batch)

    with tenancy.scope(office.committee):
        assert list(Person.objects.values_list("name", flat=True)) == ["王明"]
        assert list(ImportRow.objects.values_list("sheet_row", "verdict")) == [(3, "problem")]


def test_a_list_of_nominees_is_proposed_only(office: Office) -> None:
    batch = read(office, WANG)
    posted = {"standing": "proposed", "joined_on": "2026-12-01"}
    with tenancy.scope(office.committee, office.clerk.user_id):
        batch = services.arrange(batch=batch, edition=batch.edition, posted=posted, by=office.clerk, at=at())

    confirm(office, reread(office, batch))

    with tenancy.scope(office.committee):
        membership = Membership.objects.get()
    assert (membership.state, membership.joined_on) == (MembershipState.PROPOSED, date(2026, 12, 1))


def test_a_column_is_corrected_by_the_clerk(office: Office) -> None:
    batch = read(office, ["王明", "教育", "13800001111"], head=("姓名", "界别", "号头"))
    posted = {"column-name": "0", "column-sector": "1", "column-phone": "2"}
    with tenancy.scope(office.committee, office.clerk.user_id):
        batch = services.arrange(batch=batch, edition=batch.edition, posted=posted, by=office.clerk, at=at())

    confirm(office, reread(office, batch))

    with tenancy.scope(office.committee):
        assert Person.objects.get().phone == "13800001111"


@pytest.mark.parametrize(
    ("posted", "code"),
    [
        ({"column-name": ""}, "name_column"),
        ({"column-name": "1", "column-gender": "1"}, "column_twice"),
        ({"column-name": "99"}, "no_column"),
        ({"sheet": "7"}, "no_column"),
        ({"standing": "removed"}, "no_such_choice"),
        ({"term": "x"}, "no_such_choice"),
        ({"joined_on": "明年"}, "bad_date"),
        ({"name-1": "没有的界别", "text-1": "科技"}, "no_such_choice"),
    ],
)
def test_a_wrong_arrangement_changes_nothing(office: Office, posted: dict[str, str], code: str) -> None:
    batch = read(office, WANG)
    before = (counted(office), batch.tree)

    with tenancy.scope(office.committee, office.clerk.user_id), pytest.raises(Refused) as refused:
        services.arrange(batch=batch, edition=batch.edition, posted=posted, by=office.clerk, at=at())

    assert refused.value.code == code
    with tenancy.scope(office.committee):
        batch.refresh_from_db()
    assert (counted(office), batch.tree) == before
    assert batch.state == ImportState.READ


def test_without_a_term_nothing_is_written(office: Office) -> None:
    with tenancy.scope(office.committee):
        Sector.objects.all().delete()
        Term.objects.all().delete()
    batch = read(office, WANG)
    before = counted(office)

    with pytest.raises(Refused) as refused:
        confirm(office, batch)

    assert refused.value.message == phrases.NO_TERM
    assert counted(office) == before


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICE_CLERK])
def test_no_other_role_imports(office: Office, role: Role) -> None:
    batch = read(office, WANG)
    with tenancy.scope(office.committee):
        other = seat(role, "许岚")
    before = counted(office)

    acts = (
        lambda: services.confirm_import(batch=batch, edition=1, by=other, at=at()),
        lambda: services.decide(batch=batch, edition=1, row=2, word=OUT, by=other, at=at()),
        lambda: services.arrange(batch=batch, edition=1, posted={}, by=other, at=at()),
        lambda: services.discard_import(batch=batch, by=other, at=at()),
    )
    for act in acts:
        with tenancy.scope(office.committee, other.user_id), pytest.raises(PermissionDenied):
            act()

    assert counted(office) == before
    assert verdicts(office, batch) == {2: "new"}


def test_a_file_that_is_no_roll_gets_a_sentence(office: Office) -> None:
    batch = read(office, ["3月", 5], head=("月份", "支出"))

    assert (batch.state, batch.failure) == (ImportState.FAILED, phrases.NO_HEADER.format(label="姓名"))


def test_an_empty_roll_gets_a_sentence(office: Office) -> None:
    batch = read(office, head=HEAD)

    assert (batch.state, batch.failure) == (ImportState.FAILED, phrases.NOTHING)


def test_a_discarded_import_keeps_no_rows(office: Office) -> None:
    batch = read(office, WANG)

    with tenancy.scope(office.committee, office.clerk.user_id):
        services.discard_import(batch=batch, by=office.clerk, at=at())

    assert verdicts(office, batch) == {}
    assert counted(office, (Person, Membership)) == {"Person": 0, "Membership": 0}


def test_a_job_that_comes_twice_reads_once(office: Office) -> None:
    batch = reread(office, read(office, WANG))

    assert verdicts(office, batch) == {2: "new"}
