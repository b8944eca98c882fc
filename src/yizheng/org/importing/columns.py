"""The columns looked for in rolls and in lists of units, by what offices call them."""

from __future__ import annotations

from yizheng.intake.sheets.columns import Field

ROLL_FIELDS = (
    Field("name", "姓名", ("委员姓名", "委员", "名字", "委员名单"), is_required=True),
    Field("gender", "性别"),
    Field("ethnicity", "民族", ("族别",)),
    Field("birth_date", "出生年月", ("出生日期", "出生年月日", "生日", "出生时间", "出生"), only_whole=False),
    Field("affiliation", "政治面貌", ("党派", "所属党派", "党派名称", "政治身份")),
    Field("sector", "界别", ("所属界别", "委员界别", "参加单位", "界")),
    Field("role", "政协职务", ("委员身份", "委员类别", "常委委员", "政协身份", "委员职务")),
    Field(
        "work",
        "工作单位及职务",
        ("单位及职务", "工作单位职务", "单位职务", "现任职务", "单位和职务", "工作单位及职务职称"),
    ),
    Field("employer", "工作单位", ("单位", "所在单位", "单位名称", "工作部门")),
    Field("title", "职务", ("职务职称", "职称", "行政职务", "担任职务"), only_whole=True),
    Field("phone", "手机", ("联系电话", "手机号", "手机号码", "电话", "联系方式", "移动电话", "电话号码")),
    Field("education", "学历", ("文化程度", "学历学位", "最高学历")),
    Field("committee", "专委会", ("专门委员会", "所在专委会", "所属专委会", "参加专委会")),
    Field("group", "小组", ("联络处", "活动小组", "联络组", "政协联络处", "工委", "街道工委", "委员小组", "所属小组")),
    Field("note", "备注", ("说明",), only_whole=True),
)
UNIT_FIELDS = (
    Field("name", "单位名称", ("承办单位", "单位", "名称", "单位全称", "部门名称", "全称", "部门"), is_required=True),
    Field("short_name", "简称", ("单位简称", "别名", "曾用名")),
    Field("category", "类别", ("单位类别", "单位性质", "分类", "性质", "系统")),
    Field("parent", "上级单位", ("主管单位", "主管部门", "上级部门", "归口单位")),
    Field("contact", "联系人", ("联络员", "提案联络员", "经办人", "联系人姓名")),
    Field("phone", "电话", ("联系电话", "手机", "手机号码", "联系方式", "联系人电话", "办公电话")),
    Field("order", "顺序", ("排序", "次序"), only_whole=True),
    Field("note", "备注", ("说明",), only_whole=True),
)
