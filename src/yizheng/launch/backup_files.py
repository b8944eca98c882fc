"""The files of a backup: content-addressed, so that a file of an earlier backup is linked, not copied again."""

from __future__ import annotations

import os
import random
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from yizheng.launch.backup_manifest import sha256_of

NAME = re.compile(r"\d+/[0-9a-f]{64}")


@dataclass
class Kept:
    """What copying came to. `files` maps <committee>/<sha256> to bytes."""

    files: dict[str, int] = field(default_factory=dict)
    copied: int = 0
    linked: int = 0


def listed(root: Path) -> dict[str, int]:
    """Return the files below a folder of files, by <committee>/<sha256>, with their bytes."""
    found = {}
    for path in sorted(root.glob("*/*")):
        name = f"{path.parent.name}/{path.name}"
        if NAME.fullmatch(name):
            found[name] = path.stat().st_size
    return found


def new_bytes(root: Path, earlier: Path | None) -> int:
    """Return how many bytes have to be copied because no earlier backup has them."""
    return sum(size for name, size in listed(root).items() if _same(earlier, name, size) is None)


def copy_all(root: Path, target: Path, *, earlier: Path | None) -> Kept:
    """Bring every file into `target`: hard links to the earlier backup where it has the same, else copies."""
    kept = Kept()
    for name, size in listed(root).items():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        before = _same(earlier, name, size)
        try:
            linked = before is not None and _link(before, place)
            if not linked:
                shutil.copyfile(root / name, place)
        except FileNotFoundError:
            continue  # destroyed meanwhile: it is no longer to be kept
        kept.linked, kept.copied = kept.linked + linked, kept.copied + (not linked)
        kept.files[name] = size
    return kept


def damaged(root: Path, expected: dict[str, int], *, most: int | None = None) -> list[str]:
    """Return the files that are gone, of another size, or (of `most` random ones; all if None) of other bytes."""
    wrong = [name for name, size in expected.items() if _same(root, name, size) is None]
    standing = sorted(set(expected) - set(wrong))
    if most is not None and len(standing) > most:
        standing = random.sample(standing, most)
    return sorted(wrong + [name for name in standing if sha256_of(root / name) != name.partition("/")[2]])


def _same(root: Path | None, name: str, size: int) -> Path | None:
    place = None if root is None else root / name
    return place if place is not None and place.is_file() and place.stat().st_size == size else None


def _link(before: Path, place: Path) -> bool:
    try:
        os.link(before, place)
    except OSError:  # another disk, or one that knows no links
        return False
    return True
