"""`yizheng backup DIR`: one dated folder with the database, the files and a manifest; without the keys."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import importlib.metadata
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.utils import timezone

from yizheng.kernel import purging, secrets
from yizheng.kernel.ledger_rows import Session
from yizheng.kernel.owner_session import owner_session
from yizheng.kernel.sealing import seal_all
from yizheng.launch import backup_files, backup_manifest, backup_programs
from yizheng.launch.backup_manifest import DUMP, FILES, MANIFEST, PURGES, Manifest, Part
from yizheng.launch.errors import CannotStart
from yizheng.launch.talk import answer, say

NAME = re.compile(r"\d{4}-\d{2}-\d{2}_\d{6}")
PARTIAL = ".partial-"
KEEP_DAYS = 14
SPARE_BYTES = 100 * 1024 * 1024
"""Left free on the disk, whatever the backup needs."""


@dataclass(frozen=True)
class Made:
    """What a backup came to."""

    folder: Path
    manifest: Manifest
    copied: int
    linked: int
    removed: int


def backup(target: Path, *, backup_url: str, keep_days: int = KEEP_DAYS, at: datetime) -> Made:
    """
    Back up the house into a new dated folder of `target`: whole or not at all.

    The ledger is sealed first. The newest backup of each of the last `keep_days` days is kept. `backup_url` is
    the address of a role that no wall stops.
    Raises: CannotStart when another backup runs, the disk is full, or the database does not let itself be read.
    """
    with _alone(target):
        _sweep(target)
        earlier = next(iter(reversed(backups_in(target))), None)
        _refuse_full_disk(target, backup_url, earlier)
        with owner_session() as owner:
            seal_all(owner, at=at)
        partial = target / f"{PARTIAL}{_name(at)}"
        try:
            made = _write(partial, earlier, backup_url, at)
        except OSError as error:
            raise CannotStart(_sentence(error, target)) from error
        finally:
            if not (partial / MANIFEST).exists():
                shutil.rmtree(partial, ignore_errors=True)
        folder = partial.rename(target / _name(at))
        purging.keep_lines(target / PURGES, purging.kept_lines(folder / PURGES))
        removed = _thin_out(target, keep_days)
    return Made(folder, made[0], made[1].copied, made[1].linked, removed)


def backups_in(target: Path) -> list[Path]:
    """Return the complete backups of a folder, oldest first."""
    return sorted(each for each in target.glob("*_*") if NAME.fullmatch(each.name) and (each / MANIFEST).exists())


def chosen(folder: Path) -> Path:
    """Return the backup meant by a path: it, or the newest in it. Raises: CannotStart when there is none."""
    if (folder / MANIFEST).exists():
        return folder
    found = backups_in(folder)
    if not found:
        raise CannotStart(f"{folder} 里没有完整的备份；请写明 yizheng backup 所用的文件夹。")
    return found[-1]


def tell(made: Made) -> None:
    """Say what was made, and what is not in it."""
    rows = sum(made.manifest.counts.values())
    size = made.manifest.database.bytes / 1024 / 1024
    answer(str(made.folder))
    say(
        f"✓ 备份完成：数据库 {rows} 行（{size:.1f}MB），文件 {len(made.manifest.files)} 个"
        f"（新复制 {made.copied}，沿用 {made.linked}），清理旧备份 {made.removed} 份。"
    )
    if made.manifest.missing_files:
        say(f"✗ 有 {len(made.manifest.missing_files)} 个文件登记在册却不在磁盘上，名单见 {MANIFEST}。")
    say(
        f"密钥不在备份里：请把密钥文件 {secrets.ring_path()} 和 YIZHENG_SECRET_KEY 另存到别处（如加密U盘、保险柜），"
        "不要与备份放在一起；没有密钥文件，恢复后加密的内容打不开。"
    )


def _write(folder: Path, earlier: Path | None, url: str, at: datetime) -> tuple[Manifest, backup_files.Kept]:
    folder.mkdir(mode=0o700)
    with _snapshot(url) as (session, snapshot):
        backup_programs.dump(url, folder / DUMP, snapshot=snapshot)
        counts, samples = backup_manifest.counts(session), backup_manifest.samples(session)
        heads, named = backup_manifest.ledger_heads(session), _files_named(session)
        major = session.info.server_version // 10000
    root = Path(settings.FILES_ROOT)
    kept = backup_files.copy_all(root, folder / FILES, earlier=earlier / FILES if earlier else None)
    purging.keep_lines(folder / PURGES, [*purging.kept_lines(purging.register_path()), *purging.all_lines()])
    dumped = folder / DUMP
    manifest = Manifest(
        made_at=at.isoformat(), yizheng=importlib.metadata.version("yizheng"), server_major=major,
        dumped_by=backup_programs.major_of(backup_programs.folder_for(major), "pg_dump"),
        database=Part(dumped.stat().st_size, backup_manifest.sha256_of(dumped)),
        counts=counts, samples=samples, ledger=heads, files=kept.files, missing_files=sorted(named - set(kept.files)),
    )  # fmt: skip
    manifest.write(folder)
    return manifest, kept


@contextlib.contextmanager
def _snapshot(url: str) -> Iterator[tuple[Session, str]]:
    """Hold one frozen state of the database, which pg_dump reads too."""
    with psycopg.connect(url) as session:
        session.execute("set transaction isolation level repeatable read, read only")
        backup_manifest.fix_printing(session)
        row = session.execute("select pg_export_snapshot()").fetchone()
        assert row is not None
        yield session, str(row[0])
        session.rollback()


def _files_named(session: Session) -> set[str]:
    query = "select committee_id, sha256 from attachment_storedfile where size_bytes > 0"
    return {f"{committee_id}/{sha256}" for committee_id, sha256 in session.execute(query)}


@contextlib.contextmanager
def _alone(target: Path) -> Iterator[None]:
    try:
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (target / ".lock").open("a")
    except OSError as error:
        raise CannotStart(f"不能写入备份文件夹 {target}：{error.strerror}。") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotStart(f"另一次备份正在写入 {target}；请等它完成后再试。") from error
        yield


def _sweep(target: Path) -> None:
    """Remove what killed backups left."""
    for leftover in target.glob(f"{PARTIAL}*"):
        shutil.rmtree(leftover)


def _refuse_full_disk(target: Path, url: str, earlier: Path | None) -> None:
    with psycopg.connect(url) as session:
        row = session.execute("select pg_database_size(current_database())").fetchone()
    assert row is not None
    # A compressed dump was never seen above half of the database's own size.
    new = backup_files.new_bytes(Path(settings.FILES_ROOT), earlier / FILES if earlier else None)
    needed, free = int(row[0]) // 2 + new + SPARE_BYTES, shutil.disk_usage(target).free
    if free < needed:
        raise CannotStart(
            f"备份没有做：{target} 所在磁盘剩余 {_megabytes(free)}，大约需要 {_megabytes(needed)}；"
            "请清理磁盘、减少保留天数（--keep），或换一个文件夹。"
        )


def _sentence(error: OSError, target: Path) -> str:
    if error.errno == errno.ENOSPC:
        return f"备份没有做完：{target} 所在磁盘已满；未完成的部分已删除，请清理磁盘后再试。"
    return f"备份没有做完：{error.strerror}（{error.filename or target}）；未完成的部分已删除。"


def _thin_out(target: Path, keep_days: int) -> int:
    """Keep today's backups, and the newest of each of the days before."""
    found = backups_in(target)
    newest = {each.name[:10]: each for each in found}
    days = sorted(newest)[-max(keep_days, 1) :]
    kept = {newest[day] for day in days} | {each for each in found if each.name[:10] == days[-1]}
    for each in set(found) - kept:
        shutil.rmtree(each)
    return len(set(found) - kept)


def _name(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d_%H%M%S")


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f}MB"
