"""The arithmetic of groups and seats: nothing torn, nothing lost, nobody twice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yizheng.plenary.arranging import from_centre, in_parts, rows_of_seats

quick = settings(max_examples=60, deadline=None)


@quick
@given(st.lists(st.integers(1, 30), min_size=1, max_size=14), st.data())
def test_each_block_lies_in_one_part_and_sizes_are_as_even_as_whole_blocks_allow(sizes, data):
    parts = data.draw(st.integers(1, len(sizes)))

    found = in_parts(sizes, parts)

    assert [n for part in found for n in part] == list(range(len(sizes)))
    assert all(found)
    assert len(found) == parts
    assert max(sum(sizes[n] for n in part) for part in found) < sum(sizes) / parts + max(sizes) * 2


def test_sectors_of_like_size_make_groups_of_like_size():
    assert in_parts([3, 3, 2, 4, 4], 2) == [range(3), range(3, 5)]


@pytest.mark.parametrize("parts", [0, 3])
def test_more_parts_than_blocks_are_refused(parts):
    with pytest.raises(ValueError, match="make no"):
        in_parts([5, 5], parts)


@quick
@given(st.integers(1, 60))
def test_the_stage_is_filled_from_the_middle_and_each_seat_once(seats):
    order = from_centre(seats)

    assert sorted(order) == list(range(1, seats + 1))
    assert order[0] == (seats + 1) // 2


def test_the_first_sits_in_the_middle_the_second_to_the_left():
    assert from_centre(5) == [3, 2, 4, 1, 5]


def test_the_hall_is_filled_from_the_front_left():
    assert list(rows_of_seats(2, 2)) == [(1, 1), (1, 2), (2, 1), (2, 2)]
