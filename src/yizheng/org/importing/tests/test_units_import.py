"""Handling units out of a sheet."""

from __future__ import annotations

from yizheng.kernel import tenancy
from yizheng.kernel.models import LedgerEntry
from yizheng.org.enums import UnitCategory
from yizheng.org.models import OrgUnit, UnitAlias, UnitContact

from .office import ROLLS, Office, confirm, counted, findings, read, verdicts

HEAD = ("顺序", "单位名称", "简称", "类别", "上级单位", "联系人", "联系电话")
SCHOOLS = (2, "云溪区教育局", "区教育局", "政府部门", "云溪区人民政府办公室", "李文", "0571-80000000")
OFFICE = (1, "云溪区人民政府办公室", "区府办", "政府部门", None, "赵青", 13800001111)


def test_units_are_written_with_names_contacts_and_parents(office: Office) -> None:
    batch = read(office, SCHOOLS, OFFICE, purpose="units", head=HEAD)

    confirm(office, batch)

    with tenancy.scope(office.committee):
        schools = OrgUnit.objects.select_related("parent").get(name="云溪区教育局")
        assert (schools.category, schools.order, str(schools.parent)) == ("government", 2, "云溪区人民政府办公室")
        assert sorted(UnitAlias.objects.values_list("text", flat=True)) == ["区府办", "区教育局"]
        assert sorted(UnitContact.objects.values_list("name", "phone")) == sorted(
            [("李文", "0571-80000000"), ("赵青", "13800001111")]
        )
        assert len(set(LedgerEntry.objects.filter(kind="org_unit").values_list("act_id", flat=True))) == 1


def test_the_same_units_twice_make_no_doubles(office: Office) -> None:
    confirm(office, read(office, SCHOOLS, OFFICE, purpose="units", head=HEAD))
    before = counted(office, ROLLS)

    again = read(office, SCHOOLS, OFFICE, purpose="units", head=HEAD)

    assert verdicts(office, again) == {2: "unchanged", 3: "unchanged"}
    assert counted(office, ROLLS) == before


def test_a_unit_is_known_by_its_short_name(office: Office) -> None:
    confirm(office, read(office, OFFICE, purpose="units", head=HEAD))

    again = read(office, ["区府办", "党委部门"], purpose="units", head=("单位名称", "类别"))

    assert verdicts(office, again) == {2: "changed"}
    confirm(office, again)
    with tenancy.scope(office.committee):
        assert OrgUnit.objects.get().category == UnitCategory.PARTY


def test_a_unit_named_twice_is_a_problem(office: Office) -> None:
    batch = read(office, OFFICE, OFFICE, purpose="units", head=HEAD)

    assert verdicts(office, batch) == {2: "problem", 3: "problem"}
    assert findings(office, batch, 2) == ["第2行和第3行是同一个单位名称。请只留一行，其余的选择不导入。"]


def test_a_missing_category_is_guessed_and_said(office: Office) -> None:
    batch = read(office, ["望江街道办事处", "李文"], purpose="units", head=("单位名称", "联系人"))

    assert findings(office, batch, 2) == ["没有写类别，按“街道镇”导入。"]
    confirm(office, batch)
    with tenancy.scope(office.committee):
        assert OrgUnit.objects.get().category == UnitCategory.STREET
