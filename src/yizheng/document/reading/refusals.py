"""Why a file cannot be read, in sentences that say what to do."""

from __future__ import annotations

from yizheng.kernel.errors import Refused

SENTENCES = {
    "empty": "文件是空的，请选择有内容的文件后再导入。",
    "no_text": "文件里没有读到文字，可能是扫描件或图片，请改用文字版后再导入。",
    "too_large": "文件超过{limit}，请拆分或去掉图片后再导入。",
    "too_long": "文件的文字超过{limit}字，请拆分后再导入。",
    "zip_bomb": "文件解压后大得不正常，为安全起见没有打开，请用 Word 重新另存为 docx 后再导入。",
    "macros": "文件带有宏，为安全起见没有打开，请另存为不带宏的 docx 后再导入。",
    "program": "这是一个程序文件，不是文档，请选择 Word、PDF、网页或文本文件。",
    "unknown_kind": "无法识别的文件类型，请选择 docx、doc、pdf、html 或 txt 文件。",
    "unknown_encoding": "文件的文字编码无法识别，请另存为 docx 或 UTF-8 文本后再导入。",
    "encrypted": "文件设有密码，无法读取，请去掉密码后再导入。",
    "damaged": "文件已损坏，无法读取，请重新另存后再导入。",
    "legacy_word": "这个 doc 文件无法直接读取，请另存为 docx 后再导入。",
    "missing": "找不到文件：{name}，请检查路径后再试。",
    "not_a_file": "{name} 是文件夹或无法打开，请选择一个文件。",
}


class ReadingRefused(Refused):
    """A file that cannot be read; nothing was kept of it. `code` is a key of `SENTENCES`."""

    @classmethod
    def because(cls, code: str, **values: str) -> ReadingRefused:
        return cls(code, SENTENCES[code].format(**values))
