"""
Every environment variable of the house: the one list that the reference, the launcher and a test read.

Without Django: the launcher checks the environment before anything of it is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum

from yizheng.accounts.policy import PREFIX, DoorPolicy


class Kind(StrEnum):
    """What a value must look like; the value is what the reference calls it."""

    TEXT = "文字"
    SECRET = "密"  # noqa: S105 - a word of the reference
    FLAG = "0 或 1"
    COUNT = "大于 0 的整数"
    DATABASE = "postgresql:// 开头的地址"
    URL = "http(s):// 开头的网址"
    ORIGINS = "网址，逗号分隔，不带路径"
    HOSTS = "域名，逗号分隔"
    FOLDER = "路径"
    CHOICE = "其一"


@dataclass(frozen=True)
class Variable:
    """One variable. `default` and `meaning` are said to the administrator; `choices` bind a CHOICE."""

    name: str
    section: str
    kind: Kind
    default: str
    meaning: str
    choices: tuple[str, ...] = ()


HOUSE, DATABASE, WEB, DOOR, SMS, MAIL, IDENTITY, INNER = (
    "数据和密钥", "数据库", "网址", "登录规则", "短信", "电子邮件", "统一身份认证", "试用、测试和内部使用",
)  # fmt: skip

_LISTED = (
    Variable("YIZHENG_HOME", HOUSE, Kind.FOLDER, "源代码旁的 `var/`", "数据文件夹：附件、密钥文件、静态文件、套接字"),
    Variable(
        "YIZHENG_SECRET_KEY", HOUSE, Kind.SECRET, "`up` 自动生成；`serve` 必须设置",
        "会话和签名的密钥，至少 50 个随机字符；换掉它，所有人要重新登录",
    ),
    Variable(
        "YIZHENG_KEY_RING", HOUSE, Kind.FOLDER, "`YIZHENG_HOME/keys.json`",
        "密钥文件的位置，保护手机号等字段；丢了就读不出来，须另存一份",
    ),
    Variable(
        "YIZHENG_LOG", HOUSE, Kind.CHOICE, "WARNING", "日志的详细程度",
        ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
    ),
    Variable("DATABASE_URL", DATABASE, Kind.DATABASE, "内置数据库", "网站用的角色 `yizheng_app`，只读写，不拥有表"),
    Variable("DATABASE_OWNER_URL", DATABASE, Kind.DATABASE, "内置数据库", "属主角色 `yizheng_owner`，升级结构和封存用"),
    Variable("DATABASE_BACKUP_URL", DATABASE, Kind.DATABASE, "无", "备份用的只读角色 `yizheng_backup`；只有备份命令用"),
    Variable("YIZHENG_HOSTS", WEB, Kind.HOSTS, "本机", "对外的域名；不在其中的请求被拒绝"),
    Variable("YIZHENG_ORIGINS", WEB, Kind.ORIGINS, "无", "对外的网址，例如 `https://zx.example.gov.cn`；短链接用第一个"),
    Variable("YIZHENG_HTTPS", WEB, Kind.FLAG, "0", "前面有 nginx 提供 https：相信它写的来源地址，Cookie 只走 https"),
    Variable("YIZHENG_SMS", SMS, Kind.CHOICE, "不发", "`http` 用网关，`console` 只写日志", ("http", "console")),
    Variable("YIZHENG_SMS_URL", SMS, Kind.URL, "无", "网关收短信的网址"),
    Variable("YIZHENG_SMS_TOKEN", SMS, Kind.SECRET, "无", "网关的令牌，放在 `Authorization: Bearer`"),
    Variable("YIZHENG_SMS_TEMPLATE", SMS, Kind.TEXT, "三项的 JSON", "请求的 JSON，含 `$phone`、`$text`、`$key`"),
    Variable("YIZHENG_SMS_SUCCESS_FIELD", SMS, Kind.TEXT, "不看", "回答中说明收下的字段"),
    Variable("YIZHENG_SMS_SUCCESS_VALUE", SMS, Kind.TEXT, "0", "该字段收下时的值"),
    Variable("YIZHENG_SMS_STATUS_URL", SMS, Kind.URL, "无", "按 `$key` 查询的网址"),
    Variable("YIZHENG_SMTP_HOST", MAIL, Kind.TEXT, "不发", "邮件服务器"),
    Variable("YIZHENG_SMTP_PORT", MAIL, Kind.COUNT, "25", "端口"),
    Variable("YIZHENG_SMTP_USER", MAIL, Kind.TEXT, "无", "账号"),
    Variable("YIZHENG_SMTP_PASSWORD", MAIL, Kind.SECRET, "无", "密码"),
    Variable("YIZHENG_SMTP_SECURITY", MAIL, Kind.CHOICE, "不加密", "加密方式", ("starttls", "tls")),
    Variable("YIZHENG_MAIL_FROM", MAIL, Kind.TEXT, "yizheng@localhost", "发件人地址"),
    Variable("YIZHENG_OIDC_ISSUER", IDENTITY, Kind.URL, "不用", "OpenID Connect 的签发地址"),
    Variable("YIZHENG_OIDC_CLIENT_ID", IDENTITY, Kind.TEXT, "无", "登记的客户端标识"),
    Variable("YIZHENG_OIDC_SECRET", IDENTITY, Kind.SECRET, "无", "客户端的密"),
    Variable("YIZHENG_OIDC_NAME", IDENTITY, Kind.TEXT, "统一身份认证", "登录页上的名称"),
    Variable("YIZHENG_OIDC_ATTRIBUTE", IDENTITY, Kind.TEXT, "phone_number", "用哪个属性认人"),
    Variable("YIZHENG_OIDC_BY", IDENTITY, Kind.CHOICE, "phone", "与账号的哪一项相比", ("phone", "username")),
    Variable("YIZHENG_CAS_SERVER", IDENTITY, Kind.URL, "不用", "CAS 3 的地址，以 `/` 结尾"),
    Variable("YIZHENG_CAS_NAME", IDENTITY, Kind.TEXT, "统一身份认证", "登录页上的名称"),
    Variable("YIZHENG_CAS_ATTRIBUTE", IDENTITY, Kind.TEXT, "user", "用哪个属性认人"),
    Variable("YIZHENG_CAS_BY", IDENTITY, Kind.CHOICE, "username", "与账号的哪一项相比", ("phone", "username")),
    Variable("YIZHENG_DEMO", INNER, Kind.FLAG, "0", "由 `up --demo` 设置；正式运行不允许"),
    Variable("YIZHENG_DEBUG", INNER, Kind.FLAG, "0", "开发时显示出错细节；正式运行不允许"),
    Variable("YIZHENG_POOL", INNER, Kind.FLAG, "0", "由启动程序设置：网站保持数据库连接"),
    Variable(
        "YIZHENG_WEBHOOK_ALLOW_PRIVATE", INNER, Kind.FLAG, "0",
        "测试用：推送可以用 http，可以到本机和内网；正式运行不要设",
    ),
    Variable("YIZHENG_BROWSER", INNER, Kind.FOLDER, "自动寻找", "浏览器测试用的 Chromium"),
    Variable("YIZHENG_TEST_POSTGRES", INNER, Kind.FOLDER, "内置", "测试用的 PostgreSQL 程序所在"),
)  # fmt: skip

_DOOR_MEANINGS = {
    "require_totp": "第二步验证；演示默认不要",
    "password_min_length": "口令最短字符数",
    "password_min_kinds": "口令至少含大写、小写、数字、符号中的几种",
    "password_max_days": "口令用多少天要换",
    "password_history": "不得与最近几次的口令相同",
    "idle_minutes": "工作人员多少分钟不动就退出",
    "member_idle_minutes": "委员等多少分钟不动就退出",
    "lock_tries": "口令错几次锁定",
    "lock_minutes": "锁定多少分钟",
    "address_wrong_tries": "同一网络地址在锁定时间内最多错几次",
    "sms_code_minutes": "短信验证码几分钟内有效",
    "sms_code_tries": "一个验证码可试几次",
    "sms_resend_seconds": "隔多少秒可再发",
    "sms_per_phone_hour": "一个手机号一小时最多发几条",
    "sms_per_address": "同一网络地址五分钟最多要几条",
    "sms_answers_per_day": "一个手机号一天最多连续答错几次",
    "card_days": "登录卡几天内有效",
}


def variables() -> tuple[Variable, ...]:
    """Return every variable that something of the house reads."""
    return (*_LISTED, *_of_the_door())


def _of_the_door() -> Iterator[Variable]:
    """Yield a variable for each rule of the door; one without a meaning here is a KeyError, so none is forgotten."""
    for rule in fields(DoorPolicy):
        kind = Kind.FLAG if rule.name == "require_totp" else Kind.COUNT
        default = "1" if rule.default is None else str(rule.default)
        yield Variable(PREFIX + rule.name.upper(), DOOR, kind, default, _DOOR_MEANINGS[rule.name])
