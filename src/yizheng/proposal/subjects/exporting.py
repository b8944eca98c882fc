"""What the shared rooms must know of exports: whose they are, and whose words lie in them."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.addresses import address
from yizheng.kernel.purging_kinds import Part
from yizheng.kernel.subjects import Subject, register

from ..models import ExportRun
from ..queries.exports import exports_visible_to

COPY = ("name", "kind", "object_id")
"""Without its subject a file opens for nobody."""


def copies_of(kind: str, object_id: int, _url: str) -> Iterator[Part]:
    """Return the files that hold words of a proposal: they are sealed away and destroyed with it."""
    if kind == "proposal":
        for run in ExportRun.objects.filter(holds__contains=[object_id], file__isnull=False).select_related("file"):
            assert run.file is not None, "asked for in the query"
            yield Part(run.file, COPY)


def register_kinds() -> None:
    """Make exports known to the house."""
    register(
        Subject(
            "proposal_export", ExportRun, "成批导出", visible_to=exports_visible_to,
            url=lambda _run: address("proposal:exports"),
        )
    )  # fmt: skip
    purging_kinds.trace(copies_of)
