"""`python -m yizheng.launch.prepare [--static]`: run by the launcher under the owner role, before the pages start."""

import argparse
import os

import django
from django.conf import settings
from django.core.management import call_command


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--static", action="store_true", help="collect static files too")
    given = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizheng.config.settings")
    django.setup()
    _make_key_ring()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("fill_calendar")  # a newer library knows another year's holidays
    if given.static:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)


def _make_key_ring() -> None:
    """Make the ring of a new house; an existing one is never touched."""
    from yizheng.kernel import secrets

    if not settings.KEY_RING_FILE.exists():
        secrets.write_ring(settings.KEY_RING_FILE, secrets.new_ring())


if __name__ == "__main__":
    main()
