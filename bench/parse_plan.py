"""
How long reading a plan takes, by kind of file and length; JSON on stdout.

    python bench/parse_plan.py

A page is taken as 600 characters, the usual page of an official paper. The plans are made up on the spot.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable

import docx

from yizheng.document.reading import read
from yizheng.plan.parsing import understand

PAGE_CHARACTERS = 600
PAGES = (10, 50, 200)
SENTENCE = (
    "围绕全区中心工作深入开展调查研究，广泛听取委员和界别群众意见，形成有情况、有分析、有建议的成果，推动问题解决。"
)
CHINESE = "一二三四五六七八九十"


def paragraphs(pages: int) -> list[str]:
    """A plan of so many pages with ten sections and items of about half a page."""
    items = pages * 2
    lines = ["政协云岭区委员会2018年工作要点", "（2018年3月2日政协云岭区第四届委员会第六次常委会议通过）"]
    for number in range(1, items + 1):
        if (number - 1) % (items // 10) == 0 and (number - 1) // (items // 10) < 10:
            lines.append(f"{CHINESE[(number - 1) // (items // 10)]}、做好第{number}项起的各项工作")
        lines.append(f"{number}.推进第{number}项工作。" + SENTENCE * (PAGE_CHARACTERS // 2 // len(SENTENCE) + 1))
    return lines


def as_text(lines: list[str]) -> bytes:
    return "\n\n".join(lines).encode("gb18030")


def as_wrapped_text(lines: list[str]) -> bytes:
    cut = [line[at : at + 36] for line in lines for at in range(0, len(line), 36)]
    return "\n".join(cut).encode()


def as_page(lines: list[str]) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><head><meta charset=utf-8></head><body><div>首页 &gt; 文件</div>{body}</body></html>".encode()


def as_word(lines: list[str]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


KINDS: dict[str, Callable[[list[str]], bytes]] = {
    "txt": as_text,
    "txt_wrapped": as_wrapped_text,
    "html": as_page,
    "docx": as_word,
}


def measured(content: bytes) -> dict[str, float | int]:
    """Seconds of the best of three runs, reading and understanding apart."""
    runs = []
    for _ in range(3):
        start = time.perf_counter()
        document = read(content)
        middle = time.perf_counter()
        plan = understand(document)
        runs.append((time.perf_counter() - start, middle - start, len(plan.all_items())))
    total, reading, items = min(runs)
    return {"seconds": round(total, 3), "reading_seconds": round(reading, 3), "items": items, "bytes": len(content)}


def main() -> None:
    results = {kind: {str(pages): measured(make(paragraphs(pages))) for pages in PAGES} for kind, make in KINDS.items()}
    print(
        json.dumps({"page_characters": PAGE_CHARACTERS, "best_of": 3, "results": results}, ensure_ascii=False, indent=1)
    )


if __name__ == "__main__":
    main()
