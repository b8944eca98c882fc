"""The day of the demo that the tests look at."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

TODAY = date(2026, 11, 30)
"""Three months before was a Sunday."""

MORNING = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
