"""Whether a database holds a demo, an office, or nothing yet; the two are never mixed."""

from enum import Enum

import psycopg

from yizheng.launch.errors import CannotStart


class Purpose(Enum):
    """What a database is for, told by its committees (`is_demo`) and its users."""

    EMPTY = "empty"
    OFFICE = "office"
    DEMO = "demo"


def purpose_of(session: psycopg.Connection) -> Purpose:
    """Look at the committees; a database before its first migration is empty."""
    made = session.execute("SELECT to_regclass('kernel_committee') IS NOT NULL").fetchone()
    if made != (True,):
        return Purpose.EMPTY
    if _any(session, "SELECT EXISTS (SELECT FROM kernel_committee WHERE is_demo)"):
        return Purpose.DEMO
    if _any(session, "SELECT EXISTS (SELECT FROM kernel_committee)"):
        return Purpose.OFFICE
    users = _any(session, "SELECT EXISTS (SELECT FROM accounts_user)")
    return Purpose.OFFICE if users else Purpose.EMPTY


def refuse_other_purpose(found: Purpose, *, demo: bool) -> None:
    """
    Keep demo and real work apart.

    Raises: CannotStart for a demo in an office's database, and for an office in a demo's.
    """
    if demo and found is Purpose.OFFICE:
        raise CannotStart("这个数据库里是正式数据，不能用 --demo 启动；请用 YIZHENG_HOME 指定另一个文件夹来试用演示。")
    if not demo and found is Purpose.DEMO:
        raise CannotStart("这个数据库里是演示数据，不能正式使用；请加 --demo，或用 YIZHENG_HOME 指定一个新的文件夹。")


def _any(session: psycopg.Connection, question: str) -> bool:
    return session.execute(question).fetchone() == (True,)
