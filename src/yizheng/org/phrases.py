"""Wording of the organisation's pages."""

from __future__ import annotations

ACT_WORDS = {
    "open_term": "开启新一届",
    "close_term": "闭届",
    "open_session": "登记次会议",
    "import_roll": "导入名册",
    "register_person": "登记人员",
    "correct_person": "更正信息",
    "propose_member": "列入建议名单",
    "activate": "确认就任",
    "drop_nominee": "未列入名单",
    "suspend": "暂停履职",
    "reinstate": "恢复履职",
    "resign": "辞去委员",
    "transfer": "调离",
    "remove": "撤销资格",
    "record_death": "登记去世",
    "expire": "届满",
    "change_sector": "调整界别",
    "change_role": "调整身份",
    "invite_superior_member": "登记为辖区上级委员",
    "make_sector": "设立界别",
    "name_convener": "任召集人",
    "end_convener": "不再任召集人",
    "choose_seat": "选专委会",
    "approve_seat": "同意参加专委会",
    "decline_seat": "未同意参加专委会",
    "withdraw_choice": "改选专委会",
    "seat_member": "编入专委会",
    "end_seat": "退出专委会",
    "appoint": "任职",
    "end_post": "离任",
    "make_body": "设立机构",
    "rename_body": "更名",
    "close_body": "撤销机构",
    "split_body": "由合署机构分设",
    "name_alias": "登记别称",
    "put_in_charge": "明确分管领导",
    "end_charge": "不再分管",
    "move_to_grassroots_unit": "编入基层单位",
    "end_stay": "移出基层单位",
    "found_unit": "登记单位",
    "rename_unit": "更名",
    "merge_unit": "并入别的单位",
    "take_over_units": "接收并入的单位",
    "close_unit": "撤销",
    "add_unit_alias": "登记简称",
    "add_unit_contact": "登记联络员",
    "end_unit_contact": "联络员离任",
    "register_participating_body": "登记党派团体",
    "found_association": "登记社团",
    "record_election": "登记换届",
    "warn_of_term_end": "届满提醒",
    "join_association": "入会",
    "leave_association": "退会",
    "close_association": "注销",
}
"""What each act of the ledger is called on a page."""

SEALED_LABELS = {
    "phone": "电话",
    "birth_date": "出生日期",
    "ethnicity": "民族",
    "affiliation": "政治面貌",
    "religion": "宗教信仰",
    "education": "学历",
    "address": "住址",
}
STATE_MEANING = {
    "proposed": "warn", "active": "ok", "suspended": "late", "resigned": "neutral", "transferred": "neutral",
    "removed": "over", "deceased": "neutral", "expired": "neutral", "dropped": "neutral",
}  # fmt: skip
NOT_FILLED = "未登记"


def act_word(act: str) -> str:
    """Return what an act is called."""
    return ACT_WORDS.get(act, act)
