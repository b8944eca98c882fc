"""Configuration of official documents (handbook 13 and 16; office-practice 10)."""

from __future__ import annotations

from yizheng.org.configuration import Key, register

SECTION = "公文"

FONTS: Key[str] = register(
    Key(
        "document.fonts",
        "gb2312",
        "Word 文件用哪套字体",
        "以后生成的 Word 公文按这套名称标字体；已生成的文件不变。",
        SECTION,
        choices=(
            ("gb2312", "仿宋_GB2312、楷体_GB2312、方正小标宋简体"),
            ("windows", "Windows 自带的仿宋、楷体、华文中宋"),
            ("gbk", "方正 GBK 系列"),
        ),
    )
)

NUMBER_SOURCE: Key[str] = register(
    Key(
        "document.number_source",
        "manual",
        "发文字号从哪里来",
        "人工或办公系统给号时，由经办人照录；本系统编号时，编号时自动接着上一号。已编的号不变。",
        SECTION,
        choices=(("manual", "人工或办公系统给号，照录"), ("own", "本系统连续编号")),
    )
)


def _prefixes(value: list[str]) -> str | None:
    bad = [each for each in value if not each.strip() or any(mark in each for mark in "〔〕[]（）() \t")]
    return "机关代字不能为空，也不能带括号和空格，例如“云溪协”。" if bad else None


PREFIXES: Key[list[str]] = register(
    Key(
        "document.prefixes",
        [],
        "机关代字",
        "编号时只能选这里列出的代字；一个都不列，就不限制。",
        SECTION,
        check=_prefixes,
    )
)

COPY_TO: Key[list[str]] = register(
    Key(
        "document.copy_to_default",
        [],
        "默认抄送",
        "新拟的公文先带上这些抄送机关，按党委、人大、政府、政协、监委、法院、检察院、人武部、群团的次序排。",
        SECTION,
    )
)
