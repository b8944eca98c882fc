"""A committee whose scope is open, a day that stands still, and browsers of its people."""

from yizheng.proposal.tests.conftest import browser, house, now  # noqa: F401
