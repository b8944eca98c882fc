"""Which units in which roles make an assignment, and what putting a unit into a lane makes of them."""

import datetime

import pytest

from yizheng.kernel.errors import Refused
from yizheng.org.models import OrgUnit
from yizheng.proposal.enums import ShareRole as R
from yizheng.proposal.services.shares import check_shares, in_words, put
from yizheng.proposal.tests.factories import FROM, UnitFactory

TODAY = datetime.date(2026, 3, 16)
HOUSING, FINANCE, STREET = (
    OrgUnit(pk=pk, name=name, valid_from=FROM) for pk, name in ((1, "区住建局"), (2, "区财政局"), (3, "和平街道"))
)


@pytest.mark.parametrize(
    "shares",
    [
        [(HOUSING, R.SOLE)],
        [(HOUSING, R.HOST)],
        [(HOUSING, R.HOST), (FINANCE, R.CO), (STREET, R.CO)],
        [(HOUSING, R.SEPARATE), (FINANCE, R.SEPARATE)],
    ],
)
def test_sole_host_with_co_and_two_separate_make_an_assignment(shares):
    check_shares(shares, TODAY)


@pytest.mark.parametrize(
    ("shares", "code", "sentence"),
    [
        ([], "no_unit", "还没有选承办单位。请至少选一个单位。"),
        ([(HOUSING, R.HOST), (HOUSING, R.CO)], "twice", "区住建局选了两次，同一个单位只能选一次。"),
        ([(HOUSING, R.CO)], "roles", "有会办单位，还没有主办单位。请先定一个主办单位。"),
        ([(HOUSING, R.SEPARATE)], "roles", "分办要两个以上单位。请再加一个单位，或改成单独办理。"),
        (
            [(HOUSING, R.HOST), (FINANCE, R.HOST)],
            "roles",
            "单独办理和主办都只能有一个单位。要几个单位各自答复的，请选分办。",
        ),
        (
            [(HOUSING, R.SOLE), (FINANCE, R.CO)],
            "roles",
            "单独、主办和会办、分办只能用一种。请只留一种办理方式。",
        ),
    ],
)
def test_any_other_set_of_units_is_refused_in_words(shares, code, sentence):
    with pytest.raises(Refused) as refusal:
        check_shares(shares, TODAY)

    assert (refusal.value.code, refusal.value.message) == (code, sentence)


def test_a_merged_unit_is_refused_and_its_successor_named(house):
    heir = UnitFactory(name="区资规局")
    merged = UnitFactory(name="区国土局", valid_to=datetime.date(2026, 1, 1), merged_into=heir)

    with pytest.raises(Refused, match="区国土局已并入区资规局，请改选区资规局。"):
        check_shares([(merged, R.SOLE)], TODAY)


def test_a_closed_unit_without_heir_is_refused(house):
    closed = UnitFactory(name="区信访办", valid_to=TODAY)

    with pytest.raises(Refused, match="区信访办已经撤销或还没有成立，请改选别的单位。"):
        check_shares([(closed, R.SOLE)], TODAY)


@pytest.mark.parametrize(
    ("before", "unit", "lane", "after"),
    [
        ([], HOUSING, "host", "主办区住建局"),
        ([(HOUSING, R.SOLE)], FINANCE, "co", "主办区住建局，会办区财政局"),
        ([(HOUSING, R.SOLE)], FINANCE, "host", "主办区财政局，会办区住建局"),
        ([(HOUSING, R.HOST), (STREET, R.CO)], FINANCE, "separate", "分办区住建局、和平街道、区财政局"),
        ([(HOUSING, R.HOST), (STREET, R.CO)], FINANCE, "sole", "单独区财政局"),
        ([(HOUSING, R.HOST), (STREET, R.CO)], STREET, "", "单独区住建局"),
        ([(HOUSING, R.HOST), (FINANCE, R.CO), (STREET, R.CO)], HOUSING, "", "主办区财政局，会办和平街道"),
        ([(HOUSING, R.HOST), (STREET, R.CO)], HOUSING, "co", "主办和平街道，会办区住建局"),
        ([(HOUSING, R.SOLE)], HOUSING, "", ""),
    ],
)
def test_putting_a_unit_into_a_lane_lets_the_others_give_way(before, unit, lane, after):
    assert in_words(put(before, unit, lane)) == after
