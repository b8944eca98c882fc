"""`yizheng doctor`: what is here, what is missing, and the SQL for an outside database."""

import importlib.metadata
import os
import platform
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from yizheng.launch import binaries, roles, upkeep
from yizheng.launch.browser import find_browser, find_cjk_font
from yizheng.launch.errors import CannotStart
from yizheng.launch.findings import Finding, told
from yizheng.launch.home import Home, project_root
from yizheng.launch.office import Urls
from yizheng.launch.serving_role import connect, refuse_old_server, refuse_powerful_role
from yizheng.launch.talk import answer


def examine() -> int:
    """Print every finding and the SQL of the two roles; 1 if something needed is missing."""
    well = told(_findings())
    well = _house_is_well() and well
    answer("\n外部数据库（PostgreSQL 15 或更新）由管理员用 psql 执行一次：\n")
    answer(roles.script_for_outside_server())
    answer("备份用的角色（DATABASE_BACKUP_URL），也执行一次：\n")
    answer(roles.script_for_backup_role())
    return 0 if well else 1


def _house_is_well() -> bool:
    """Look into the database and its keys, where one can be reached without starting anything."""
    home = Home.from_environment()
    try:
        outside = Urls.from_environment()
    except CannotStart:
        return False  # said above
    if outside is None and not ((home.cluster / "PG_VERSION").exists() and home.is_held()):
        answer("– 机关数据：数据库没有运行，密钥、备份、封存和后台任务没有检查；运行 yizheng up 后再查。")
        return True
    return upkeep.run("examine") == 0


def _findings() -> Iterator[Finding]:
    home = Home.from_environment()
    yield Finding("Python", f"{platform.python_version()}（需要 3.11 或更新）")
    yield Finding("议政", importlib.metadata.version("yizheng"))
    yield Finding("数据文件夹", _writable(home.path), f"不能写入 {home.path}，请用 YIZHENG_HOME 另行指定。")
    yield _attempt("内置 PostgreSQL", lambda: _postgres(home))
    yield _attempt("DATABASE_URL", _outside_database, needed=bool(os.environ.get("DATABASE_URL")))
    manifest = Path(__file__).parent.parent / "ui/static/ui/build/manifest.json"
    yield Finding("样式和脚本", "已生成" if manifest.exists() else None, "还没有生成；请运行 ./yizheng up。")
    yield Finding("Chromium（浏览器测试）", find_browser(), "没有；apt-get install chromium", needed=False)
    yield Finding("中文字体（浏览器测试）", find_cjk_font(), "没有；apt-get install fonts-noto-cjk", needed=False)
    yield Finding("源代码", str(project_root() or "") or None, "只有安装包，不能运行测试。", needed=False)


def _attempt(name: str, look: Callable[[], str | None], *, needed: bool = True) -> Finding:
    try:
        return Finding(name, look(), "未设置，使用内置数据库。", needed=needed)
    except CannotStart as reason:
        return Finding(name, None, str(reason), needed=needed)


def _writable(folder: Path) -> str | None:
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    return str(folder) if os.access(nearest, os.W_OK) else None


def _postgres(home: Home) -> str:
    found = binaries.for_this_user(binaries.embedded(), home.cluster)
    said = subprocess.run(found.command("postgres", "--version"), capture_output=True, text=True, check=True)
    how = "用户映射" if found.prefix else "用户 nobody" if found.user else "当前用户"
    return f"{said.stdout.strip()}，以{how}运行"


def _outside_database() -> str | None:
    urls = Urls.from_environment()
    if urls is None:
        return None
    refuse_old_server(urls.app, "DATABASE_URL")
    connect(urls.owner, "DATABASE_OWNER_URL").close()
    refuse_powerful_role(urls.app)
    return "可以连接，角色权限合适"
