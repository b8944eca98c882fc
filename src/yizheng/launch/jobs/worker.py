"""Runs the jobs, first those that a killed worker left."""

import argparse
import asyncio
import logging
import os

import django
from procrastinate import App

STALLED_SECONDS = 30  # a worker says it lives every 10 s
STOP_SECONDS = 4

log = logging.getLogger("yizheng.worker")


async def take_up_stalled(app: App, *, only_one: bool) -> None:
    """
    Put jobs whose worker is gone back into the queue.

    `only_one`: no other worker serves this database, so that nobody's heartbeat need be waited for.
    """
    silence = 0 if only_one else STALLED_SECONDS
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silence):
        log.warning("job %s (%s) was left by a stopped worker; it runs again", job.id, job.task_name)
        await app.job_manager.retry_job(job)


async def _keep_taking_up(app: App) -> None:
    while True:
        await asyncio.sleep(STALLED_SECONDS)
        await take_up_stalled(app, only_one=False)


async def run(app: App, *, only_one: bool) -> None:
    async with app.open_async():
        await take_up_stalled(app, only_one=only_one)
        taking_up = asyncio.create_task(_keep_taking_up(app))
        try:
            await app.run_worker_async(name="yizheng", shutdown_graceful_timeout=STOP_SECONDS)
        finally:
            taking_up.cancel()


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--only-one", action="store_true")
    options.add_argument("--nightly", action="store_true", help="back up and drill every night")
    given = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizheng.config.settings")
    django.setup()
    from procrastinate.contrib.django import app

    if given.nightly:
        from yizheng.launch.jobs import nightly  # noqa: F401 - makes the periodic job known

    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    asyncio.run(run(app.with_connector(connector), only_one=given.only_one))
