"""`python -m yizheng.launch.prepare [--static]`: run by the launcher under the owner role, before the pages start."""

import argparse
import os

import django
from django.core.management import call_command


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--static", action="store_true", help="collect static files too")
    given = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizheng.config.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("fill_calendar")  # a newer library knows another year's holidays
    if given.static:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)


if __name__ == "__main__":
    main()
