"""A date of birth is kept as exactly as the office knows it, and ages are reckoned from that."""

from __future__ import annotations

from datetime import date

import pytest

from yizheng.kernel.errors import Refused
from yizheng.org.birth_dates import age_on, written_birth
from yizheng.org.rolls.members import age_band


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1968", "1968"), ("1968年", "1968"), ("1968-05", "1968-05"), ("1968.5", "1968-05"), ("1968年5月", "1968-05"),
        ("１９６８－０５", "1968-05"), ("1968-05-12", "1968-05-12"), ("1968年5月12日", "1968-05-12"),
        (" 196805 ", "1968-05"),
    ],
)  # fmt: skip
def test_a_date_of_birth_keeps_what_was_written(written: str, kept: str) -> None:
    assert written_birth(written) == kept


@pytest.mark.parametrize("written", ["五月", "68", "1968-13", "1968-02-30", "25000", "3068", "1968-05-12 5"])
def test_what_is_no_date_of_birth_is_refused_with_a_way_to_write_it(written: str) -> None:
    with pytest.raises(Refused) as refused:
        written_birth(written)

    assert refused.value.code == "birth"
    assert "1968-05" in refused.value.message


@pytest.mark.parametrize(
    ("birth", "years"),
    [("1968", 58), ("1968-05", 58), ("1968-11", 58), ("1968-12", 57), ("1968-11-22", 58), ("1968-11-23", 57)],
)
def test_the_age_is_in_full_years(birth: str, years: int) -> None:
    assert age_on(birth, date(2026, 11, 22)) == years


def test_a_roll_by_age_takes_every_exactness_into_the_same_band() -> None:
    on = date(2026, 11, 22)

    assert age_band("1968", on) == age_band("1968-05", on) == age_band("1968-05-12", on) != age_band("", on)
