"""The proposal room in everybody's navigation."""

from yizheng.ui.navigation import ASSIGNER, MEMBER, OFFICE, UNIT, NavItem, register

EVERYBODY = (OFFICE, MEMBER, UNIT, ASSIGNER)


def offer_pages() -> None:
    """Offer the room's pages; each area's list is named in its own line."""
    register(
        NavItem("建言", "提案", "proposal:proposals", "proposal", permission="proposal.read", audience=EVERYBODY),
        NavItem("建言", "单位办理台", "proposal:unit-desk", "desk", permission="handling.see_desk", audience=UNIT),
        NavItem(
            "建言",
            "提案统计",
            "proposal:figures",
            "chart",
            permission="proposal.see_figures",
            audience=(OFFICE, ASSIGNER),
            place=2,
        ),
        NavItem(
            "建言",
            "提案审查",
            "proposal:review",
            "checks",
            permission="proposal.second_review",
            covers=("proposals/review/", "proposals/decisions/"),
        ),
        NavItem(
            "建言",
            "交办",
            "proposal:assignment-board",
            "move",
            permission="proposal.plan_units",
            audience=(OFFICE, ASSIGNER),
        ),
        NavItem(
            "建言",
            "重点提案",
            "proposal:keys",
            "star",
            permission="key.see_selection",
            covers=("proposals/keys/", "proposals/consultations/", "proposals/inspections/"),
            place=1,
        ),
        NavItem(
            "建言",
            "线索和选题",
            "proposal:leads",
            "bulb",
            permission="lead.read",
            covers=("proposals/leads/", "proposals/topics/"),
            place=1,
        ),
        NavItem(
            "建言",
            "评议评优",
            "proposal:appraisals",
            "check",
            permission="appraisal.see_lists",
            covers=("appraisals/", "awards/"),
            place=1,
        ),
        NavItem(
            "建言",
            "评价和落实",
            "proposal:feedback-list",
            "message",
            permission="proposal.see_review",
            covers=("proposals/tracked/", "proposals/look-backs/"),
            place=1,
        ),
        NavItem(
            "公开",
            "提案公开",
            "proposal:to-publish",
            "world",
            permission="publication.list",
            covers=("publications/",),
        ),
        NavItem(
            "管理", "导入历史提案", "proposal:history-imports", "upload", permission="proposal.import_history", place=4
        ),
        NavItem("建言", "参考选题", "proposal:topics", "bulb", permission="topic.take", audience=MEMBER, place=1),
    )
