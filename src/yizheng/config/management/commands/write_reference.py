from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

import yizheng
from yizheng.config.reference import keys, pages
from yizheng.config.reference.environment import environment
from yizheng.config.reference.interface import interface
from yizheng.config.reference.templates import templates

BEGIN, END = "<!-- 以下由代码生成 -->\n", "<!-- 生成部分到此 -->"


class Command(BaseCommand):
    """Write docs/reference from the code, or with --check say which pages are stale."""

    help = "从代码生成 docs/reference 中的状态图、权限表和用语表"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        """Take --check and another folder."""
        parser.add_argument("--check", action="store_true", help="只检查，不写；有过期的就以状态1结束")
        parser.add_argument("--folder", type=Path, default=_folder(), help="写到这个文件夹")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or check each page."""
        folder: Path = options["folder"]
        written = _written(folder)
        stale = [path for path, text in written.items() if not _is(path, text)]
        if options["check"]:
            _complain(stale)
            return
        for path, text in written.items():
            path.write_text(text, encoding="utf-8")
        self.stdout.write(f"已写{len(stale)}页：{'、'.join(path.name for path in stale)}" if stale else "都是最新的。")


def _folder() -> Path:
    return Path(yizheng.__file__).parents[2] / "docs" / "reference"


def _written(folder: Path) -> dict[Path, str]:
    glossary = folder / "glossary.md"
    return {
        folder / "workflows.md": pages.workflows(),
        folder / "permissions.md": pages.permissions(),
        folder / "addresses.md": pages.addresses(),
        folder / "api.json": interface(),
        folder / "configuration.md": keys.configuration(),
        folder / "templates.md": templates(),
        folder / "environment.md": environment(),
        glossary: _with_words(glossary.read_text(encoding="utf-8")),
    }


def _with_words(text: str) -> str:
    """Replace what stands between the two marks; the rest of the glossary is written by people."""
    before, _, rest = text.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise CommandError("glossary.md 里缺少生成部分的起止标记。")
    return before + BEGIN + "\n" + "\n".join(pages.words()) + "\n\n" + END + after


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def _complain(stale: list[Path]) -> None:
    if stale:
        names = "、".join(path.name for path in stale)
        raise CommandError(f"{names} 与代码不一致，请运行 python manage.py write_reference 后一并提交。")
