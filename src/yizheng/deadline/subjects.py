"""What the shared rooms must know of a deadline."""

from __future__ import annotations

from yizheng.kernel import subjects
from yizheng.kernel.subjects import Subject

from .models import Deadline
from .queries import visible_to


def _url(deadline: Deadline) -> str:
    """A deadline has no page: its address is that of the object it runs for."""
    subject = subjects.get(deadline.kind)
    return subject.url(subject.model._default_manager.get(pk=deadline.object_id))


DEADLINE = Subject(
    kind="deadline",
    model=Deadline,
    label="期限",
    url=_url,
    visible_to=visible_to,
    title=lambda deadline: deadline.why,
)
