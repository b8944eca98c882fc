"""States and kinds of the opinion room (handbook 6.2, 6.3; glossary 17)."""

from __future__ import annotations

from django.db import models


class OpinionState(models.TextChoices):
    """Where an opinion stands (handbook 6.3)."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已报送"
    RETURNED = "returned", "退回补充"
    REJECTED = "rejected", "不采用"
    EDITING = "editing", "编辑中"
    MERGED = "merged", "已并入综合稿"
    SIGNING = "signing", "送审签"
    APPROVED = "approved", "已审签"
    ISSUED = "issued", "已编发"
    TRANSFERRED = "transferred", "已转办"
    REPORTED_UP = "reported_up", "已上报"
    ADOPTED_UP = "adopted_up", "上级采用"
    INSTRUCTED = "instructed", "有批示"
    REPLIED = "replied", "已反馈"
    ARCHIVED = "archived", "已归档"
    CONVERTED = "converted", "已转化"
    WITHDRAWN = "withdrawn", "已撤回"


class SourceKind(models.TextChoices):
    """From whom a piece comes (handbook 6.2)."""

    MEMBER = "member", "委员"
    PARTY = "party", "党派团体"
    COMMITTEE = "committee", "专委会"
    SECTOR = "sector", "界别"
    GRASSROOTS = "grassroots", "基层单位"
    OFFICER = "officer", "信息员"
    COUNTY_COMMITTEE = "county_committee", "下级政协"
    PUBLIC_LEAD = "public_lead", "公众线索"
    CONVERTED_PROPOSAL = "converted_proposal", "提案转来"
    SOLICITED = "solicited", "约稿"


class Urgency(models.TextChoices):
    """How fast it has to go."""

    NORMAL = "normal", "一般"
    URGENT = "urgent", "紧急"


class Secrecy(models.TextChoices):
    """
    Marks (office-practice 1). 工作秘密 never lies here: only its register entry (`SecretOpinion`) does.
    """

    OPEN = "open", "公开"
    ON_REQUEST = "on_request", "依申请公开"
    INTERNAL = "internal", "内部"


class EntrySource(models.TextChoices):
    """Who typed it."""

    WEB = "web", "本人填写"
    CLERK = "clerk", "信息科代录"
    DISPATCH = "dispatch", "下级政协报来"
    CONVERTED = "converted", "系统转来"


class AuthorRole(models.TextChoices):
    """Part of an author in one piece."""

    MAIN = "main", "执笔"
    CO = "co", "合写"


class VersionKind(models.TextChoices):
    """Who made a version of the text."""

    AUTHOR = "author", "作者稿"
    EDIT = "edit", "编辑稿"
    MERGE = "merge", "综合稿"
    SIGNED = "signed", "签发稿"
    PUBLIC = "public", "公开稿"


class RejectReason(models.TextChoices):
    """Why a piece is not used (handbook 6.3)."""

    OLD = "old", "情况已过时或已解决"
    EMPTY = "empty", "内容空泛"
    DUPLICATE = "duplicate", "与已有信息重复"
    PERSONAL = "personal", "反映个人诉求"
    PETITION = "petition", "属于信访事项"
    UNSUITED = "unsuited", "不宜以社情民意信息反映"


class UpLevel(models.TextChoices):
    """Where a piece was adopted, or to whom it is reported (handbook 6.2)."""

    SELF = "self", "本级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"
    NATION = "nation", "全国"


class AdoptionKind(models.TextChoices):
    """How it was used."""

    SINGLE = "single", "单篇采用"
    INTEGRATED = "integrated", "综合采用"
    FORWARDED = "forwarded", "转送"


class ReportState(models.TextChoices):
    """Where a report to a higher committee stands."""

    WAITING = "waiting", "等待结果"
    ADOPTED = "adopted", "已采用"
    NOT_ADOPTED = "not_adopted", "未采用"
    RECALLED = "recalled", "已撤回"


class AdoptionState(models.TextChoices):
    """Whether a recorded adoption holds."""

    STANDING = "standing", "有效"
    VOIDED = "voided", "已作废"


class IssueKind(models.TextChoices):
    """What an issue of a periodical is."""

    REGULAR = "regular", "普通一期"
    SPECIAL = "special", "专报"
    COMPILATION = "compilation", "综合专刊"


class IssueState(models.TextChoices):
    """Where an issue of a periodical stands."""

    LAID_OUT = "laid_out", "编排中"
    SIGNING = "signing", "送签"
    ISSUED = "issued", "已编发"
    RECALLED = "recalled", "已收回"


class TransferState(models.TextChoices):
    """Where a transfer slip (转办单) stands."""

    SENT = "sent", "待签收"
    SIGNED = "signed", "办理中"
    REPLIED = "replied", "已反馈"
    SENT_BACK = "sent_back", "退回补充"
    ACCEPTED = "accepted", "已办结"
    DECLINED = "declined", "单位退件"
    RECALLED = "recalled", "已收回"


class FeedbackKind(models.TextChoices):
    """What an author is told (handbook 6.2, 6.5)."""

    REJECTED = "rejected", "未采用"
    ADOPTION = "adoption", "采用"
    INSTRUCTION = "instruction", "批示"
    RESULT = "result", "办理结果"
    CONVERSION = "conversion", "转化"
    CORRECTION = "correction", "更正"


class FeedbackState(models.TextChoices):
    """Whether an author was told already."""

    OWED = "owed", "待反馈"
    GIVEN = "given", "已反馈"
    DROPPED = "dropped", "不再反馈"


class CallState(models.TextChoices):
    """Where a topic call (约稿) stands."""

    OPEN = "open", "征集中"
    CLOSED = "closed", "已截止"


class ConversionTarget(models.TextChoices):
    """What a piece becomes (handbook 6.3, last row)."""

    PROPOSAL_LEAD = "proposal_lead", "提案线索"
    RESEARCH_TOPIC = "research_topic", "调研课题"
    SPEECH = "speech", "大会发言"


class ConsentState(models.TextChoices):
    """What the author said to a conversion."""

    ASKED = "asked", "待作者答复"
    AGREED = "agreed", "作者同意"
    REFUSED = "refused", "作者不同意"


class MatterState(models.TextChoices):
    """What became of a matter told at a contact point or studio (handbook 11; F074)."""

    TOLD = "told", "待处理"
    EXPLAINED = "explained", "已当面答复"
    OPINION = "opinion", "已转社情民意"
    PETITION = "petition", "已引导信访渠道"


class PointEvent(models.TextChoices):
    """What earns points (handbook 6.4)."""

    SUBMITTED = "submitted", "报送"
    ADOPTED_SELF = "adopted_self", "本级采用"
    ADOPTED_CITY = "adopted_city", "市级采用"
    ADOPTED_PROVINCE = "adopted_province", "省级采用"
    ADOPTED_NATION = "adopted_nation", "全国采用"
    INSTRUCTED_DISTRICT = "instructed_district", "区县领导批示"
    INSTRUCTED_CITY = "instructed_city", "市领导批示"
    INSTRUCTED_PROVINCE = "instructed_province", "省领导批示"
    SOLICITED = "solicited", "约稿被上级采用"
