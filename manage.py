#!/usr/bin/env python3
"""Django's own commands."""

import gc
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizheng.config.settings")
    gc.disable()  # what is imported stays: looking for garbage in it takes a third of the start
    import django
    from django.core.management import execute_from_command_line

    django.setup()
    gc.freeze()
    gc.enable()
    execute_from_command_line(sys.argv)
