"""Whatever lines a file has, in whatever order: nothing is lost, and no file makes the parser fail."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from yizheng.document.reading import ReadingRefused, read
from yizheng.document.reading.refusals import SENTENCES
from yizheng.document.tests.built_files import Stretch, doc, docx, paragraph, pdf, table
from yizheng.document.tests.built_files import cell as word_cell
from yizheng.plan.parsing import understand

SHAPES = [
    *(
        "一、{}",
        "二、{}",
        "三、{}工作",
        "（一）{}",
        "（二）{}。后续工作。",
        "1.{}。组织落实。",
        "2、{}",
        "3．{}：组织落实",
        "4 {}",
    ),
    *(
        "第一，{}",
        "一是{}",
        "①{}",
        "第一部分 {}",
        "{}",
        "　　{}工作稳步推进，成效明显。",
        "{}，",
        "**{}。**正文如下。",
        "# {}",
    ),
    *("政协{}区委员会2018年工作要点", "2017年{}工作回顾", "2018年{}工作安排", "区政协2017年{}工作总结和2018年工作打算"),
    *(
        "（2018年3月2日{}会议通过）",
        "经2018年3月2日{}会议通过",
        "关于印发《{}工作要点》的通知",
        "{}办公室：",
        "云{}〔2018〕3号",
    ),
    *(
        "2018年3月2日",
        "政协{}区委员会办公室",
        "抄送：{}办公室、区委",
        "{}办公室  2018年3月5日印发",
        "备注：{}",
        "说明：{}",
    ),
    *("附件", "附件1", "附件：{}", "附件：1.《{}》", "2.《{}》", "附件2：{}安排", "目录", "重点工作任务分解表"),
    *(
        "月份\t工作内容\t分管领导\t责任部门",
        "1月\t{}会议\t王明\t办公室",
        "\t{}会议\t主席\t",
        "\t月份",
        "\t工作内容",
        "\t分管领导",
    ),
    *(
        "\t责任部门",
        "\t{}",
        "\t3",
        "| 月份 | 工作内容 | 分管领导 |",
        "|---|---|---|",
        "| 3 | {} | 王明 |",
        "月份",
        "工作内容",
        "分管领导",
    ),
    *(
        "责任部门",
        "3月",
        "王明",
        "办公室",
        "（1）{}",
        "牵头领导：{}",
        "责任部门：{}委",
        "课题组成员：{}、李可和相关委员",
        "完成时间：10月",
    ),
    *(
        "课题一：{}",
        "首页 > {}",
        "来源：{}",
        "上一篇：{}",
        "版权所有：{}",
        "- 3 -",
        "7",
        "第3页",
        "相关链接",
        "",
        "",
        "",
    ),
]
LINES = st.lists(st.sampled_from(SHAPES), min_size=1, max_size=40)


def marked(shapes: list[str]) -> tuple[str, list[str]]:
    """Every line with a word of its own, and those words."""
    words = [f"{chr(0x9000 + index)}{chr(0x8000 + index)}" for index in range(len(shapes))]
    lines = [shape.replace("{}", word) for shape, word in zip(shapes, words, strict=True)]
    return "\n".join(lines), [word for shape, word in zip(shapes, words, strict=True) if "{}" in shape]


@given(LINES)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_every_line_is_found_again(shapes: list[str]) -> None:
    text, words = marked(shapes)

    plan = understand(read(("序" + text).encode()))

    kept = re.sub(r"\s", "", repr(plan.to_json()).replace("\\n", "")) + repr(plan.labels)
    assert [word for word in words if word not in kept] == []


SAMPLES = [
    docx(
        paragraph("一、学习") + table([word_cell("月份"), word_cell("工作内容")], [word_cell("1"), word_cell("开会")])
    ),
    doc([Stretch("一、学习\r月份\x07工作内容\x07\x071\x07开会\x07\x07")]),
    pdf([["一、学习", "1.办班。培训。"]]),
    "<html><body><table><tr><td rowspan=2>1</td><td>会</td></tr><tr><td>走访</td></tr></table></body></html>".encode(),
    "一、学习\n1.办班。培训。\n".encode("gb18030"),
]
DAMAGE = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), max_size=6)


@given(st.sampled_from(SAMPLES), DAMAGE, st.floats(0.2, 1))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_a_damaged_file_is_read_or_refused(sample: bytes, damage: list[tuple[float, bytes]], share: float) -> None:
    content = bytearray(sample)
    for place, patch in damage:
        at = int(place * len(content))
        content[at : at + len(patch)] = patch
    cut = bytes(content[: int(share * len(content))])

    assert outcome(cut) in {"read", *SENTENCES}


def outcome(content: bytes) -> str:
    try:
        understand(read(content)).to_json()
    except ReadingRefused as refusal:
        return refusal.code
    return "read"
