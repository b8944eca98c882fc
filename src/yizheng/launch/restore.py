"""`yizheng restore DIR`: a backup becomes a house again, in an empty database and an empty folder of files."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from yizheng.kernel import fingerprints, purging, secrets
from yizheng.kernel import verification_phrases as phrases
from yizheng.kernel.ledger_rows import Session
from yizheng.kernel.owner_session import owner_session
from yizheng.kernel.sealing import start_after_restore
from yizheng.kernel.verification import verify
from yizheng.launch import backup_files, backup_manifest, backup_programs
from yizheng.launch.backup_manifest import DUMP, FILES, PURGES, Manifest
from yizheng.launch.errors import CannotStart
from yizheng.launch.talk import answer, say


@dataclass(frozen=True)
class Restored:
    """What a restore came to. `ring_misfit` is None when the key ring in place opens what was restored."""

    folder: Path
    manifest: Manifest
    destroyed_again: int
    ring_misfit: str | None


def restore(folder: Path, *, at: datetime) -> Restored:
    """
    Bring one backup back, compare it with its manifest, and destroy again what was destroyed since.

    Raises: CannotStart when the target is not empty, the backup is damaged, or what came back is not what was
    backed up; the sentence says what to remove before trying again.
    """
    manifest = backup_manifest.read(folder)
    refuse_damaged(folder, manifest)
    root = Path(settings.FILES_ROOT)
    with owner_session() as owner:
        _refuse_filled(owner, root)
        backup_programs.load(settings.DATABASE_OWNER_URL, folder / DUMP, dumped_by=manifest.dumped_by)
        differences = compare(owner, manifest)
        if differences:
            raise CannotStart(f"恢复出来的数据与备份不符：{'；'.join(differences)}。请清空目标，换另一天的备份。")
        start_after_restore(owner)
    _bring_files(folder, root, manifest)
    call_command("migrate", interactive=False, verbosity=0)
    again = purging.apply_again(_register(folder), at=at)
    purging.keep_lines(purging.register_path(), purging.all_lines())
    with owner_session() as owner:
        return Restored(folder, manifest, again, fingerprints.misfit(owner))


def tell(done: Restored) -> None:
    """Say what came back and what has to be placed by hand."""
    manifest = done.manifest
    answer(json.dumps({"rows": sum(manifest.counts.values()), "files": len(manifest.files)}))
    say(
        f"✓ 已恢复 {done.folder.name} 的备份：数据库 {sum(manifest.counts.values())} 行，"
        f"文件 {len(manifest.files)} 个，办事记录核验无误。"
    )
    if done.destroyed_again:
        say(f"✓ 备份之后销毁过的 {done.destroyed_again} 项内容已再次销毁。")
    if done.ring_misfit:
        say(f"✗ {done.ring_misfit}")
    elif secrets.ring_path().exists():
        say(f"✓ 密钥文件 {secrets.ring_path()} 与恢复的数据相符。")
    say("请确认 YIZHENG_SECRET_KEY（或数据文件夹里的 secret-key）已放回；没有它，各人需要重新登录。")


def refuse_damaged(folder: Path, manifest: Manifest) -> None:
    """Raises: CannotStart when a part of the backup is not as its manifest says."""
    dumped = folder / DUMP
    if not dumped.exists() or backup_manifest.sha256_of(dumped) != manifest.database.sha256:
        raise CannotStart(f"{dumped} 已损坏或不完整，与清单不符；请换另一天的备份。")
    wrong = backup_files.damaged(folder / FILES, manifest.files)
    if wrong:
        raise CannotStart(f"备份里有 {len(wrong)} 个文件损坏或缺少（如 {wrong[0][:20]}…）；请换另一天的备份。")


def compare(owner: Session, manifest: Manifest) -> list[str]:
    """Return what differs between a restored database and its manifest: counts, ledger, chain; sentences."""
    with owner.transaction():
        counts = backup_manifest.counts(owner)
        heads = backup_manifest.ledger_heads(owner)
    names = sorted(set(counts) | set(manifest.counts))
    found = [
        f"表 {name} 应有 {manifest.counts.get(name, 0)} 行，实有 {counts.get(name, 0)} 行"
        for name in names
        if counts.get(name, 0) != manifest.counts.get(name, 0)
    ]
    if heads != manifest.ledger:
        found.append("办事记录的封存与备份时不同")
    return found + [phrases.verdict(report) for report in verify(owner) if not report.whole]


def _refuse_filled(owner: Session, root: Path) -> None:
    if backup_manifest.tables(owner):
        raise CannotStart("目标数据库不是空的，没有恢复；请换一个空数据库，或用 YIZHENG_HOME 指定一个新的文件夹。")
    if backup_files.listed(root):
        raise CannotStart(f"文件夹 {root} 不是空的，没有恢复；请换一个新的数据文件夹。")


def _bring_files(folder: Path, root: Path, manifest: Manifest) -> None:
    """Copy every file: a link would let the house and the backup lose it together."""
    for name in manifest.files:
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(folder / FILES / name, place)


def _register(folder: Path) -> list[str]:
    """Return every line of the register that can be found: beside the data, beside the backups, in the backup."""
    places = (purging.register_path(), folder.parent / PURGES, folder / PURGES)
    return list(dict.fromkeys(line for place in places for line in purging.kept_lines(place)))
