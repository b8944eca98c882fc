"""The login, and the roles it holds in each committee."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from yizheng.kernel.acting import Hat
from yizheng.kernel.models import CommitteeModel

from .enums import Role


class UserManager(BaseUserManager["User"]):
    """Makes logins."""

    def create_user(self, username: str, name: str, password: str | None = None) -> User:
        """Make a login; without a password it cannot sign in by one."""
        user = self.model(username=username, name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One login of one human being; it may serve several committees in several roles."""

    username = models.CharField("账号", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    date_joined = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.name


class RoleGrant(CommitteeModel):
    """
    A role held by a login in a committee, from a date, to a date.

    `scope_kind` and `scope_id` narrow it: a special-committee clerk to a body, a unit clerk to a unit.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40, choices=Role)
    label = models.CharField(max_length=80)
    scope_kind = models.CharField(max_length=40, blank=True)
    scope_id = models.BigIntegerField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    rank = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "user", "role", "scope_kind", "scope_id"],
                name="one_grant_per_role",
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(fields=["user", "committee"], name="grant_by_user")]

    def __str__(self) -> str:
        return self.label

    def hat(self) -> Hat:
        """Return the grant as it is worn."""
        return Hat(self.role, self.label, self.scope_kind, self.scope_id, self.pk)
