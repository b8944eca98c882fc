"""
Understanding an annual plan (工作要点): from the lines of a file to sections, items, tasks and topics.

Steps: lines, markup and furniture, tables in text, joining, front, ending, outline, tables, topics, assembly.
Pure Python: the command and the import page use the same `understand`. Handbook section 3.2.
"""

from yizheng.plan.parsing.assembly import understand
from yizheng.plan.parsing.tree import Plan

__all__ = ["Plan", "understand"]
