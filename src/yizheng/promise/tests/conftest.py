"""The house of the proposal room: promises are made in its replies."""

from yizheng.proposal.tests.conftest import browser, house, now

__all__ = ["browser", "house", "now"]
