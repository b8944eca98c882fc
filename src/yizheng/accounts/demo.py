"""Demo identities: one click per role, only in a demo database."""

from __future__ import annotations

from dataclasses import dataclass

from yizheng.kernel.models import Committee

from .models import User

DEMO_PREFIX = "demo-"


@dataclass(frozen=True)
class DemoIdentity:
    """A person of the demo office as the sign-in page shows them."""

    username: str
    name: str
    role: str
    task: str


ROLES_SHOWN = (
    ("demo-member", "委员", "手机上看今天有什么等您办"),
    ("demo-office", "办公室", "导入工作要点，核对销号"),
    ("demo-proposal", "提案委", "审查提案、编号、盯办理"),
    ("demo-committee", "专委会", "报任务进展，补依据"),
    ("demo-secretary", "秘书长", "看全年进度，定取消事项"),
    ("demo-chair", "主席", "看全年走到哪了"),
    ("demo-assigner", "督查室", "交办提案，定改办和延期"),
    ("demo-unit", "承办单位", "签收、面商、答复提案"),
    ("demo-party", "党派团体", "写集体提案，评价答复"),
    ("demo-grassroots", "街道工委", "看街道承担的任务"),
    ("demo-archivist", "档案员", "查会议、公文和制度，办归档"),
    ("demo-admin", "系统管理员", "管账号和设置，不看业务内容"),
    ("demo-security", "安全管理员", "管登录规则、解锁、任命管理员"),
    ("demo-audit", "审计管理员", "看安全事件和台账，只看不改"),
)
"""The roles of the sign-in page in its order: username, role, what one would do there."""


def is_demo_house() -> bool:
    """Tell whether this database is a marked demo."""
    return Committee.objects.filter(is_demo=True).exists()


def demo_identities() -> list[DemoIdentity]:
    """Return the identities of the sign-in page that exist, in its order."""
    names = dict(User.objects.filter(is_demo=True, is_active=True).values_list("username", "name"))
    return [DemoIdentity(u, names[u], role, task) for u, role, task in ROLES_SHOWN if u in names]
