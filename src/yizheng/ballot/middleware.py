"""The door of the polling booth: whoever comes to cast has left their session outside."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

BOOTH = re.compile(r"^/public/[^/]+/ballot/")


class BoothMiddleware:
    """Takes every cookie off a request to the booth, before any other middleware can read who it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if BOOTH.match(request.path_info):
            request.META.pop("HTTP_COOKIE", None)
        return self.get_response(request)
