"""What the verifier says to a clerk, one sentence a finding."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from . import subjects
from .canonical import Row, short_anchor
from .verification import Fault, Finding, Report

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_SENTENCES = {
    Fault.CHANGED: "第{seal}次封存中的{entry}被改动过。",
    Fault.MISSING: "第{seal}次封存中的台账记录{id}不见了。",
    Fault.EXTRA: "{entry}是在第{seal}次封存之后塞进去的。",
    Fault.MOVED: "第{seal}次封存中的{entry}被移到了“{elsewhere}”名下。",
    Fault.SEAL_CHANGED: "第{seal}次封存本身被改动过。",
    Fault.SEAL_MISSING: "缺少第{seal}次封存。",
    Fault.CHAIN_BROKEN: "第{seal}次封存与前一次接不上。",
    Fault.ANCHOR_UNKNOWN: "给出的锚点不在任何一次封存中：台账在该锚点之后被整体重写或截断过。",
}


def sentence(finding: Finding) -> str:
    """Return the sentence of one finding."""
    return _SENTENCES[finding.fault].format(
        seal=finding.seal,
        id=finding.entry_id,
        elsewhere=finding.elsewhere,
        entry="" if finding.row is None else entry_name(finding.row),
    )


def verdict(report: Report) -> str:
    """Return the closing sentence of one committee, with the anchor to be printed."""
    outcome = "与封存时一致" if report.whole else f"有{len(report.findings)}处不符"
    anchor = f"锚点 {short_anchor(report.anchor)}" if report.anchor else "还没有封存过"
    return (
        f"{report.house.full_name}：已封存{report.sealed}条，封存{report.seals}次，"
        f"待封存{report.unsealed}条，{anchor}；{outcome}。"
    )


def entry_name(row: Row) -> str:
    """Return how an entry is named: its number, act, object and time as they stand now."""
    known = {subject.kind: subject.label for subject in subjects.registered()}
    kind = row["kind"] or ""
    return (
        f"台账记录{row['id']}（{row['act']}，{known.get(kind, kind)} {row['object_id']}，{_moment(row['at'] or '')}）"
    )


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:  # a planted "infinity" or a year before Christ is shown as it stands
        return text
    return moment.astimezone(_SHANGHAI).strftime("%Y年%-m月%-d日 %H:%M")
