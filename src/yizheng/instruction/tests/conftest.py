"""The house of the opinion room: instructions are given on its pieces."""

from yizheng.opinion.tests.conftest import browser, house, now

__all__ = ["browser", "house", "now"]
