"""Probes of the document room's keys."""

from __future__ import annotations

from yizheng.accounts.enums import Role
from yizheng.config.tests.probing import AT, Probe, sentence_of
from yizheng.document.enums import DocumentKind
from yizheng.document.numbering import give_number
from yizheng.document.services import drafting
from yizheng.document.typefaces import faces_of_house
from yizheng.kernel.acting import SYSTEM
from yizheng.plan.tests.factories import seat


def _number_typed() -> str:
    return sentence_of(lambda: give_number(prefix="云溪协", year=2026, typed="云溪协〔2026〕12号", by=SYSTEM, at=AT))


def _copies() -> list[str]:
    wording = drafting.Wording("关于召开会议的通知", "定于十二月召开会议。")
    clerk = seat(Role.OFFICE_CLERK)
    document = drafting.draft(
        kind=DocumentKind.values[0], secrecy="internal", wording=wording, is_clean=True, by=clerk, at=AT
    )
    return document.copies


PROBES = [
    Probe("document.fonts", "gb2312", "windows", faces_of_house),
    Probe("document.number_source", "manual", "own", _number_typed),
    Probe("document.prefixes", [], ["岚山协"], _number_typed),
    Probe("document.copy_to_default", [], ["区委办公室"], _copies),
]
