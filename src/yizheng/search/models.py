"""
What is kept for the search: entries and their keys, how often each lexeme occurs, and what a person asked and saved.

Entries, keys and counts are reached through the functions of `migrations/` alone: the serving role has no right on
these tables (design 4).
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from yizheng.kernel.models import CommitteeModel, PublicModel

MOST_QUERY_CHARS = 100


class Entry(CommitteeModel):
    """
    What can be found of one object.

    `title` and `body` are shown; `folded` is both and what else is searched (people, numbers, units), in one
    spelling (`folding`), title first. `words` are the content words of the body, cut once, for likeness.
    `day` orders: the object's own day, else that of the act that brought it in.
    """

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    url = models.CharField(max_length=300)
    caption = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    folded = models.TextField()
    words = models.TextField(blank=True)
    day = models.DateField()
    status = models.CharField(max_length=40, blank=True)
    sector = models.CharField(max_length=60, blank=True)
    units = ArrayField(models.CharField(max_length=80), default=list)
    people = ArrayField(models.CharField(max_length=80), default=list)
    audience = ArrayField(models.CharField(max_length=60), default=list)
    lexemes = SearchVectorField(null=True, editable=False)  # empty since keys hold them
    digest = models.BinaryField()

    class Meta:
        db_table = "search_entry"
        constraints = [
            models.UniqueConstraint(fields=["committee", "kind", "object_id"], name="search_entry_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Key(CommitteeModel):
    """
    What an entry is found by, so narrow that thousands are read in the time of a few texts.

    `title` is that of the entry in the one spelling; `lexemes` are described in `grams`.
    """

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="+")
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    day = models.DateField()
    title = models.CharField(max_length=300)
    audience = ArrayField(models.CharField(max_length=60), default=list)
    lexemes = SearchVectorField()

    class Meta:
        db_table = "search_key"
        indexes = [models.Index(fields=["committee", "-day"], name="search_key_newest")]

    def __str__(self) -> str:
        return self.title


class Term(CommitteeModel):
    """In how many entries of the committee a lexeme stands; roughly, and from two on (`indexing.count_terms`)."""

    lexeme = models.CharField(max_length=80)
    entries = models.IntegerField()

    class Meta:
        db_table = "search_term"
        constraints = [models.UniqueConstraint(fields=["committee", "lexeme"], name="search_term_once")]

    def __str__(self) -> str:
        return self.lexeme


class Tally(CommitteeModel):
    """Up to which entry the lexemes of a committee are counted."""

    upto = models.BigIntegerField(default=0)
    entries = models.BigIntegerField(default=0)

    class Meta:
        db_table = "search_tally"
        constraints = [models.UniqueConstraint(fields=["committee"], name="search_tally_once")]


class RecentSearch(CommitteeModel):
    """What a person asked lately; nobody else reads it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    text = models.CharField(max_length=MOST_QUERY_CHARS)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "user", "text"], name="recent_search_once")]

    def __str__(self) -> str:
        return self.text


class SavedSearch(PublicModel):
    """A search a person keeps under a name, with its filters; nobody else reads it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=40)
    text = models.CharField(max_length=MOST_QUERY_CHARS)
    filters = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "user", "name"], name="saved_search_once"),
            models.CheckConstraint(name="saved_search_asks", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.name
