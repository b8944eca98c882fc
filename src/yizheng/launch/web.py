"""
What granian loads in each of its workers: the pages, in a process that ends with its master.

The house is imported in a thread that gives way: pages that come back beside others leave those who are being served
the processor. Nothing of an import is garbage, so nobody looks for any meanwhile, nor later among what was imported.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from yizheng.launch.children import end_with_parent

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

LESS_URGENT = 10
"""How nice the importing thread is; those that answer are as urgent as any."""


def _load() -> WSGIHandler:
    if sys.platform == "linux":  # elsewhere a whole process is nice or not
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LESS_URGENT)
    gc.disable()
    from yizheng.config.wsgi import application
    from yizheng.launch.warming import warm_up

    warm_up()
    gc.freeze()
    gc.enable()
    return application


end_with_parent(signal.SIGKILL)
with ThreadPoolExecutor(1, "load") as beside:
    application = beside.submit(_load).result()

__all__ = ["application"]
