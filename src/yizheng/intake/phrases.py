"""Sentences of the intake room."""

EMPTY = "文件是空的，没有保存。请选择有内容的文件后再导入。"
CORRECTED_MEANWHILE = "另一位同事（{name}）{time}刚改过这份导入，您这一步还没有保存。请看过现在的内容，再办一次。"
NOT_OPEN = "这份导入现在是“{state}”，不能再改。"
UNEXPECTED = "读取时遇到没有料到的情况，文件没有导入。请把文件另存为 docx 后再试；还是不行，请联系管理员。"
