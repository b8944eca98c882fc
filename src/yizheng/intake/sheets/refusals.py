"""Why a sheet is not read: each says what it is and what to do."""

from __future__ import annotations

from yizheng.kernel.errors import Refused

from .limits import MOST_ROWS, MOST_SHEETS

OLD = "这是旧格式的 xls 或加了密码的表格，读不了。请在 Excel 或 WPS 里去掉密码，另存为 xlsx 后再导入。"
MACROS = "这份表格带有宏，为安全起见不收。请另存为不带宏的 xlsx 后再导入。"
BOMB = "这份表格解开后异常大，没有读。请只保留要导入的那张表，另存为 xlsx 后再导入。"
BROKEN = "这份表格已损坏，打不开。请用 Excel 或 WPS 打开另存一次，再导入。"
NOT_A_SHEET = "这不是表格文件。请上传 xlsx 或 csv 格式的名册；Word 里的表格请先复制到 Excel。"
TOO_LONG = "表“{name}”超过{most}行，没有读。请分成几份文件，每份不超过{most}行。"
TOO_MANY_SHEETS = "这份文件有{count}张表，最多读{most}张。请只保留要导入的表。"
NO_ROWS = "这份文件里没有一张有内容的表，没有读到任何行。请核对是不是传错了文件。"
BAD_TEXT = "这份 csv 的文字编码认不出来。请用 Excel 或 WPS 打开，另存为 xlsx 后再导入。"


def refused(code: str, sentence: str) -> Refused:
    """Return a refusal of the whole file."""
    return Refused(code, sentence)


def too_long(name: str) -> Refused:
    """Return the refusal of a sheet with too many rows."""
    return Refused("too_long", TOO_LONG.format(name=name, most=MOST_ROWS))


def too_many_sheets(count: int) -> Refused:
    """Return the refusal of a book with too many sheets."""
    return Refused("too_many_sheets", TOO_MANY_SHEETS.format(count=count, most=MOST_SHEETS))
