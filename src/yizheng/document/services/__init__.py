"""Acts on official documents: one function an act, one transaction, one ledger row."""

from .drafting import Wording, amend, draft, revise
from .issuing import (
    archive,
    check,
    countersign,
    issue,
    number,
    record_signature,
    register_work_secret,
    send_back,
    sign,
    submit,
)
from .templates import put_template, reset_template

__all__ = [
    "Wording",
    "amend",
    "archive",
    "check",
    "countersign",
    "draft",
    "issue",
    "number",
    "put_template",
    "record_signature",
    "register_work_secret",
    "reset_template",
    "revise",
    "send_back",
    "sign",
    "submit",
]
