"""
Where the content of each kind lies: what quarantine takes out of sight and purge destroys.

A room registers its kinds (`register`); a room that copies words of other rooms' objects, or keeps their files,
says where its copies are (`trace`), what else ends with a row (`when_destroyed`: the bytes of a file), and what it
forgets for good where it quotes what is closed (`when_closed`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field, Model

from . import subjects


@dataclass(frozen=True)
class Part:
    """
    One row and the names of its fields that hold content. Everything else of the row is metadata and stays.

    A row without such fields still leads to its traces. `has_traces` False: its address is that of other objects
    too, so that nothing is found by it. `instead`: what stands in a field that speaks of other objects as well.
    """

    row: Model
    fields: tuple[str, ...]
    has_traces: bool = True
    instead: Mapping[str, Any] = field(default_factory=dict)


def _no_parts(_obj: Any) -> Iterable[Part]:
    return ()


@dataclass(frozen=True)
class Content:
    """
    The content of one kind: fields of its own row, and parts that live and die with it.

    Fields named here are never written to the ledger as text, however short (`ledger.record`).
    """

    kind: str
    fields: tuple[str, ...]
    inner: Callable[[Any], Iterable[Part]] = _no_parts


Trace = Callable[[str, int, str], Iterable[Part]]
_contents: dict[str, Content] = {}
Owner = Callable[[Any], tuple[str, int]]
_traces: list[Trace] = []
_owners: dict[str, Owner] = {}
_ends: dict[str, Callable[[Any], object]] = {}
_forgetting: list[Callable[[list[str]], object]] = []


def register(*contents: Content) -> None:
    """Say where the content of kinds lies; called by each room's `AppConfig.ready`."""
    for content in contents:
        _contents[content.kind] = content


def trace(find: Trace) -> None:
    """Say where a room keeps copies of what belongs to others: `find(kind, object_id, url)`."""
    if find not in _traces:
        _traces.append(find)


def inside(kind: str, owner: Owner) -> None:
    """Say in which object one of a kind lies (kind and id): what is closed there stands still with it."""
    _owners[kind] = owner


def owner_of(obj: Model) -> tuple[str, int] | None:
    """Return in which object this one lies."""
    owner = _owners.get(subjects.kind_of(obj))
    return owner(obj) if owner else None


def lies_inside(kind: str) -> bool:
    """Tell whether objects of a kind lie in others."""
    return kind in _owners


def when_destroyed(model: type[Model], act: Callable[[Any], object]) -> None:
    """Say what else ends when a row of this model is destroyed; called in the transaction of the purge."""
    _ends[model._meta.label] = act


def end_of(model: type[Model]) -> Callable[[Any], object] | None:
    """Return what else ends with rows of this model."""
    return _ends.get(model._meta.label)


def when_closed(forget: Callable[[list[str]], object]) -> None:
    """Say what a room forgets for good when content is closed or destroyed: `forget(texts)` gets what it said."""
    if forget not in _forgetting:
        _forgetting.append(forget)


def forget_words(parts: Iterable[Part]) -> None:
    """Let the rooms forget what quotes these parts; called before their words are gone, in the same transaction."""
    said = (getattr(part.row, name) for part in parts for name in part.fields)
    texts = [value for value in said if isinstance(value, str) and value.strip()]
    for forget in _forgetting:
        forget(texts)


def is_registered(kind: str) -> bool:
    """Tell whether the content of a kind is known."""
    return kind in _contents


def fields_of(kind: str) -> tuple[str, ...]:
    """Return the content fields of a kind's own row."""
    return _contents[kind].fields if kind in _contents else ()


def parts_of(obj: Model) -> list[Part]:
    """Return every row that holds content of an object: its own, its inner ones, and the traces of each of them."""
    content = _contents[subjects.kind_of(obj)]
    own = [Part(obj, content.fields), *content.inner(obj)]
    found = [*own, *(part for each in own if each.has_traces for part in _traces_of(each.row))]
    return list({(part.row._meta.label, part.row.pk): part for part in found}.values())


def _traces_of(row: Model) -> Iterator[Part]:
    try:
        subject = subjects.of(row)
    except LookupError:  # an inner row that is no subject of its own has no copies elsewhere
        return
    for find in _traces:
        yield from find(subject.kind, row.pk, subject.url(row))


def blank(column: Field[Any, Any], word: str) -> Any:
    """Return what stands in a field whose content is gone: `word` where people read it, else nothing."""
    if column.null:
        return None
    if column.get_internal_type() in ("CharField", "TextField") and not column.blank:
        return word if column.max_length is None or len(word) <= column.max_length else ""
    return column.get_default() if column.has_default() else ""
