"""
Leaders' instructions 批示: what is recorded of them, which units shall act on them, and what these reported back.

Only level, kind, date, units and a desensitised gist are kept; wording and scan stay in the office's OA or on paper
(office-practice 2). Shared by the rooms whose objects leaders instruct on: opinions, later outcomes and reports.
Handbook 2.6.
"""
