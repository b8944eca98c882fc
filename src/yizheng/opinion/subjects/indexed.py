"""What the search knows of a piece, and who may find it: as wide as `opinions_visible_to`, which is asked again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel.subjects import Indexed
from yizheng.search.audience import role, scoped

from ..models import Opinion, OpinionAuthor
from ..queries import PRIVATE
from ..standing import EDITORS, OWNER_COLUMNS
from ..texts import joined

READERS = (*EDITORS, Role.LEADER, Role.ARCHIVIST)


def opinion_indexed(opinion: Opinion) -> Indexed | None:
    """Tell of a piece that was sent in; what is still being written nobody finds."""
    if opinion.state in PRIVATE:
        return None
    authors = list(opinion.authors.select_related("officer").order_by("order", "id"))
    came = opinion.submitted_at
    return Indexed(
        str(opinion),
        body="\n".join(part for part in (opinion.edited_body, joined(opinion), opinion.topic, opinion.place) if part),
        people=tuple(dict.fromkeys(each.name for each in authors)),
        numbers=(opinion.number,) if opinion.number else (),
        status=opinion.get_state_display(),
        happened_on=timezone.localdate(came) if came else None,
        audience=frozenset(_audience(opinion, authors)),
    )


def _audience(opinion: Opinion, authors: Iterable[OpinionAuthor]) -> Iterator[str]:
    yield from map(role, READERS)
    for author in authors:
        if author.officer is not None and author.officer.user_id is not None:
            yield f"user:{author.officer.user_id}"
        for scope, column in OWNER_COLUMNS.items():
            if (pk := getattr(author, f"{column}_id")) is not None:
                yield scoped(scope, pk)
    for named in opinion.recipients.all():
        yield f"user:{named.user_id}"
