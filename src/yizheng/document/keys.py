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
