"""The call for the speeches of a plenary, each speech, its versions."""

from __future__ import annotations

from django.db import models

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.org.models import Body, Membership, ParticipatingBody, Sector, Session

from .enums import CallState, OwnerKind, SpeechForm, SpeechState, VersionKind

MOST_TITLE_CHARS = 60
MOST_THEME_CHARS = 60


class SpeechCall(PublicModel):
    """
    The speeches of one plenary (大会发言征集): what is asked for, until when, how long.

    `themes` holds one theme a line. `max_chars` and `minutes` keep the values the call began with; `due_on` is the
    last day on which a speech is taken.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="+", db_index=False)
    themes = models.TextField()
    guide = models.TextField(blank=True)
    due_on = models.DateField()
    max_chars = models.IntegerField()
    minutes = models.IntegerField()
    state = models.CharField(max_length=10, choices=CallState, default=CallState.OPEN)
    called_on = models.DateField()
    settled_on = models.DateField(null=True)
    settled_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "session"], name="one_call_for_speeches"),
        ]

    def __str__(self) -> str:
        return f"{self.session}大会发言"

    @property
    def theme_list(self) -> list[str]:
        """Return the themes."""
        return [line.strip() for line in self.themes.splitlines() if line.strip()]


class Speech(PublicModel):
    """
    One speech (大会发言): whose it is, who gives it, its words as they count now.

    Exactly one of `membership`, `party_body`, `sector`, `body` hands it in, `speaker` gives it. `wanted` is what the
    selection group proposes, `form` what was approved. `order` and `minutes` stand in the order of speaking, `begun_at`
    is when its clock began. `edition` counts the saves: two tabs never overwrite each other unseen. `is_entered`: the
    office wrote it down for its author. `checker` is the special committee that reads it first; empty means the office.
    """

    call = models.ForeignKey(SpeechCall, models.PROTECT, related_name="speeches", db_index=False)
    owner_kind = models.CharField(max_length=10, choices=OwnerKind)
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", db_index=False)
    party_body = models.ForeignKey(ParticipatingBody, models.PROTECT, null=True, related_name="+", db_index=False)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", db_index=False)
    owner_name = models.CharField(max_length=80)
    speaker = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", db_index=False)
    checker = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", db_index=False)
    title = models.CharField(max_length=MOST_TITLE_CHARS, blank=True)
    theme = models.CharField(max_length=MOST_THEME_CHARS, blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=SpeechState, default=SpeechState.DRAFT)
    wanted = models.CharField(max_length=10, choices=SpeechForm, blank=True)
    form = models.CharField(max_length=10, choices=SpeechForm, blank=True)
    order = models.IntegerField(null=True)
    minutes = models.IntegerField(null=True)
    edition = models.IntegerField(default=0)
    is_entered = models.BooleanField(default=False)
    touched_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)
    result_on = models.DateField(null=True)
    result_seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["committee", "call", "state", "order"], name="speech_by_call"),
            models.Index(fields=["committee", "membership"], name="speech_by_member"),
            models.Index(fields=["committee", "speaker"], name="speech_by_speaker"),
        ]

    def __str__(self) -> str:
        return self.title or "（未写题目）"

    @property
    def chars(self) -> int:
        """Return how many characters the text has, white space left out."""
        return len("".join(self.text.split()))

    @property
    def who(self) -> str:
        """Return whose it is, and who gives it where that is somebody else: 民盟（王海）."""
        if self.speaker is None or self.membership_id == self.speaker_id:
            return self.owner_name
        return f"{self.owner_name}（{self.speaker.person.name}）"


class SpeechVersion(CommitteeModel):
    """A text that counted: what was handed in, what the office edited."""

    speech = models.ForeignKey(Speech, models.CASCADE, related_name="versions", db_index=False)
    ordinal = models.SmallIntegerField()
    kind = models.CharField(max_length=10, choices=VersionKind)
    title = models.CharField(max_length=MOST_TITLE_CHARS)
    text = models.TextField()
    note = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "speech", "ordinal"], name="speech_versions_have_an_order"),
        ]
        ordering = ["ordinal"]


class Rehearsal(PublicModel):
    """One rehearsal of the oral speeches of a plenary (试讲): when, where, what to bring."""

    call = models.ForeignKey(SpeechCall, models.CASCADE, related_name="rehearsals", db_index=False)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "call", "starts_at"], name="rehearsal_by_time")]
        ordering = ["starts_at", "id"]

    def __str__(self) -> str:
        return f"{self.call.session}大会发言试讲"


class RehearsalTurn(PublicModel):
    """
    One speech in a rehearsal: whether the speaker came, how long it took, what was remarked.

    `came` None: nothing noted yet. `begun_at` is when its clock began; `seconds` is what was measured.
    """

    rehearsal = models.ForeignKey(Rehearsal, models.CASCADE, related_name="turns", db_index=False)
    speech = models.ForeignKey(Speech, models.CASCADE, related_name="rehearsals", db_index=False)
    came = models.BooleanField(null=True)
    begun_at = models.DateTimeField(null=True)
    seconds = models.IntegerField(null=True)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "rehearsal", "speech"], name="rehearsed_once_each_time"),
        ]
        indexes = [models.Index(fields=["committee", "speech"], name="turn_by_speech")]

    def __str__(self) -> str:
        return str(self.speech)

    @property
    def measured(self) -> str:
        """Return how long it took: 7分20秒; empty where nothing was measured."""
        return "" if self.seconds is None else f"{self.seconds // 60}分{self.seconds % 60}秒"

    @property
    def is_over(self) -> bool:
        """Tell whether it took longer than the speaker has."""
        return self.seconds is not None and self.seconds > 60 * (self.speech.minutes or self.speech.call.minutes)
