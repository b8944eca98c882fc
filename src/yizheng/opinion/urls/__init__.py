"""Addresses of the room, below the committee; one module an area."""

from __future__ import annotations

from django.urls import URLPattern

from .following import urlpatterns as following
from .issuing import urlpatterns as issuing
from .measuring import urlpatterns as measuring
from .sourcing import urlpatterns as sourcing
from .writing import urlpatterns as writing

app_name = "opinion"
urlpatterns: list[URLPattern] = [*writing, *issuing, *following, *sourcing, *measuring]
