"""`yizheng drill`: the newest backup is restored into a throw-away cluster and compared (恢复演练, F161)."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.utils import timezone

from yizheng.kernel import fingerprints, scoping
from yizheng.kernel.models import UpkeepRun
from yizheng.kernel.owner_session import owner_session
from yizheng.launch import backup_files, backup_manifest, backup_programs, binaries, roles
from yizheng.launch.backup_manifest import DUMP, FILES, Manifest
from yizheng.launch.errors import CannotStart
from yizheng.launch.restore import compare, refuse_damaged
from yizheng.launch.talk import say
from yizheng.launch.throwaway import throwaway_cluster

MOST_FILES_READ = 500


@dataclass
class Drilled:
    """What a drill came to: `faults` are sentences, empty when everything came back."""

    folder: Path
    faults: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)


def drill(folder: Path) -> Drilled:
    """
    Restore a backup into a cluster that is thrown away, and compare it with its manifest and with the living house.

    Compared: digests of the parts, rows of every table, random rows, the chain of the ledger, random files, the
    key ring, and that the seals of the living house still contain the backup's.
    """
    begin = time.monotonic()
    manifest = backup_manifest.read(folder)
    done = Drilled(folder)
    refuse_damaged_sample(folder, manifest)
    with throwaway_cluster(binaries=_binaries_for(manifest)) as cluster:
        cluster.create(roles.DATABASE)
        backup_programs.load(cluster.owner_url, folder / DUMP, dumped_by=manifest.dumped_by)
        with psycopg.connect(cluster.owner_url, autocommit=True) as owner:
            done.faults += compare(owner, manifest)
            misfit = fingerprints.misfit(owner)
            done.faults += [misfit] if misfit else []
        with cluster.admin(roles.DATABASE) as superuser, superuser.transaction():
            backup_manifest.fix_printing(superuser)
            changed = backup_manifest.changed_samples(superuser, manifest.samples)
            done.faults += [f"表 {table} 抽查的记录与备份时不同" for table in changed]
    done.faults += _strangers_to_the_living_chain(manifest)
    done.figures = {
        "rows": sum(manifest.counts.values()),
        "sampled_rows": sum(len(rows) for rows in manifest.samples.values()),
        "files": len(manifest.files),
        "ledger_entries": sum(int(head["entries"]) for head in manifest.ledger.values()),
        "seconds": round(time.monotonic() - begin, 1),
    }
    return done


def refuse_damaged_sample(folder: Path, manifest: Manifest) -> None:
    """Read the dump whole, and so many files that damage shows soon. Raises: CannotStart."""
    if len(manifest.files) <= MOST_FILES_READ:
        refuse_damaged(folder, manifest)
        return
    wrong = backup_files.damaged(folder / FILES, manifest.files, most=MOST_FILES_READ)
    if wrong:
        raise CannotStart(f"备份里有 {len(wrong)} 个文件损坏或缺少（如 {wrong[0][:20]}…）。")


def tell(done: Drilled) -> None:
    """Say what came of the drill."""
    if done.faults:
        say(f"✗ 恢复演练没有通过（{done.folder.name}）：{'；'.join(done.faults)}。")
        return
    figures = done.figures
    say(
        f"✓ 恢复演练通过：{done.folder.name} 的备份恢复出 {figures['rows']} 行、{figures['files']} 个文件，"
        f"{figures['ledger_entries']} 条办事记录核验无误，用时 {figures['seconds']} 秒。"
    )


@dataclass
class Told:
    """What a run wants written into its row."""

    backup: str = ""
    sentence: str = ""
    figures: dict[str, Any] = field(default_factory=dict)


@contextlib.contextmanager
def recorded(kind: UpkeepRun.Kind, *, began_at: datetime) -> Iterator[Told]:
    """Write one row about a run, also when it ends in an error, which goes on to the caller."""
    told = Told()
    try:
        yield told
    except BaseException as error:
        told.sentence = str(error) if isinstance(error, CannotStart) else f"意外中断：{type(error).__name__}"
        raise
    finally:
        UpkeepRun.objects.create(
            kind=kind, backup=told.backup, began_at=began_at, ended_at=timezone.now(),
            is_good=not told.sentence, sentence=told.sentence, figures=told.figures,
        )  # fmt: skip


def _binaries_for(manifest: Manifest) -> binaries.Binaries:
    system = Path(backup_programs.SYSTEM_FOLDERS.format(major=manifest.dumped_by))
    embedded = binaries.embedded()
    if embedded.major >= manifest.dumped_by:
        return embedded
    if (system / "postgres").exists():
        return binaries.installed(system)
    raise CannotStart(
        f"备份来自 PostgreSQL {manifest.dumped_by}，这里没有能试恢复它的程序；请安装同版本的 PostgreSQL。"
    )


def _strangers_to_the_living_chain(manifest: Manifest) -> list[str]:
    """Return a sentence for each committee whose living chain no longer holds the backup's last seal."""
    faults = []
    with owner_session() as owner, owner.transaction():
        for slug, head in manifest.ledger.items():
            row = owner.execute("select id from kernel_committee where slug = %s", [slug]).fetchone()
            if row is None or not head["hash"]:
                continue
            scoping.enter(owner, row[0])
            known = owner.execute("select 1 from kernel_ledgerseal where hash = %s", [head["hash"]]).fetchone()
            if known is None:
                faults.append(f"{slug} 现在的办事记录与备份时的封存对不上，可能在备份以后被改写")
    return faults


def home_backups() -> Path:
    """Return where a house on this machine keeps its own backups."""
    return Path(settings.HOME) / "backups"
