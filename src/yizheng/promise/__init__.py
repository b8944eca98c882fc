"""
承诺: what units promised in replies (later in outcomes and rectifications), until it is kept.

Used by the units that promise, the proposal office that verifies, and whoever sees where a promise came from
(handbook 5.7, 5.8). A promise stays on the list across years and terms. The room knows no capability: origins are
named by kind.
"""
