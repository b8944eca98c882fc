from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yizheng.kernel import verification_phrases as phrases
from yizheng.kernel.canonical import normal_anchor, short_anchor
from yizheng.kernel.ledger_export import lines
from yizheng.kernel.ledger_rows import Session
from yizheng.kernel.owner_session import reading_session
from yizheng.kernel.verification import Report, verify


class Command(BaseCommand):
    """`yizheng verify-ledger`: recompute the ledger, name what was changed, print the anchor."""

    help = "逐条核对台账与封存，指出被改动、缺少或塞入的记录，打印当天锚点"

    def add_arguments(self, parser: Any) -> None:
        """Take committee, export file and an earlier anchor."""
        parser.add_argument("--committee", help="只核对这个政协组织（网址里的简称）")
        parser.add_argument("--export", type=Path, help="同时把台账导出到这个文件，供离线校验")
        parser.add_argument("--anchor", help="以前打印的锚点；要与 --committee 一起用")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a JSON summary; sentences go to stderr; exit status 1 when something is wrong."""
        anchor = _anchor(options)
        with reading_session() as session:
            reports = verify(session, slug=options["committee"], anchor=anchor)
            if options["export"] is not None:
                _export(session, options["export"], options["committee"])
        if options["committee"] and not reports:
            raise CommandError(f"没有简称为“{options['committee']}”的政协组织，请核对网址。", returncode=2)
        self._tell(reports)
        if not all(report.whole for report in reports):
            sys.exit(1)

    def _tell(self, reports: list[Report]) -> None:
        for report in reports:
            for finding in report.findings:
                self.stderr.write(f"{report.house.full_name}：{phrases.sentence(finding)}")
            self.stderr.write(phrases.verdict(report))
        told = {"ok": all(report.whole for report in reports), "committees": [_summary(r) for r in reports]}
        self.stdout.write(json.dumps(told, ensure_ascii=False))


def _anchor(options: dict[str, Any]) -> str | None:
    if options["anchor"] is None:
        return None
    if not options["committee"]:
        raise CommandError("核对锚点时请用 --committee 写明是哪个政协组织。", returncode=2)
    try:
        return normal_anchor(options["anchor"])
    except ValueError as error:
        raise CommandError("锚点应是16到64位的0–9、a–f，空格和短横线不计。", returncode=2) from error


def _export(session: Session, target: Path, slug: str | None) -> None:
    with target.open("w", encoding="utf-8") as export:
        export.writelines(lines(session, slug=slug))


def _summary(report: Report) -> dict[str, Any]:
    return {
        "committee": report.house.slug,
        "sealed": report.sealed,
        "unsealed": report.unsealed,
        "seals": report.seals,
        "anchor": report.anchor,
        "anchor_short": short_anchor(report.anchor) if report.anchor else "",
        "findings": [
            {
                "fault": finding.fault.value,
                "seal": finding.seal,
                "entry_id": finding.entry_id,
                "act": None if finding.row is None else finding.row["act"],
                "kind": None if finding.row is None else finding.row["kind"],
                "object_id": None if finding.row is None else finding.row["object_id"],
                "at": None if finding.row is None else finding.row["at"],
            }
            for finding in report.findings
        ],
    }
