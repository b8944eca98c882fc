"""Jobs of the room: a training, the night's round that trains where enough was decided, and the published items."""

from __future__ import annotations

from datetime import datetime

from django.db import close_old_connections, transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yizheng.kernel import tenancy
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee

from . import learning, published, sources
from .services import TRAIN, ask_for_training

EVERY_NIGHT = "20 18 * * *"
"""02:20 in Asia/Shanghai; the queue reads its times in UTC."""

MEND_AT = "50 18 * * *"


@app.task(name=TRAIN, retry=RetryStrategy(max_attempts=4, exponential_wait=2))
def train_version(committee_id: int, version_id: int) -> None:
    """Train one version in a worker's thread, on a connection that still lives."""
    close_old_connections()
    try:
        learning.train(committee_id=committee_id, version_id=version_id)
    finally:
        close_old_connections()


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="assist.train_everywhere", queueing_lock="assist_train")
def train_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        # A savepoint each: the refused row of one committee must not end the round of the others.
        try:
            with transaction.atomic():
                train_due_in.configure(queueing_lock=f"assist_train-{committee_id}").defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # last night's job has not run yet and will do this night's work too


@app.task(name="assist.train_due_in", retry=3)
def train_due_in(committee_id: int) -> None:
    """Ask for a training of everything in one committee of which enough was decided; safe to run twice."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            now = timezone.now()
            for source in sources.offered():
                if source.learns and learning.is_due(source.question, source.area):
                    _ask(source, now)
    finally:
        close_old_connections()


def _ask(source: sources.Source, now: datetime) -> None:
    try:
        with transaction.atomic():
            ask_for_training(question=source.question, area=source.area, by=SYSTEM, at=now)
    except Refused:
        return  # one is running already


@app.periodic(cron=MEND_AT)
@app.task(name="assist.mend_published_everywhere", queueing_lock="assist_mend_published")
def mend_published_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        try:
            with transaction.atomic():
                lock = f"assist_mend_published-{committee_id}"
                mend_published.configure(queueing_lock=lock).defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # last night's job has not run yet and will do this night's work too


@app.task(name="assist.mend_published", retry=3)
def mend_published(committee_id: int) -> None:
    """Let others find what one committee published before this was written (an upgrade); safe to run twice."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            published.mend()
    finally:
        close_old_connections()
