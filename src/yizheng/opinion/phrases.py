"""Wording that the pages of the room share: what a state means in colour."""

from __future__ import annotations

from yizheng.ui.shapes import Meaning

from .enums import OpinionState as S

MEANING: dict[S, Meaning] = {
    S.DRAFT: Meaning.NEUTRAL,
    S.SUBMITTED: Meaning.WARN,
    S.RETURNED: Meaning.LATE,
    S.REJECTED: Meaning.NEUTRAL,
    S.EDITING: Meaning.BUSY,
    S.MERGED: Meaning.BUSY,
    S.SIGNING: Meaning.BUSY,
    S.APPROVED: Meaning.BUSY,
    S.ISSUED: Meaning.OK,
    S.TRANSFERRED: Meaning.BUSY,
    S.REPORTED_UP: Meaning.BUSY,
    S.ADOPTED_UP: Meaning.OK,
    S.INSTRUCTED: Meaning.OK,
    S.REPLIED: Meaning.OK,
    S.ARCHIVED: Meaning.NEUTRAL,
    S.CONVERTED: Meaning.NEUTRAL,
    S.WITHDRAWN: Meaning.NEUTRAL,
}
