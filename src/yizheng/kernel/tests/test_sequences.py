"""Numbers: none left out, none given twice, whoever asks at once and whatever is undone."""

from __future__ import annotations

from itertools import product

import pytest
from django.db import DatabaseError, transaction

from yizheng.kernel import scoping
from yizheng.kernel.models import Sequence
from yizheng.kernel.sequences import next_number
from yizheng.kernel.tests.factories import make_committee
from yizheng.kernel.tests.threads import run_at_once


def test_numbers_count_from_one_in_each_series_and_committee(db):
    first, second = make_committee("first"), make_committee("second")
    given = {}
    for committee, series in product((first, second), ("proposal-2026", "letter-2026")):
        with scoping.scope(committee):
            given[committee.slug, series] = [next_number(series) for _ in range(3)]

    assert set(map(tuple, given.values())) == {(1, 2, 3)}
    assert len(given) == 4


def test_an_undone_act_gives_its_number_back(db):
    with scoping.scope(make_committee("first")):
        assert next_number("letter") == 1
        with transaction.atomic():
            assert next_number("letter") == 2
            transaction.set_rollback(True)

        assert next_number("letter") == 2


def test_a_number_needs_a_scope(db):
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        next_number("letter")

    assert Sequence.objects.count() == 0


def test_eight_at_once_with_every_third_act_undone_leave_no_gap_and_no_double(own_database):
    committee = make_committee("first")

    def act(undone):
        with scoping.scope(committee):
            number = next_number("letter")
            transaction.set_rollback(undone)
            return None if undone else number

    def work(thread):
        return [act(undone=(thread + n) % 3 == 0) for n in range(9)]

    given = run_at_once([lambda t=t: work(t) for t in range(8)])

    kept = sorted(number for numbers in given for number in numbers if number is not None)
    assert kept == list(range(1, 49))
