"""
Assistance 辅助: local, explainable suggestions that a person confirms.

Used by the office when a plan is imported (which item does a task serve, who is meant by
提案委) and by every room that looks for similar texts, a unit or a category. Nothing here decides
anything, nothing leaves the machine, and every suggestion names the words it rests on.
Handbook sections 3 and 17; design decision 10; method and figures: docs/explanation/assist.md.

What other rooms call (plain Python: no Django, no database; a model is JSON):

- `texts.Text(title, body)`: one item; `Text.of(whole)` cuts the title from a single string.
- `routing.Router.train(examples, duties)`: examples are `(text, label)` of past decisions, duties are
  `{label: what the unit does}`; both may be empty. `suggest(text, top=3)` gives `Suggestion(label,
  confidence, terms, basis)`, `to_json()` / `from_json()` keep the model.
- `category.train(categories, examples)` gives the same kind of model for subjects; `category.suggest(...)`.
- `similar.rerank(query, candidates, top, judged)` gives `Similar(index, score, shared)`.
- `pairs.same(a, b)` gives `Verdict(probability, agrees, conflicts)`.
"""
