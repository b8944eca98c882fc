"""What is personal never leaves the house (handbook 5.10; office-practice 4, 5)."""

import pytest

from yizheng.proposal.redacting import MASK, redact


@pytest.mark.parametrize(
    ("text", "kind", "left"),
    [
        ("请拨13800001234联系", "手机号", f"请拨{MASK}联系"),
        ("请拨１３８００００１２３４联系", "手机号", f"请拨{MASK}联系"),
        ("电话 138-0000-1234。", "手机号", f"电话 {MASK}。"),
        ("电话0571-85550101转8", "固定电话", f"电话{MASK}"),
        ("证号330105198001010017。", "身份证号", f"证号{MASK}。"),
        ("卡号6222 0000 1111 2222 333", "银行卡号", f"卡号{MASK}"),
        ("写信到 lin.yan@example.org 。", "邮箱", f"写信到 {MASK} 。"),
        ("住在清河路18号2幢1单元302室", "门牌号", f"住在清河路18号{MASK}"),
        ("车牌浙A12345", "车牌号", f"车牌{MASK}"),
    ],
)
def test_what_is_personal_is_hidden_and_told_by_kind(text, kind, left):
    redacted = redact(text)

    assert redacted.text == left
    assert [each.kind for each in redacted.removed] == [kind]


def test_a_line_that_only_says_how_to_reach_somebody_goes_whole():
    assert (
        redact("办理情况如下。\n联系人：周某某，联系电话：见函\n已完成三处。").text
        == f"办理情况如下。\n{MASK}\n已完成三处。"
    )


@pytest.mark.parametrize(
    "text",
    [
        "全区2025年完成120部电梯加装，投入1.35亿元",
        "云政办〔2026〕12号文件",
        "2026年3月4日18:00前",
        "改造面积18000000平方米以内",
    ],
)
def test_figures_dates_and_document_numbers_stay(text):
    assert redact(text).text == text
