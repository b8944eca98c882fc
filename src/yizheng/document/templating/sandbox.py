"""
Where templates run: a sandbox in which a template may name, repeat and choose, and do nothing else.

Two walls: what a template says is read before it is kept (`checking`), and jinja's sandbox guards the filling.
"""

from __future__ import annotations

from typing import Any

from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..typesetting.names import as_printed

FILTERS = ("default", "join", "length", "padded")
LOOP_PARTS = ("index", "first", "last", "length")
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.CondExpr,
    nodes.Compare, nodes.Operand, nodes.Const, nodes.Not, nodes.And, nodes.Or, nodes.Filter,
)  # fmt: skip


def environment() -> ImmutableSandboxedEnvironment:
    """Return an environment without any function or test; text is escaped, so `<A&B>` stays text."""
    made = ImmutableSandboxedEnvironment(autoescape=True)
    made.globals.clear()
    kept = {name: made.filters[name] for name in FILTERS if name in made.filters}
    made.filters.clear()
    made.filters.update({**kept, "padded": _padded})
    return made


def forbidden(tree: nodes.Template) -> bool:
    """Tell whether a template does more than name, repeat and choose: calls, sums, macros, other files."""
    if any(_is_forbidden(node) for node in tree.find_all(nodes.Node)):
        return True
    return any(loop.recursive or not isinstance(loop.target, nodes.Name) for loop in tree.find_all(nodes.For))


def _is_forbidden(node: nodes.Node) -> bool:
    if not isinstance(node, _ALLOWED):
        return True
    if isinstance(node, nodes.Getattr):
        return node.attr.startswith("_") or not isinstance(node.node, nodes.Name)
    if isinstance(node, nodes.Filter):
        return node.name not in FILTERS
    return False


def _padded(value: Any) -> str:
    return as_printed(str(value))
