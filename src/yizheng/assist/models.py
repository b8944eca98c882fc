"""What is remembered of suggestions: versions of what was learned, decisions, judgements, duties of units."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.org.models import OrgUnit

from .enums import Level, ModelState, Question, Verdict


class ModelVersion(PublicModel):
    """
    What was learned of a committee's decisions at one moment (模型版本); plain JSON, never code.

    `area` is the kind of object whose decisions it learned from, and the only one it is used for: what stands in
    opinions is never heard in proposals. `learned` is empty once an object it learned from was closed or destroyed
    (`holds`: their ids); such a version is never used again. `choices` maps its labels to the ids of units.
    `checked` is what it got right of the newest decisions before it learned from them. The version used is the one
    activated last.
    """

    question = models.CharField(max_length=10, choices=Question)
    area = models.CharField(max_length=40)
    number = models.IntegerField()
    state = models.CharField(max_length=10, choices=ModelState, default=ModelState.WAITING)
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=60)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    trained_at = models.DateTimeField(null=True)
    seconds = models.IntegerField(default=0)
    examples = models.IntegerField(default=0)
    learned = models.JSONField(default=dict, blank=True)
    choices = models.JSONField(default=dict)
    holds = models.JSONField(default=list)
    checked = models.JSONField(default=dict)
    activated_at = models.DateTimeField(null=True)
    activated_by_name = models.CharField(max_length=60, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "question", "area", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["committee", "question", "area"], name="one_training_at_a_time",
                condition=Q(state=ModelState.WAITING),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["committee", "question", "area", "-activated_at"], name="version_in_use")]

    def __str__(self) -> str:
        return f"{self.get_question_display()}推荐第{self.number}版"

    @property
    def percent(self) -> int:
        """Return how far the training is."""
        return min(100 * self.done // self.total, 100) if self.total else 0


class Decision(PublicModel):
    """
    What a person decided where something was suggested: the honest record of how good the suggestions are.

    `suggested` are the first three as [choice, share]; `place` is where the chosen one stood among them, 0 when it
    did not, null when nothing was suggested. A later decision on the same object makes the earlier ones not latest
    and keeps what was suggested first: an assignment that was adjusted counts as a wrong suggestion, if it was one.
    `version` null: the shipped knowledge suggested. Holds no words of the object.
    """

    question = models.CharField(max_length=10, choices=Question)
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    act = models.CharField(max_length=40)
    decided_at = models.DateTimeField()
    decided_by_name = models.CharField(max_length=60)
    suggested = models.JSONField(default=list)
    chosen = models.CharField(max_length=60)
    chosen_label = models.CharField(max_length=80)
    place = models.SmallIntegerField(null=True)
    level = models.CharField(max_length=10, choices=Level, blank=True)
    version = models.ForeignKey(ModelVersion, models.PROTECT, null=True, related_name="decisions", db_index=False)
    is_latest = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "question", "kind", "object_id"], name="one_latest_decision",
                condition=Q(is_latest=True),
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["committee", "question", "kind", "-decided_at"], name="decision_by_time"),
            models.Index(fields=["committee", "version"], name="decision_by_version"),
        ]

    def __str__(self) -> str:
        return f"{self.get_question_display()}：{self.chosen_label}"


class Judgement(CommitteeModel):
    """
    A person says of two items that they are the same matter, or are not (是同一件、不是同一件). Append-only.

    The last row of a pair counts. The pair is kept in one order, so that it holds both ways.
    """

    kind_a = models.CharField(max_length=40)
    id_a = models.BigIntegerField()
    kind_b = models.CharField(max_length=40)
    id_b = models.BigIntegerField()
    verdict = models.CharField(max_length=12, choices=Verdict)
    judged_at = models.DateTimeField()
    judged_by_id = models.BigIntegerField(null=True)
    judged_by_name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pair_in_order",
                condition=Q(kind_a__lt=F("kind_b")) | Q(kind_a=F("kind_b"), id_a__lt=F("id_b")),
            )
        ]
        indexes = [
            models.Index(fields=["committee", "kind_a", "id_a", "-id"], name="judgement_of_a"),
            models.Index(fields=["committee", "kind_b", "id_b", "-id"], name="judgement_of_b"),
        ]


class DutyText(PublicModel):
    """What a unit is there for, in the words of its 三定 or of the clerk (单位职责); the last version counts."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="duty_texts", db_index=False)
    ordinal = models.SmallIntegerField()
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by_name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "unit", "ordinal"], name="one_duty_text_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}职责第{self.ordinal}稿"


class PublishedItem(CommitteeModel):
    """
    What a committee has on its public page, for others to find: a projection that everybody reads (design 4).

    `kind` and `object_id` name what was published (a publication, a public text of an opinion); `url` is its public
    page. `text` is its beginning; `pairs` are the pairs of characters in title and text, by which it is found. A row
    stands as long as its page does; while content is closed, the words are in the box and the row is found by nothing.
    """

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    pairs = ArrayField(models.TextField(), default=list)
    url = models.CharField(max_length=300)
    published_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "kind", "object_id"], name="published_item_once"),
        ]
        indexes = [GinIndex(fields=["pairs"], name="published_item_by_pairs")]

    def __str__(self) -> str:
        return self.title
