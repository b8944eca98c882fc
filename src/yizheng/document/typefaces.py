"""Which typefaces the committee's files name (key `document.fonts`)."""

from __future__ import annotations

from django.utils import timezone

from yizheng.org import configuration

from .keys import FONTS
from .typesetting.faces import SETS, Faces


def faces_of_house() -> Faces:
    """Return the faces that Word files of the open scope name today."""
    return SETS[configuration.value(FONTS, on=timezone.localdate())]
