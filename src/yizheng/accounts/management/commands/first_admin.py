"""`first_admin`: the first login of an empty house, with a password shown once."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from yizheng.accounts import passwords
from yizheng.accounts.administrators import ADMIN_USERNAME, make_administrator
from yizheng.accounts.models import User
from yizheng.kernel.models import Committee

# 20 of these characters carry 99 bits; look-alikes (0 o 1 l i) are left out: it is typed from paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
PASSWORD_CHARS = 20


class Command(BaseCommand):
    """Make the administrator of a house without logins; says nothing and changes nothing in any other."""

    help = "首次启动时建立管理员账号，并显示一次性口令"

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make the login and, where committees exist, its role in each of them."""
        if User.objects.exists():
            return
        password = new_password()
        admin = User.objects.create_user(ADMIN_USERNAME, "系统管理员")
        passwords.change(admin, password, must_change=True, at=timezone.now())
        for committee in Committee.objects.order_by("id"):
            make_administrator(admin, committee, at=timezone.now())
        self.stdout.write(f"管理员账号：{ADMIN_USERNAME}")
        self.stdout.write(f"一次性口令：{password}")
        self.stdout.write("口令只显示这一次，请登录后立即修改。")


def new_password() -> str:
    """Return a random password that can be read aloud."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PASSWORD_CHARS))
