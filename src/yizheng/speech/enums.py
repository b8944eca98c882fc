"""Where calls and speeches stand, and what a speech is (handbook 9.6)."""

from django.db import models


class CallState(models.TextChoices):
    """Where the speeches of one plenary stand as a whole."""

    OPEN = "open", "征集中"
    CLOSED = "closed", "遴选中"
    PROPOSED = "proposed", "名单待审定"
    SETTLED = "settled", "名单已定"
    ARCHIVED = "archived", "已归档"


class SpeechState(models.TextChoices):
    """Where one speech stands (handbook 9.6)."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待初审"
    RETURNED = "returned", "退回修改"
    WITHDRAWN = "withdrawn", "已撤回"
    CHECKED = "checked", "已初审"
    SHORTLISTED = "shortlisted", "已入围"
    ORAL_SELECTED = "oral_selected", "待发言"
    WRITTEN_SELECTED = "written_selected", "待印发"
    NOT_SELECTED = "not_selected", "未入选"
    DELIVERED = "delivered", "已发言"
    CONVERTED = "converted", "已转化"
    ARCHIVED = "archived", "已归档"


class SpeechForm(models.TextChoices):
    """How a speech is given."""

    ORAL = "oral", "口头发言"
    WRITTEN = "written", "书面发言"


class OwnerKind(models.TextChoices):
    """Who hands a speech in."""

    MEMBER = "member", "委员"
    PARTY = "party", "党派团体"
    SECTOR = "sector", "界别"
    BODY = "body", "专委会和基层组织"


class VersionKind(models.TextChoices):
    """Who wrote a version."""

    AUTHOR = "author", "提交稿"
    EDIT = "edit", "修改稿"


class ConversionTarget(models.TextChoices):
    """What a speech becomes after the meeting."""

    OPINION = "opinion", "社情民意"
    PROPOSAL_LEAD = "proposal_lead", "提案线索"


WRITABLE = (SpeechState.DRAFT, SpeechState.RETURNED)
IN_SELECTION = (SpeechState.CHECKED, SpeechState.SHORTLISTED)
SELECTED = (SpeechState.ORAL_SELECTED, SpeechState.WRITTEN_SELECTED)
GIVEN = (SpeechState.DELIVERED, SpeechState.CONVERTED, SpeechState.ARCHIVED)
"""With a form, it was given before the plenary."""
