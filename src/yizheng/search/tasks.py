"""Jobs of the search: the words of new entries are counted every hour; an index that is missing is made."""

from __future__ import annotations

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee

from . import indexing, store


@app.periodic(cron="41 * * * *")
@app.task(name="search.keep_indexes", queueing_lock="keep_indexes")
def keep_indexes(timestamp: int) -> None:
    """Put one job a committee into the queue, every hour."""
    for committee_id in Committee.objects.values_list("pk", flat=True):
        try:
            keep_index.configure(queueing_lock=f"keep_index-{committee_id}").defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # the job of the last hour has not run yet and does this hour's work too


@app.task(name="search.keep_index")
def keep_index(committee_id: int) -> None:
    """Count what is new; a committee that has no entries yet (an upgrade) gets all of them. Safe to run twice."""
    committee = Committee.objects.get(pk=committee_id)
    with tenancy.scope(committee):
        is_empty = not store.count_terms() and not store.kinds()
    if is_empty:
        indexing.rebuild(committee)
