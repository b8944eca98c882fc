"""Settings: assembly only. Everything that differs between machines comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF

from yizheng.accounts.policy import read_policy

django_stubs_ext.monkeypatch()

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("YIZHENG_HOME") or Path.cwd() / "var")

DEBUG = os.environ.get("YIZHENG_DEBUG") == "1"
SECRET_KEY = os.environ.get("YIZHENG_SECRET_KEY", "only-for-commands-that-serve-nobody")
ALLOWED_HOSTS = [h for h in os.environ.get("YIZHENG_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if h]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("YIZHENG_ORIGINS", "").split(",") if o]

DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql://yizheng_app@/yizheng")
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")


def database(url: str) -> dict[str, object]:
    """Read a libpq address into Django's setting; `host` may be a socket folder in the query."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": {**query, **_KEPT} if _POOLED else query,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
    }


# Only what kernel.prepared asks is prepared: all other statements carry their values as text.
_KEPT = {"pool": {"min_size": 1, "max_size": 4}, "prepare_threshold": 2}
_POOLED = os.environ.get("YIZHENG_POOL") == "1"
DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_vite",
    "template_partials",
    "csp",
    "procrastinate.contrib.django",
    "yizheng.kernel",
    "yizheng.ui",
    "yizheng.accounts",
    "allauth",  # after our rooms: their templates of the door come first
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "yizheng.attachment",
    "yizheng.intake",
    "yizheng.org",
    "yizheng.deadline",
    "yizheng.notify",
    "yizheng.todo",
    "yizheng.document",
    "yizheng.search",
    "yizheng.assist",
    "yizheng.approval",
    "yizheng.promise",
    "yizheng.instruction",
    "yizheng.ballot",
    "yizheng.interface",
    "yizheng.plan",
    "yizheng.meeting",
    "yizheng.proposal",
    "yizheng.opinion",
    "yizheng.speech",
    "yizheng.administration",
    "yizheng.plenary",
    "yizheng.duty",
    "yizheng.demo",
    "yizheng.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "yizheng.ui.devices.DevicesMiddleware",
    "yizheng.ballot.middleware.BoothMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yizheng.accounts.middleware.PlainTextMiddleware",
    "yizheng.accounts.middleware.IdleMiddleware",
    "yizheng.interface.middleware.TokenMiddleware",
    "yizheng.accounts.middleware.CommitteeMiddleware",
]

ROOT_URLCONF = "yizheng.config.urls"
WSGI_APPLICATION = "yizheng.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yizheng.ui.context.page",
            ],
            "builtins": ["yizheng.kernel.templatetags.yizheng"],
        },
    }
]

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_sharedcache"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [{"NAME": f"yizheng.accounts.passwords.{name}"} for name in ("KindsValidator", "NotAgainValidator")]
DOOR = read_policy(os.environ)
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_ADAPTER = "yizheng.accounts.adapter.ClosedDoor"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# Passwords are counted by our own locks (accounts.locking); the library counts second steps, by person.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/900s/key", "change_password": "20/m/user"}
MFA_ADAPTER = "yizheng.accounts.adapter.SecondStep"
MFA_FORMS = {
    "authenticate": "yizheng.accounts.second_step.CodeAtTheDoor",
    "reauthenticate": "yizheng.accounts.second_step.CodeInside",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_ENGINE = "yizheng.accounts.sessions"
SESSION_COOKIE_AGE = 60 * max(DOOR.idle_minutes, DOOR.member_idle_minutes)

# The unified identity of a place, off until it is set (docs/how-to/sign-in.md).
SOCIALACCOUNT_ADAPTER = "yizheng.accounts.outside_identity.OutsideIdentity"
# A link, not a form: our pages may post to this house only, and a browser counts the redirect that follows.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_NAME = os.environ.get("YIZHENG_OIDC_NAME", "统一身份认证")
OIDC_MATCHING = {
    "attribute": os.environ.get("YIZHENG_OIDC_ATTRIBUTE", "phone_number"),
    "by": os.environ.get("YIZHENG_OIDC_BY", "phone"),
}
OIDC_APPS = [
    {
        "provider_id": "place",
        "name": OIDC_NAME,
        "client_id": os.environ.get("YIZHENG_OIDC_CLIENT_ID", ""),
        "secret": os.environ.get("YIZHENG_OIDC_SECRET", ""),
        "settings": {"server_url": issuer},
    }
    for issuer in [os.environ.get("YIZHENG_OIDC_ISSUER", "")]
    if issuer
]
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": OIDC_APPS}}
CAS_SERVER = os.environ.get("YIZHENG_CAS_SERVER", "")
CAS_NAME = os.environ.get("YIZHENG_CAS_NAME", "统一身份认证")
CAS_MATCHING = {
    "attribute": os.environ.get("YIZHENG_CAS_ATTRIBUTE", "user"),
    "by": os.environ.get("YIZHENG_CAS_BY", "username"),
}
# Without a host no e-mail leaves the house.
EMAIL_HOST = os.environ.get("YIZHENG_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("YIZHENG_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("YIZHENG_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("YIZHENG_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("YIZHENG_SMTP_SECURITY") == "starttls"
EMAIL_USE_SSL = os.environ.get("YIZHENG_SMTP_SECURITY") == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("YIZHENG_MAIL_FROM", "yizheng@localhost")
SMS = {
    "kind": os.environ.get("YIZHENG_SMS", ""),
    "url": os.environ.get("YIZHENG_SMS_URL", ""),
    "token": os.environ.get("YIZHENG_SMS_TOKEN", ""),
    "template": os.environ.get("YIZHENG_SMS_TEMPLATE", ""),
    "success_field": os.environ.get("YIZHENG_SMS_SUCCESS_FIELD", ""),
    "success_value": os.environ.get("YIZHENG_SMS_SUCCESS_VALUE", ""),
    "status_url": os.environ.get("YIZHENG_SMS_STATUS_URL", ""),
}
WEBHOOK_ALLOW_PRIVATE = os.environ.get("YIZHENG_WEBHOOK_ALLOW_PRIVATE") == "1"
# Pages come over a socket without addresses; who asks is what the gateway before them wrote last.
ALLAUTH_TRUSTED_PROXY_COUNT = 1

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

FORM_RENDERER = "yizheng.ui.drawing.Quick"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
DJANGO_VITE = {
    "default": {
        "manifest_path": PACKAGE / "ui" / "static" / "ui" / "build" / "manifest.json",
        "static_url_prefix": "ui/build",
    }
}
FILES_ROOT = HOME / "files"
PURGE_REGISTER_FILE = HOME / "purges.jsonl"
KEY_RING_FILE = Path(os.environ.get("YIZHENG_KEY_RING") or HOME / "keys.json")
MAX_UPLOAD_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
_HTTPS = os.environ.get("YIZHENG_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("YIZHENG_LOG", "WARNING")},
}
