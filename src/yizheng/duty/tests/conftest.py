"""The house of the duty room: that of proposals and opinions, where the facts come from."""

from yizheng.opinion.tests.conftest import browser, house, now

__all__ = ["browser", "house", "now"]
