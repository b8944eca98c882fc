"""Ways a notice goes, how it was read, and where each delivery stands (handbook 2.5)."""

from django.db import models


class MessageState(models.TextChoices):
    """Whether the matter a notice speaks of is still open."""

    SENT = "sent", "已发出"
    OVER = "over", "已办结"


class Channel(models.TextChoices):
    """A way to a person that a machine goes."""

    INBOX = "inbox", "站内消息"
    EMAIL = "email", "电子邮件"
    SMS = "sms", "短信"


class DeliveryState(models.TextChoices):
    """
    Where one delivery stands.

    `sending` was claimed and not yet settled. `uncertain`: the provider may or may not have sent it and cannot
    say; a clerk decides, the house never sends it again by itself. `bundled` goes with another one's digest.
    """

    WAITING = "waiting", "待发"
    GATHERED = "gathered", "待汇总"
    BUNDLED = "bundled", "并入汇总"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发"
    UNCERTAIN = "uncertain", "不能确定是否发出"
    GIVEN_UP = "given_up", "未发出"


class ReadHow(models.TextChoices):
    """By which way it is known that a person has read a notice."""

    OPENED = "opened", "打开消息"
    LINK = "link", "短链接确认"
    TELEPHONE = "telephone", "电话告知"
    PRINTED = "printed", "纸质送达"


class Timing(models.TextChoices):
    """When a person wants e-mails and texts."""

    AT_ONCE = "at_once", "随时发"
    IF_UNREAD = "if_unread", "消息没读再发"
    DIGEST = "digest", "每天早上汇总发一次"
    NEVER = "never", "不发"
