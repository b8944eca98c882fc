"""
Templates of papers (公文模板): what the house ships, what a committee puts in their place, how they are filled.

A template is a Word file with marks: `{{ title }}`, `{%p for p in paragraphs %}`. It may name its variables and
nothing else; see docs/reference/templates.md.
"""
