"""The keys other programs rely on: nothing missing, nothing of the inside."""

from __future__ import annotations

from yizheng.document.reading import read
from yizheng.plan.parsing.assembly import understand
from yizheng.plan.parsing.contract import contract

PAPER = """政协云岭区委员会2031年工作要点
（2031年1月8日政协云岭区第六届委员会常务委员会第三次会议通过）

一、加强学习
1.坚持理论学习。每季度组织一次集中学习。

附件1
政协2031年重点工作任务分解
月份\t工作内容\t分管领导\t责任部门
3\t（1）召开协商座谈会\t主席\t办公室

备注：时间如有变动，以通知为准。
"""


def test_the_keys_are_those_of_the_contract() -> None:
    found = contract(understand(read(PAPER.encode(), "要点.txt")))

    assert set(found) == {
        "issuing_body", "title", "year", "doc_number", "adopted", "attachments", "forwarding_notice", "remark",
        "preamble", "annexes", "sections", "tasks", "topics", "removed", "warnings",
    }  # fmt: skip
    assert found["adopted"] == {"date": "2031-01-08", "meeting": "政协云岭区第六届委员会常务委员会第三次会议"}
    assert found["tasks"] == [
        {"month": 3, "order": 1, "content": "召开协商座谈会", "leaders": ["主席"], "departments": ["办公室"]}
    ]
    assert found["sections"][0]["items"] == [
        {
            "number": 1,
            "number_raw": "1.",
            "title": "坚持理论学习",
            "text": "每季度组织一次集中学习。",
            "body_head": "每季度组织一次集中学习。",
            "body_tail": "每季度组织一次集中学习。",
            "body_chars": 12,
        }
    ]


def test_headings_that_only_group_and_the_foot_of_the_paper_are_kept() -> None:
    paper = (
        PAPER.split("附件1")[0].replace("1.坚持", "（一）思想建设\n1.坚持") + "政协云岭区委员会办公室\n2031年1月9日\n"
    )
    found = contract(understand(read(paper.encode(), "要点.txt")))

    assert found["sections"][0]["items"][0]["group"] == "（一）思想建设"
    assert found["signature"] == {"by": "政协云岭区委员会办公室", "date": "2031-01-09"}
