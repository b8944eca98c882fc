"""
Sealing and verifying a ledger: entries a second; JSON on stdout.

    ./yizheng bench ledger [--entries 100000]

The entries are those of a committee's tasks, one row longer than the other. The seal is one stretch over all of
them; both verifiers read what was sealed: the one beside the database and the offline one from an export.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from bench.figures import seconds_of
from bench.scales import Scale
from bench.stage import Stage, stages, tell

DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    reader = argparse.ArgumentParser(prog="bench ledger", description=__doc__)
    reader.add_argument("--entries", type=int, default=100_000)
    wanted = reader.parse_args(words).entries
    with stages({"ledger": _scale(wanted)}, on=DAY.date(), durable=True) as (stage,):
        figures = _measure(stage)
    print(json.dumps(figures, indent=2))


def _scale(entries: int) -> Scale:
    """Return one committee whose tasks leave about as many entries: many plans of one length."""
    one = Scale(1, lines=1)
    return replace(one, years=max(entries // (one.tasks * one.acts), 1))


def _measure(stage: Stage) -> dict[str, Any]:
    with psycopg.connect(stage.assembly.owner_url, autocommit=True) as session:
        return _measure_in(session, stage.assembly.home.path / "ledger.jsonl")


def _measure_in(session: psycopg.Connection[Any], export: Path) -> dict[str, Any]:
    from yizheng.kernel import ledger_export, offline_verifier
    from yizheng.kernel.sealing import seal_all
    from yizheng.kernel.verification import verify

    sealed = seconds_of(lambda: seal_all(session, at=DAY))
    reports = verify(session)
    verified = seconds_of(lambda: verify(session))
    entries = sum(report.sealed for report in reports)
    if not all(report.whole for report in reports):
        raise RuntimeError("the ledger that was just sealed is not whole")
    exported = seconds_of(lambda: _write(export, ledger_export.lines(session)))
    offline = seconds_of(lambda: _run_offline(Path(offline_verifier.__file__), export))
    tell(f"{entries} entries")
    return {
        "entries": entries,
        "seal_per_s": round(entries / sealed),
        "verify_per_s": round(entries / verified),
        "export_per_s": round(entries / exported),
        "offline_verify_per_s": round(entries / offline),
        "verify_over_seal": round(verified / sealed, 2),
    }


def _write(path: Path, lines: Any) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(lines)


def _run_offline(verifier: Path, export: Path) -> None:
    subprocess.run([sys.executable, str(verifier), str(export)], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
