"""The columns looked for in an old register of proposals, by what offices call them."""

from __future__ import annotations

from yizheng.intake.sheets.columns import Field

FIELDS = (
    Field("name", "案由", ("提案名称", "提案标题", "提案题目", "提案案由", "题目", "标题", "名称"), is_required=True),
    Field("year", "年度", ("年份", "年", "所属年度"), only_whole=True),
    Field("session", "届次", ("会议届次", "届别", "会议", "所属届次")),
    Field("number", "编号", ("提案编号", "提案号", "立案号", "立案编号", "案号")),
    Field("reception", "收件号", ("来件号", "受理号", "收到编号", "收件编号", "登记号")),
    Field("proposer", "提案人", ("第一提案人", "提案者", "提案委员", "领衔人", "提案单位", "提案人姓名", "提出人")),
    Field("cosigners", "联名人", ("联名委员", "联名提案人", "共同提案人", "附议人", "联名")),
    Field("sector", "界别", ("所属界别", "提案人界别")),
    Field("category", "类别", ("提案类别", "提案分类", "分类")),
    Field("form", "提案形式", ("提案类型", "提案性质", "提案方式", "形式")),
    Field("period", "时段", ("提案时段", "大会或平时", "会议期间", "期间"), only_whole=True),
    Field("filing", "立案情况", ("是否立案", "立案与否", "审查结果", "审查意见", "审查情况", "立案")),
    Field("merged_into", "并入编号", ("并入", "并入提案", "并案情况", "合并到")),
    Field("units", "承办单位", ("办理单位", "承办部门", "答复单位", "承办")),
    Field("host", "主办", ("主办单位", "主办部门", "牵头单位")),
    Field("co", "会办", ("会办单位", "会办部门", "协办单位", "协办")),
    Field("separate", "分办", ("分办单位", "分别办理")),
    Field("received_on", "收到日期", ("提交日期", "提交时间", "收到时间", "收案日期", "来件日期")),
    Field("filed_on", "立案日期", ("立案时间", "审查日期")),
    Field("assigned_on", "交办日期", ("交办时间", "交办")),
    Field("due_on", "办理期限", ("答复期限", "办结期限", "限办日期", "期限")),
    Field("replied_on", "答复日期", ("答复时间", "办复日期", "办复时间", "办结日期", "复文日期")),
    Field("doc_no", "答复文号", ("文号", "复文号", "复函文号")),
    Field("mark", "办理结果", ("结果类别", "答复类别", "办理类别", "答复分类", "办理情况", "结果")),
    Field("rating", "满意度", ("满意情况", "满意程度", "委员评价", "提案人评价", "反馈意见", "评价")),
    Field("key", "重点提案", ("是否重点", "重点"), only_whole=True),
    Field("text", "内容", ("正文", "提案内容", "主要内容"), only_whole=True),
    Field("note", "备注", ("说明",), only_whole=True),
)
LABELS = {field.name: field.label for field in FIELDS}
DATES = ("received_on", "filed_on", "assigned_on", "due_on", "replied_on")
