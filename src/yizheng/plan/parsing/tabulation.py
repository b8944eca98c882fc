"""What the annexes give to the plan: tasks, topics, and everything else as text."""

from __future__ import annotations

from yizheng.document.reading import Table
from yizheng.plan.parsing.annexes import Annexes, Block
from yizheng.plan.parsing.paragraphs import Paragraph, joined_text, spanning
from yizheng.plan.parsing.tasks import read_tasks
from yizheng.plan.parsing.topics import read_topic_table, read_topics
from yizheng.plan.parsing.tree import Annex, Plan, Span, Warned

OTHER_TABLE = "有一张表不是任务表，也不是课题表，已原样保留，请核对。"


def put_annexes(plan: Plan, annexes: Annexes) -> None:
    """Read every annex into tasks, topics and text."""
    plan.attachments, plan.remark = annexes.titles, annexes.remark
    plan.labels += annexes.labels
    for block in annexes.blocks:
        _put_block(plan, block)


def _put_block(plan: Plan, block: Block) -> None:
    for piece in block.pieces:
        if isinstance(piece, Table):
            _put_table(plan, block, piece)
    topics = read_topics([piece for piece in block.pieces if isinstance(piece, Paragraph)])
    plan.topics += topics.topics
    plan.labels += topics.labels
    if topics.left:
        plan.annexes.append(Annex(block.title, joined_text(topics.left), spanning(topics.left)))
    elif block.title and block.title not in plan.attachments:
        plan.annexes.append(Annex(block.title, "", block.span))


def _put_table(plan: Plan, block: Block, table: Table) -> None:
    topics = read_topic_table(table)
    if topics is not None:
        plan.topics += topics.topics
        plan.labels += topics.labels
        return
    found = read_tasks(table)
    if found is None:
        _keep_table(plan, block, table)
        return
    plan.tasks += found.tasks
    plan.labels += found.labels
    plan.warnings += found.warnings
    plan.remark = plan.remark or found.remark


def _keep_table(plan: Plan, block: Block, table: Table) -> None:
    """A table that we do not know is kept as text and shown to a person."""
    rows = ["\t".join(cell.text for cell in row if cell.source == "own") for row in table.rows]
    plan.annexes.append(Annex(block.title, "\n".join(rows), Span(table.number, table.last)))
    plan.warnings.append(Warned("table", table.number, OTHER_TABLE))
