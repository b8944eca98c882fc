"""The one list "when this happens, these listen"."""

from yizheng.deadline.events import CalendarChanged
from yizheng.kernel.events import on
from yizheng.kernel.workflow import Moved
from yizheng.plan import notifications as plan_notifications
from yizheng.plan.events import PlanBecameLive
from yizheng.plan.services import due_dates as plan_due_dates
from yizheng.todo import services as todo


def connect() -> None:
    """Let rooms hear of each other; called once at start."""
    on(Moved, todo.follow, plan_notifications.tell_of_task)
    on(PlanBecameLive, plan_notifications.tell_departments)
    on(CalendarChanged, plan_due_dates.follow_calendar)
