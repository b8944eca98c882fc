"""Which devices of a computer a page may ask for: none, but for the page that says so itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

HEADER = "Permissions-Policy"
NONE = "camera=(), microphone=(), geolocation=()"
CAMERA = "camera=(self), microphone=(), geolocation=()"

Answer = TypeVar("Answer", bound=HttpResponse)


class DevicesMiddleware:
    """Close camera, microphone and place on every page; one that needs the camera has opened it before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say what the page may ask for."""
        response = self.get_response(request)
        response.headers.setdefault(HEADER, NONE)
        return response


def with_camera(answer: Answer) -> Answer:
    """Let this page ask for the camera."""
    answer[HEADER] = CAMERA
    return answer
