"""The acts of this room, as `ui.acts` draws their pages."""

from __future__ import annotations

from dataclasses import dataclass

from yizheng.ui import acts
from yizheng.ui.acts import M, posted, url_of, view_of, view_of_new

__all__ = ["NewAct", "PageAct", "posted", "url_of", "view_of", "view_of_new"]


@dataclass(frozen=True)
class PageAct(acts.PageAct[M]):
    """One act on an object of this room."""

    room: str = "proposal"


@dataclass(frozen=True)
class NewAct(acts.NewAct):
    """One act of this room that begins something."""

    room: str = "proposal"
