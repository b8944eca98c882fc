"""Shapes of the proposal room in the JSON interface."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

from yizheng.kernel.json_door import Words

LONG = 20_000
Long = Annotated[Words, Field("", max_length=LONG)]
Rated = Literal["satisfied", "basic", "not_satisfied"]


class ProposalQuery(Schema):
    """Which proposals are asked for; the names and values are those of the page's filter, unknown ones ask nothing."""

    group: str = ""
    state: str = ""
    session: UUID | None = None
    year: int | None = Field(None, ge=1949, le=2099)
    period: str = ""
    category: str = ""
    proposer: str = ""
    collective: str = ""
    sector: UUID | None = None
    unit: UUID | None = None
    key: bool = False
    important: bool = False
    late: bool = False
    level: str = ""
    q: Words = Field("", max_length=60)
    sort: str = ""
    page: int = Field(1, ge=1, le=10_000)


class ProposalOut(Schema):
    """A proposal as the list shows it; `units` are those that handle it now, in their order."""

    id: UUID
    number: str
    reception_no: str
    title: str
    state: str
    state_label: str
    session: str
    year: int
    period: str
    category: str
    proposer: str
    proposer_kind: str
    is_key: bool
    is_important: bool
    units: list[str]
    due_on: date | None
    submitted_at: datetime | None
    url: str


class AnswerOut(Schema):
    """What a unit answered to a suggestion."""

    unit: str
    verdict: str
    text: str


class SuggestionOut(Schema):
    """A suggestion; `id` is named when it is answered."""

    id: int
    order: int
    text: str
    answers: list[AnswerOut]


class ShareOut(Schema):
    """A unit's part in a proposal."""

    id: UUID
    unit: str
    role: str
    state: str
    state_label: str
    due_on: date


class LetterOut(Schema):
    """An issued reply; `class_wording` is that of its year."""

    id: UUID
    unit: str
    kind: str
    round: int
    class_mark: str
    class_wording: str
    doc_no: str
    sent_on: date | None
    body: str


class SignerOut(Schema):
    """Who signs; who has not agreed is named to those who sign and to the office only."""

    name: str
    role: str
    consent: str


class ActOut(Schema):
    """What the worn hat may do now, and the page where it is done."""

    label: str
    url: str


class ProposalWithText(ProposalOut):
    """One proposal with what this reader may see of it; `edition` goes back with the next version of a draft."""

    edition: int
    background: str
    analysis: str
    secrecy: str
    keywords: list[str]
    said: list[str]
    suggestions: list[SuggestionOut]
    signers: list[SignerOut]
    handlings: list[ShareOut]
    replies: list[LetterOut]
    acts: list[ActOut]


class TextIn(Schema):
    """What a proposer writes; one suggestion an item, numbered by their order."""

    title: Words = Field("", max_length=80)
    background: Long
    analysis: Long
    suggestions: list[Annotated[Words, Field(max_length=LONG)]] = Field(default_factory=list, max_length=30)
    research_basis: Long
    publish_consent: Literal["full", "summary", "none"] = "summary"
    declared_unclassified: bool = False


class EditionIn(TextIn):
    """The next version of a draft; `edition` is the one it was made from."""

    edition: int = Field(ge=1)


class InvitationOut(Schema):
    """Somebody asks to sign along."""

    id: UUID
    proposal: UUID
    title: str
    proposer: str


class InvitationAnswer(Schema):
    """Whether one signs along."""

    agrees: bool


class HandlingQuery(Schema):
    """Which handlings are asked for."""

    state: Words = Field("", max_length=20)
    late: bool = False
    page: int = Field(1, ge=1, le=10_000)


class HandlingOut(ShareOut):
    """A handling, with the proposal it is of."""

    proposal: UUID
    number: str
    title: str
    assigned_on: date
    signed_on: date | None
    contacted_on: date | None
    issued_on: date | None
    url: str


class ContactIn(Schema):
    """How the unit spoke with the proposer."""

    stage: Literal["before", "during", "after"]
    mode: Literal["phone", "visit", "invite", "site", "forum"]
    happened_on: date
    unit_people: Words = Field(min_length=1, max_length=120)
    proposer_people: Words = Field(min_length=1, max_length=120)
    notes: Words = Field(min_length=1, max_length=LONG)
    leader_took_part: bool = False


class OpinionIn(Schema):
    """What a co-handler writes to the host."""

    text: Words = Field(min_length=1, max_length=LONG)
    doc_no: Words = Field("", max_length=60)
    signed_by_name: Words = Field(min_length=1, max_length=40)


class AnswerIn(Schema):
    """What is said to one suggestion, named by its id."""

    suggestion: int
    verdict: Literal["accepted", "partly", "not_accepted"]
    text: Words = Field(min_length=1, max_length=LONG)


class CommitmentIn(Schema):
    """What is promised, and by when."""

    text: Words = Field(min_length=1, max_length=500)
    due_on: date


class ReplyIn(Schema):
    """The draft of a reply, one answer a suggestion; a file of one's own is handed in on the page."""

    opening: Long
    body: Long
    closing: Long
    class_mark: Words = Field("", max_length=2)
    doc_no: Words = Field("", max_length=60)
    contact_person: Words = Field("", max_length=40)
    contact_phone: Words = Field("", max_length=30)
    public_level: Literal["full", "summary", "none"] = "summary"
    copies: list[Annotated[Words, Field(max_length=80)]] = Field(default_factory=list, max_length=20)
    answers: list[AnswerIn] = Field(default_factory=list, max_length=30)
    commitments: list[CommitmentIn] = Field(default_factory=list, max_length=30)


class IssueIn(Schema):
    """Who signed the reply, and when; today where no day is named."""

    signed_by_name: Words = Field(min_length=1, max_length=40)
    signed_on: date | None = None


class FeedbackOut(Schema):
    """A question about a reply, and what was said."""

    id: UUID
    proposal: UUID
    title: str
    unit: str
    state: str
    due_on: date
    attitude: str
    result: str
    implementation: str
    comment: str


class RatingsIn(Schema):
    """What one thinks of a reply; a comment is compulsory with `not_satisfied`."""

    attitude: Rated
    result: Rated
    comment: Words = Field("", max_length=2000)


class ImplementationIn(Schema):
    """How satisfied one is with what was carried out."""

    rating: Rated
    comment: Words = Field("", max_length=2000)
