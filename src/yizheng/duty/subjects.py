"""What the shared rooms must know of duty records, sheets, schemes, years and visits."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject, register

from . import contacts, queries
from .enums import RecordState, SheetState
from .models import ContactPair, ContactVisit, DutyRecord, DutyYear, SchemeVersion, ScoreSheet, YearSummary


def record_owed(record: DutyRecord) -> Iterator[Owed]:
    """A claim waits for the office; a dispute for a proposal, then for a second person."""
    who = record.membership.person.name
    if record.state == RecordState.CLAIMED:
        yield Owed("accept_claim", "审核自主申报", role=Role.OFFICE_CLERK, note=who)
    if record.state == RecordState.DISPUTED and record.proposed_by_id is None:
        yield Owed("propose_answer", "处理履职异议", role=Role.OFFICE_CLERK, note=who)
    if record.state == RecordState.DISPUTED and record.proposed_by_id is not None:
        yield Owed("correct_record", "复核履职异议", role=Role.SECRETARY_GENERAL, note=who)


def sheet_owed(sheet: ScoreSheet) -> Iterator[Owed]:
    """The member confirms the own sheet; the office answers an appeal, the secretary-general decides."""
    user = sheet.membership.person.user_id
    if sheet.state == SheetState.GENERATED and user is not None:
        yield Owed("confirm_sheet", "确认年度考核表", user_id=user)
    if sheet.state == SheetState.APPEALED:
        yield Owed("answer_appeal", "答复考核申诉", role=Role.OFFICE_CLERK, note=sheet.membership.person.name)
    if sheet.state == SheetState.REVIEWED:
        yield Owed("approve_sheet", "审定考核等次", role=Role.SECRETARY_GENERAL, note=sheet.membership.person.name)


def register_all() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "duty_record", DutyRecord, "履职记录", visible_to=queries.records_visible_to,
            url=lambda r: address("duty:record", public_id=r.public_id),
            caption=lambda r: r.get_state_display(), owed=record_owed,
        )
    )  # fmt: skip
    register(
        Subject(
            "score_sheet", ScoreSheet, "年度考核表", visible_to=queries.sheets_visible_to,
            url=lambda s: address("duty:sheet", public_id=s.public_id),
            caption=lambda s: s.get_state_display(), owed=sheet_owed,
        )
    )  # fmt: skip
    register(
        Subject(
            "scheme_version", SchemeVersion, "考核办法", visible_to=queries.schemes_visible_to,
            url=lambda s: address("duty:scheme", public_id=s.public_id), caption=lambda s: s.get_state_display(),
        )
    )  # fmt: skip
    register(
        Subject(
            "duty_year", DutyYear, "履职年度", visible_to=queries.years_visible_to,
            url=lambda y: f"{address('duty:members')}?year={y.year}", caption=lambda y: y.get_state_display(),
        )
    )  # fmt: skip
    register(
        Subject(
            "contact_pair", ContactPair, "结对联系", visible_to=contacts.pairs_visible_to,
            url=lambda p: f"{address('duty:pairs')}?year={p.year}", caption=lambda p: f"{p.year}年",
        )
    )  # fmt: skip
    register(
        Subject(
            "year_summary", YearSummary, "年终总结", visible_to=contacts.summaries_visible_to,
            url=lambda s: address("duty:summary", public_id=s.public_id), caption=lambda s: f"{s.year}年",
        )
    )  # fmt: skip
    register(
        Subject(
            "contact_visit", ContactVisit, "走访联系", visible_to=queries.visits_visible_to,
            url=lambda v: f"{address('duty:visits')}?year={v.year}", caption=lambda v: str(v.on),
        )
    )  # fmt: skip
