"""What an office may set about its deadlines (handbook 2.1, 16 no. 4)."""

from __future__ import annotations

from yizheng.org.configuration import Key, register

ROLL_FORWARD: Key[bool] = register(
    Key(
        "calendar.roll_forward", True, "期限落在休息日时顺延",
        "以后算出的期限，落在休息日的顺延到下一个工作日；选“否”就停在原来那天。已经算好的不变。", "期限",
    )
)  # fmt: skip
