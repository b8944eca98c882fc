"""What the shared rooms must know of an import."""

from __future__ import annotations

from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Subject

from . import purposes
from .models import ImportBatch
from .queries import imports_visible_to


def _url(batch: ImportBatch) -> str:
    return address(purposes.get(batch.purpose).address_name, public_id=batch.public_id)


def _caption(batch: ImportBatch) -> str:
    return purposes.get(batch.purpose).label


IMPORT = Subject(
    kind="import",
    model=ImportBatch,
    label="导入",
    url=_url,
    visible_to=imports_visible_to,
    title=str,
    caption=_caption,
)
