"""What the shared rooms must know of a setting, and its page in the navigation."""

from __future__ import annotations

from django.db.models import QuerySet

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.subjects import Subject
from yizheng.ui.navigation import NavItem, register

from ..models import Setting


def visible_to(actor: Actor) -> QuerySet[Setting]:
    """Return the settings a person may read: all or none."""
    return Setting.objects.all() if may("org.read_configuration", actor) else Setting.objects.none()


SETTING = Subject(
    "setting", Setting, "配置", url=lambda row: address("configuring:setting", key_name=row.key), visible_to=visible_to
)


def offer_pages() -> None:
    """Offer the page."""
    register(NavItem("管理", "配置", "configuring:settings", "settings", permission="org.read_configuration"))
