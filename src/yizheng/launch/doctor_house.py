"""What the doctor asks a running house: keys, clock, disk, backups, seals, jobs."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from yizheng.kernel import fingerprints, scoping, secrets
from yizheng.kernel.ledger_rows import Session, houses
from yizheng.kernel.models import UpkeepRun
from yizheng.kernel.owner_session import owner_session
from yizheng.launch.findings import Finding

LEAST_FREE_BYTES = 2 * 1024**3
CLOCK_SECONDS = 5
UPKEEP_HOURS = 36
SEAL_LAG = timedelta(hours=2)
HEARTBEAT = timedelta(seconds=60)
LOCAL_ZONE = "Asia/Shanghai"
_OWNER_ONLY = 0o077


def findings(*, now: datetime) -> Iterator[Finding]:
    """Yield what is well and what is not, each with what to do."""
    with owner_session() as session:
        yield _database(session)
        yield _clock(session, now)
        yield _zone()
        yield _ring(session)
        yield _seals(session, now)
        yield _jobs(session, now)
    yield from _private_files()
    yield _disk(Path(settings.HOME))
    for kind in UpkeepRun.Kind:
        yield _upkeep(kind, now)


def _database(session: Session) -> Finding:
    size = _one(session, "select pg_size_pretty(pg_database_size(current_database()))")
    version = session.info.server_version
    return Finding("数据库", f"PostgreSQL {version // 10000}.{version % 10000}，{size}")


def _clock(session: Session, now: datetime) -> Finding:
    there = _one(session, "select clock_timestamp()")
    assert isinstance(there, datetime)
    apart = abs((timezone.now() - there).total_seconds())
    well = f"与数据库相差 {apart:.1f} 秒" if apart < CLOCK_SECONDS else None
    return Finding("时钟", well, f"与数据库相差 {apart:.0f} 秒；请在两台机器上启用时间同步（chrony）。")


def _zone() -> Finding:
    well = LOCAL_ZONE if settings.TIME_ZONE == LOCAL_ZONE else None
    return Finding("时区", well, f"应为 {LOCAL_ZONE}；期限都按北京时间推算。")


def _ring(session: Session) -> Finding:
    sentence = fingerprints.misfit(session)
    kept = fingerprints.kept(session)
    if sentence is None and kept:
        return Finding("密钥与数据", f"相符，现用第 {secrets.ring().current} 号密钥")
    return Finding("密钥与数据", None, sentence or "还没有登记密钥指纹；请运行一次 yizheng up 或 serve。")


def _private_files() -> Iterator[Finding]:
    for name, path in (("密钥文件", secrets.ring_path()), ("会话密钥", Path(settings.HOME) / "secret-key")):
        if path.exists():
            mode = stat.S_IMODE(path.stat().st_mode)
            well = f"{path}（只有属主可读）" if not mode & _OWNER_ONLY else None
            yield Finding(name, well, f"{path} 的权限是 {mode:o}，别人也能读；请执行 chmod 600 {path}。")


def _seals(session: Session, now: datetime) -> Finding:
    oldest: list[datetime] = []
    with session.transaction():
        for house in houses(session):
            scoping.enter(session, house.id)
            waiting = _one(
                session,
                "select min(created_at) from kernel_ledgerentry "
                "where xact >= (select coalesce(max(to_xact), 0) from kernel_ledgerseal)",
            )
            oldest += [waiting] if isinstance(waiting, datetime) else []
    if not oldest or now - min(oldest) < SEAL_LAG:
        return Finding("办事记录封存", "没有积压")
    hours = (now - min(oldest)).total_seconds() / 3600
    return Finding(
        "办事记录封存", None, f"最早的记录已等了 {hours:.0f} 小时；请检查后台任务，或运行 yizheng manage seal_ledger。"
    )


def _jobs(session: Session, now: datetime) -> Finding:
    last = _one(session, "select max(last_heartbeat) from procrastinate_workers")
    if isinstance(last, datetime) and now - last < HEARTBEAT:
        return Finding("后台任务", f"{(now - last).total_seconds():.0f} 秒前有心跳")
    return Finding("后台任务", None, "没有在运行；通知、封存和备份都不会做，请检查 yizheng 的进程和日志。")


def _disk(home: Path) -> Finding:
    free = shutil.disk_usage(home).free
    words = f"{home} 剩余 {free / 1024**3:.1f}GB"
    return Finding("磁盘", words if free >= LEAST_FREE_BYTES else None, f"{words}，不足 2GB；请清理或扩容。")


def _upkeep(kind: UpkeepRun.Kind, now: datetime) -> Finding:
    name = f"最近一次{kind.label}"
    run = UpkeepRun.objects.filter(kind=kind).order_by("-ended_at").first()
    if run is None:
        return Finding(name, None, f"还没有做过；请运行 yizheng {kind}，并设置每晚定时执行。", needed=False)
    when = timezone.localtime(run.ended_at).strftime("%Y年%-m月%-d日 %H:%M")
    if not run.is_good:
        return Finding(name, None, f"{when} 没有做成：{run.sentence}")
    late = now - run.ended_at > timedelta(hours=UPKEEP_HOURS)
    return Finding(name, None if late else when, f"是 {when}，已超过一天半；请检查夜间任务。")


def _one(session: Session, query: str) -> object:
    row = session.execute(query).fetchone()
    assert row is not None
    return row[0]
