"""The login, and the roles it holds in each committee."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from yizheng.kernel.acting import Hat
from yizheng.kernel.models import Committee, CommitteeModel, PublicModel
from yizheng.kernel.prepared import Reading
from yizheng.kernel.secrets import DigestField, EncryptedTextField

from . import naming
from .enums import ADMINISTRATORS, Change, ChangeState, Role


class UserManager(BaseUserManager["User"]):
    """Makes logins, and finds one by its number without building a statement: each page asks who is signed in."""

    def get(self, *args: Any, **kwargs: Any) -> User:
        """Return the one login. Raises: User.DoesNotExist."""
        number = kwargs.get("pk")
        if type(self) is not UserManager or args or len(kwargs) != 1 or type(number) is not int:
            return super().get(*args, **kwargs)
        found = _BY_NUMBER.first(pk=number)
        if found is None:
            raise User.DoesNotExist
        return found

    def create_user(self, username: str, name: str, password: str | None = None) -> User:
        """Make a login; without a password it cannot sign in by one."""
        user = self.model(username=username, name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """
    One login of one human being; it may serve several committees in several roles.

    `opened_in` is the committee whose administrators look after it; others may only give and end roles of theirs.
    `past_passwords` holds the hashes of earlier passwords, the newest first, so that none of them comes back.
    """

    public_id = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    username = models.CharField("账号", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    phone = EncryptedTextField("手机号", blank=True, default="")
    phone_digest = DigestField(of="phone")
    password_changed_at = models.DateTimeField(null=True, blank=True)
    must_change_password = models.BooleanField(default=False)
    past_passwords = models.JSONField(default=list, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    opened_in = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="+")
    date_joined = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phone_digest"], name="one_login_per_phone", condition=~Q(phone_digest="")),
        ]

    def __str__(self) -> str:
        return self.name


def _by_number(*, pk: int) -> models.QuerySet[User]:
    return User.objects.filter(pk=pk)


_BY_NUMBER = Reading(_by_number)


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

    @property
    def role_name(self) -> str:
        """Return what the role is called as it is narrowed."""
        return naming.role_name(self.role, self.scope_kind)

    @property
    def is_administrator(self) -> bool:
        """Tell whether this is one of the three administrators: given and ended by two persons."""
        return self.role in ADMINISTRATORS

    def hat(self) -> Hat:
        """Return the grant as it is worn."""
        return Hat(self.role, self.label, self.scope_kind, self.scope_id, self.pk)


class AdministratorChange(PublicModel):
    """
    An appointment or dismissal of one of the three administrators, proposed by one person, decided by a second.

    `grant` is the role that a dismissal ends. The database itself refuses a change confirmed by who proposed it or
    by whom it concerns.
    """

    what = models.CharField(max_length=10, choices=Change)
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.PROPOSED)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=40, choices=[(role.value, role.label) for role in ADMINISTRATORS])
    grant = models.ForeignKey(RoleGrant, models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(max_length=500)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "user", "role"],
                name="one_open_change_per_role",
                condition=Q(state=ChangeState.PROPOSED),
            ),
            models.CheckConstraint(
                name="two_persons_appoint",
                condition=~Q(state=ChangeState.CONFIRMED)
                | (~Q(decided_by=F("proposed_by")) & ~Q(decided_by=F("user"))),
            ),
        ]
        indexes = [models.Index(fields=["committee", "-proposed_at"], name="change_by_time")]

    def __str__(self) -> str:
        if self.what == Change.APPOINT:
            return f"任命{self.user.name}为{self.get_role_display()}"
        return f"免去{self.user.name}的{self.get_role_display()}"


class SmsCode(models.Model):
    """
    A code of six digits sent to a telephone (短信验证码). Global: it is asked for before any committee is known.

    A row is made for a telephone that nobody has, too, so that both are answered alike. `sealed` holds the
    code until it is sent; `code_digest` is what an answer is compared with.
    """

    phone_digest = models.CharField(max_length=64)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    code_digest = models.CharField(max_length=64)
    sealed = EncryptedTextField(blank=True, default="")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["phone_digest", "-made_at"], name="sms_code_by_phone")]

    def __str__(self) -> str:
        return f"sms code {self.pk}"


class SignInCard(models.Model):
    """
    A printed card that opens the door once (一次性登录卡). Global: it is read before any committee is known.

    Only the digest of its code is kept. It holds until `ends_at` (exclusive).
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="cards")
    issued_in = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    code_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["issued_in", "user", "-made_at"], name="card_by_committee")]

    def __str__(self) -> str:
        return f"card {self.pk}"


class DoorCount(models.Model):
    """How often something happened at the door lately: one row a bucket, counted anew once `ends_at` has passed."""

    bucket = models.CharField(max_length=120, primary_key=True)
    username = models.CharField(max_length=60, blank=True, default="")
    count = models.IntegerField(default=0)
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["username"], name="door_count_by_login")]

    def __str__(self) -> str:
        return self.bucket


class SharedCache(models.Model):
    """The cache that all processes of the house share; Django's own writes and reads it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
