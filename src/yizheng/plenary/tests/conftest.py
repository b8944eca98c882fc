"""The committee and browsers of the meeting room's tests."""

from yizheng.meeting.tests.conftest import browser, house, now

__all__ = ["browser", "house", "now"]
