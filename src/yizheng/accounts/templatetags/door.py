"""What the pages of the door show around their forms."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from yizheng.accounts import sms
from yizheng.accounts.views.member import safe_next
from yizheng.kernel.permissions import may
from yizheng.ui.shapes import Crumb, Tab

register = template.Library()


@register.simple_tag(takes_context=True)
def sign_in_ways(context: dict[str, Any]) -> list[Tab]:
    """Return the ways in, the current one marked; each keeps where the person wanted to go."""
    request = context["request"]
    ways = [("accounts:phone", "手机验证码")] if sms.is_open() else []
    ways += [("accounts:card", "登录卡"), ("account_login", "工作人员")]
    target = safe_next(request)
    ending = f"?{urlencode({'next': target})}" if target else ""
    return [Tab(label, reverse(name) + ending, request.path.startswith(reverse(name))) for name, label in ways]


@register.simple_tag(takes_context=True)
def came_for(context: dict[str, Any]) -> str:
    """Return where the person wanted to go, if it is a page of this house."""
    return safe_next(context["request"])


@register.simple_tag(takes_context=True)
def outside_ways(context: dict[str, Any]) -> list[Crumb]:
    """Return the outside identities by which one may come in here."""
    target = safe_next(context["request"])
    ending = f"?{urlencode({'next': target})}" if target else ""
    found = []
    for app in settings.OIDC_APPS:
        login = reverse("openid_connect_login", kwargs={"provider_id": app["provider_id"]})
        found.append(Crumb(f"用{app['name']}登录", login + ending))
    if settings.CAS_SERVER:
        found.append(Crumb(f"用{settings.CAS_NAME}登录", reverse("accounts:cas") + ending))
    return found


@register.simple_tag(name="may", takes_context=True)
def may_reader(context: dict[str, Any], permission: str) -> bool:
    """Tell whether the reader may do this at all: what the administrators' buttons are drawn from."""
    return may(permission, context.get("actor"))


BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg/", "Edge 浏览器"),
    ("360", "360 浏览器"),
    ("Firefox/", "Firefox 浏览器"),
    ("Chrome/", "Chrome 内核浏览器"),
    ("Safari/", "Safari 浏览器"),
)
MACHINES = (
    ("Harmony", "鸿蒙设备"),
    ("Android", "安卓手机"),
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
    ("Windows", "Windows 电脑"),
    ("Mac OS", "苹果电脑"),
    ("Linux", "Linux 电脑"),
)


@register.filter
def device(user_agent: str) -> str:
    """Say in words what a browser calls itself."""
    browser = next((word for mark, word in BROWSERS if mark in user_agent), "浏览器")
    machine = next((word for mark, word in MACHINES if mark in user_agent), "未知设备")
    return f"{machine} · {browser}"
