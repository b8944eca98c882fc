"""States, kinds and marks of official documents (公文; handbook 13, office-practice 1)."""

from django.db.models import TextChoices


class DocumentState(TextChoices):
    """Where a document stands on its way out."""

    DRAFTING = "drafting", "拟稿"
    SUBMITTED = "submitted", "待核稿"
    RETURNED = "returned", "已退回"
    CHECKED = "checked", "已核稿"
    COUNTERSIGNED = "countersigned", "已会签"
    SIGNED = "signed", "已签发"
    NUMBERED = "numbered", "已编号"
    ISSUED = "issued", "已印发"
    ARCHIVED = "archived", "已归档"


class DocumentKind(TextChoices):
    """Kinds of official documents that a committee sends out."""

    NOTICE = "notice", "通知"
    LETTER = "letter", "函"
    MINUTES = "minutes", "纪要"
    REPORT = "report", "报告"
    REQUEST = "request", "请示"
    OPINION = "opinion", "意见"
    DECISION = "decision", "决定"


class Secrecy(TextChoices):
    """How far a document may go. 工作秘密 is only registered, classified content is refused."""

    PUBLIC = "public", "公开"
    ON_REQUEST = "on_request", "依申请公开"
    INTERNAL = "internal", "内部"


class NumberSource(TextChoices):
    """Where document numbers come from (office-practice 10)."""

    MANUAL = "manual", "人工或办公系统给号"
    OWN = "own", "本系统连续编号"


class SentBy(TextChoices):
    """How a document left the house."""

    PRINTED = "printed", "纸质印发"
    NETWORK = "network", "办公网发送"
    BOTH = "both", "纸质和办公网"
