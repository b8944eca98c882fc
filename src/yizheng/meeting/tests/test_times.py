"""Times of the day as they are said."""

from datetime import UTC, datetime

import pytest

from yizheng.meeting.times import spoken_time


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(0, 5, "上午0:05"), (9, 0, "上午9:00"), (11, 59, "上午11:59"), (12, 30, "中午12:30"), (13, 0, "下午1:00"),
     (14, 30, "下午2:30"), (17, 59, "下午5:59"), (18, 0, "下午6:00"), (19, 0, "晚上7:00"), (23, 59, "晚上11:59")],
)  # fmt: skip
def test_a_time_is_said_as_a_clerk_says_it(hour, minute, said):
    assert spoken_time(datetime(2026, 12, 3, hour, minute, tzinfo=UTC)) == said
