"""Short links: open to whoever holds one, without signing in. The slug's name keeps the committee's door out."""

from django.urls import URLPattern, path

from .views import short

app_name = "short"
urlpatterns: list[URLPattern] = [
    path("", short.notice, name="notice"),
    path("read/", short.confirm, name="confirm"),
    path("answer/", short.answer, name="answer"),
]
