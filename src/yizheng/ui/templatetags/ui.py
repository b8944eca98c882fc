"""The components as tags. Signatures: docs/reference/components.md; all states: the catalogue at /ui/."""

from django import template

from ..tags import blocks, forms, lists, marks, work

register = template.Library()

for part in (marks, lists, work, forms, blocks):
    part.add_to(register)
