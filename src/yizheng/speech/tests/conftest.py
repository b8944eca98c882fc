"""The house of the speech room: that of proposals, on a day before the next plenary."""

from yizheng.proposal.tests.conftest import browser, house, now

__all__ = ["browser", "house", "now"]
