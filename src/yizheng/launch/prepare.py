"""`python -m yizheng.launch.prepare [--static]`: run by the launcher under the owner role, before the pages start."""

import argparse
import os
import sys

import django
from django.core.management import call_command
from django.utils import timezone


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--static", action="store_true", help="collect static files too")
    given = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizheng.config.settings")
    django.setup()
    _refuse_missing_ring()
    call_command("migrate", interactive=False, verbosity=0)
    _check_ring()
    call_command("fill_calendar")  # a newer library knows another year's holidays
    if given.static:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)


def _refuse_missing_ring() -> None:
    """Make the ring of a new house only: where a database was sealed with one, that one must come back."""
    from yizheng.kernel import fingerprints, secrets
    from yizheng.kernel.owner_session import owner_session

    if secrets.ring_path().exists():
        return
    with owner_session() as owner:
        sentence = fingerprints.misfit(owner)
    if sentence:
        sys.exit(sentence)
    secrets.write_ring(secrets.ring_path(), secrets.new_ring())


def _check_ring() -> None:
    """Refuse a ring of another house, and remember the keys of this one."""
    from yizheng.kernel import fingerprints
    from yizheng.kernel.owner_session import owner_session

    with owner_session() as owner:
        sentence = fingerprints.misfit(owner)
        if sentence:
            sys.exit(sentence)
        fingerprints.take(owner, at=timezone.now())


if __name__ == "__main__":
    main()
