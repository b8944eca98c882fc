"""Document numbers: typed and checked by default, an own series without gap or double, at once and undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from yizheng.document.models import GivenNumber
from yizheng.document.numbering import give_number
from yizheng.kernel import tenancy
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee, Sequence
from yizheng.kernel.tests.threads import run_at_once
from yizheng.org.models import Setting

AT = datetime(2026, 11, 22, 2, tzinfo=UTC)


def committee() -> Committee:
    return Committee.objects.create(slug="yunxi", full_name="云溪区政协", short_name="云溪区政协")


@pytest.fixture
def house(db: None) -> Iterator[Committee]:
    made = committee()
    with tenancy.scope(made):
        yield made


def give(typed: str = "", *, prefix: str = "云溪协", year: int = 2026) -> str:
    return give_number(prefix=prefix, year=year, typed=typed, by=SYSTEM, at=AT)


def set_key(name: str, value: Any) -> None:
    Setting.objects.create(key=name, value=value, valid_from=date(2026, 1, 1))


@pytest.mark.parametrize(
    "typed", ["云溪协〔2026〕12号", " 云溪协 [2026] 12号", "云溪协（2026）12号", "云溪协【2026】12号"]
)
def test_a_typed_number_is_registered_as_the_standard_writes_it(typed: str, house: Committee) -> None:
    assert give(typed) == "云溪协〔2026〕12号"
    assert GivenNumber.objects.get().source == "manual"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "no_number"),
        ("云溪协〔2026〕第12号", "malformed"),
        ("云溪协〔2026〕012号", "malformed"),
        ("云溪协〔2025〕12号", "malformed"),
        ("云溪函〔2026〕12号", "malformed"),
        ("12", "malformed"),
        ("云溪协〔2026〕12号<script>", "malformed"),
    ],
)
def test_what_is_no_number_is_refused_with_an_example(typed: str, code: str, house: Committee) -> None:
    with pytest.raises(Refused) as refused:
        give(typed)

    assert refused.value.code == code
    assert "云溪协〔2026〕12号" in refused.value.message
    assert not GivenNumber.objects.exists()


def test_a_number_is_given_once(house: Committee) -> None:
    give("云溪协〔2026〕12号")

    with pytest.raises(Refused, match="已经用过"):
        give("云溪协[2026]12号")

    assert GivenNumber.objects.count() == 1


def test_only_registered_prefixes_are_taken(house: Committee) -> None:
    set_key("document.prefixes", ["云溪协", "云溪协函"])

    with pytest.raises(Refused, match="云溪协、云溪协函"):
        give("别协〔2026〕1号", prefix="别协")
    with pytest.raises(Refused, match="请填写机关代字"):
        give("〔2026〕1号", prefix=" ")

    assert give("云溪协函〔2026〕1号", prefix="云溪协函") == "云溪协函〔2026〕1号"
    assert GivenNumber.objects.count() == 1


def test_an_own_series_counts_by_prefix_and_year_behind_what_was_typed(house: Committee) -> None:
    give("云溪协〔2026〕7号")
    set_key("document.number_source", "own")

    assert [give(), give(), give(year=2027), give(prefix="云溪协函")] == [
        "云溪协〔2026〕8号", "云溪协〔2026〕9号", "云溪协〔2027〕1号", "云溪协函〔2026〕1号",
    ]  # fmt: skip
    with pytest.raises(Refused, match="不用填写"):
        give("云溪协〔2026〕10号")
    assert GivenNumber.objects.count() == 5


def test_an_undone_act_gives_its_number_back(house: Committee) -> None:
    set_key("document.number_source", "own")
    with transaction.atomic():
        assert give() == "云溪协〔2026〕1号"
        transaction.set_rollback(True)

    assert give() == "云溪协〔2026〕1号"
    assert Sequence.objects.get().last == 1


def test_two_secretaries_at_once_get_consecutive_numbers(own_database: str, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        made = committee()
        with tenancy.scope(made):
            set_key("document.number_source", "own")

        def act(undone: bool) -> str | None:
            with tenancy.scope(made):
                number = give()
                transaction.set_rollback(undone)
                return None if undone else number

        def work(thread: int) -> list[str | None]:
            return [act((thread + turn) % 4 == 0) for turn in range(6)]

        given = run_at_once([lambda t=t: work(t) for t in range(4)])  # type: ignore[misc]
        kept = sorted(int(n[len("云溪协〔2026〕") : -1]) for numbers in given for n in numbers if n is not None)

        assert kept == list(range(1, 19))


def test_two_typing_the_same_number_at_once_leave_one(own_database: str, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        made = committee()

        def act() -> str:
            with tenancy.scope(made):
                return give("云溪协〔2026〕3号")

        ends = run_at_once([act, act])

        assert sorted(end if isinstance(end, str) else end.code for end in ends) == [
            "number_taken",
            "云溪协〔2026〕3号",
        ]
        with tenancy.scope(made):
            assert GivenNumber.objects.count() == 1
