"""`open_committee`: a committee without rows, so that an office can begin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_slug
from django.db import transaction
from django.utils import timezone

from yizheng.accounts.administrators import ADMIN_USERNAME, make_administrator
from yizheng.accounts.models import User
from yizheng.kernel.models import Committee, Level

RESERVED_SLUGS = frozenset({"ui", "static", "live", "accounts", "api", "healthz", "public"})
"""First parts of addresses that are the house's own (design 5)."""


class Command(BaseCommand):
    """Make a committee and give its administration to the login `admin` (or another)."""

    help = "建立一个政协委员会，并由管理员账号管理"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the names, the address and the administrator."""
        parser.add_argument("--slug", required=True, help="地址中的名字，小写字母、数字、连字符，例如 yunling")
        parser.add_argument("--full-name", required=True, help="全称，例如 政协××市××区委员会")
        parser.add_argument("--short-name", required=True, help="简称，例如 ××区政协")
        parser.add_argument("--level", choices=Level.values, default=Level.COUNTY_DISTRICT)
        parser.add_argument("--parent", default="", help="上级政协的地址名")
        parser.add_argument("--admin", default=ADMIN_USERNAME, help="管理员账号")

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        """Make it. Raises: CommandError with a sentence; nothing is changed then."""
        slug = _checked_slug(options["slug"])
        committee = Committee.objects.create(
            full_name=options["full_name"],
            short_name=options["short_name"],
            slug=slug,
            level=options["level"],
            parent=_parent(options["parent"]),
        )
        make_administrator(_admin(options["admin"]), committee, at=timezone.now())
        self.stdout.write(f"已建立{committee.full_name}，地址 /{slug}/，管理员账号 {options['admin']}。")


def _checked_slug(slug: str) -> str:
    if slug in RESERVED_SLUGS:
        raise CommandError(f"“{slug}”是系统保留的地址，请换一个。")
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise CommandError("地址只能用字母、数字、连字符。") from error
    if Committee.objects.filter(slug=slug).exists():
        raise CommandError(f"地址“{slug}”已有委员会使用，请换一个。")
    return slug


def _parent(slug: str) -> Committee | None:
    if not slug:
        return None
    parent = Committee.objects.filter(slug=slug).first()
    if parent is None:
        raise CommandError(f"没有地址为“{slug}”的上级政协，请先建立它。")
    return parent


def _admin(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"没有账号“{username}”，请先运行 first_admin。")
    return user
