"""What the demo holds, so that two buildings of it can be compared."""

from __future__ import annotations

from typing import Any

from yizheng.accounts.models import User
from yizheng.kernel.models import Committee, LedgerEntry
from yizheng.kernel.scoping import scope
from yizheng.notify.models import Notice
from yizheng.org.models import Person
from yizheng.plan.models import PlanTask
from yizheng.todo.models import Todo


def everything() -> list[Any]:
    """Return people, tasks, to-dos, notices and every act, without ids."""
    found: list[Any] = [list(User.objects.order_by("username").values_list("username", "name"))]
    for committee in Committee.objects.order_by("slug"):
        with scope(committee):
            found += [
                list(Person.objects.order_by("sort_key").values_list("name", "employer", "title", "gender")),
                sorted(LedgerEntry.objects.values_list("at", "act", "kind", "actor_name", "to_state")),
                list(PlanTask.objects.order_by("id").values_list("content", "state", "due_on", "done_on")),
                sorted(Todo.objects.values_list("title", "label", "role")),
                sorted(Notice.objects.values_list("text", "recipient__username", "sent_at")),
            ]
    return found
