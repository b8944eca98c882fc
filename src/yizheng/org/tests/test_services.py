"""Opening a term, making bodies, appointing: each with its ledger row."""

from datetime import UTC, date, datetime

import pytest

from yizheng.kernel import ledger, tenancy
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee, LedgerEntry
from yizheng.org import queries, services
from yizheng.org.enums import BodyKind, PostKind
from yizheng.org.models import Person, Term

pytestmark = pytest.mark.django_db
AT = datetime(2024, 1, 10, 2, tzinfo=UTC)
START = date(2024, 1, 10)
ACT = {"by": SYSTEM, "at": AT}


@pytest.fixture(autouse=True)
def scoped():
    committee = Committee.objects.create(full_name="政协试验区委员会", short_name="试验区政协", slug="shiyan")
    with tenancy.scope(committee):
        yield


def acts(kind, obj):
    return [row.act for row in ledger.history(kind, obj.pk)]


def test_a_term_opens_after_the_one_before_has_ended():
    services.open_term(ordinal=4, start_date=date(2019, 1, 8), end_date=date(2024, 1, 9), **ACT)

    fifth = services.open_term(ordinal=5, start_date=START, **ACT)

    assert acts("term", fifth) == ["open_term"]
    assert queries.current_term(START) == fifth


@pytest.mark.parametrize(
    ("start_date", "end_date"),
    [(date(2022, 1, 1), None), (date(2019, 1, 1), date(2019, 1, 8)), (date(2024, 1, 9), date(2028, 1, 1))],
)
def test_an_overlapping_term_is_refused_and_nothing_changes(start_date, end_date):
    services.open_term(ordinal=4, start_date=date(2019, 1, 8), end_date=date(2024, 1, 9), **ACT)
    rows = LedgerEntry.objects.count()

    with pytest.raises(Refused) as refusal:
        services.open_term(ordinal=5, start_date=start_date, end_date=end_date, **ACT)

    assert refusal.value.message == "第四届的任期与所填日期重叠，请核对起止日期。"
    assert Term.objects.count() == 1
    assert LedgerEntry.objects.count() == rows


def test_a_body_is_made_with_its_names():
    body = services.make_body(
        kind=BodyKind.SPECIAL_COMMITTEE, full_name="经济科技委员会", short_name="经科委", order=2,
        valid_from=START, aliases=["经济科技委", "经济委"], **ACT,
    )  # fmt: skip

    assert [queries.bodies_called(text, START) for text in ("经科委", "经济委", "经济科技委")] == [[body]] * 3
    assert acts("body", body) == ["make_body"]


def test_appointing_and_putting_in_charge_hold_from_their_day():
    person = Person.objects.create(name="周倩", sort_key="zhou qian")
    body = services.make_body(
        kind=BodyKind.SPECIAL_COMMITTEE, full_name="经济科技委员会", short_name="经科委", order=2,
        valid_from=START, **ACT,
    )  # fmt: skip

    services.appoint(person=person, post=PostKind.VICE_CHAIRPERSON, rank=2, valid_from=START, **ACT)
    services.put_in_charge(person=person, body=body, valid_from=START, **ACT)

    assert queries.leaders_in_charge_of(body, START) == [person]
    assert queries.leaders_in_charge_of(body, date(2024, 1, 9)) == []
    assert acts("person", person) == ["appoint"]
    assert acts("body", body) == ["make_body", "put_in_charge"]
