"""Addresses of those who send pieces in."""

from __future__ import annotations

from django.urls import URLPattern, path

from ..views import author, author_offers, author_pages
from ..views.acting import view_of

__all__ = ["author_offers", "urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("opinions/mine/", author_pages.mine, name="mine"),
    path("opinions/new/", author.new, name="new"),
    path("opinions/new/autosave/", author.new_autosave, name="new-autosave"),
    path("opinions/similar/", author_pages.similar, name="similar"),
    path("opinions/enter/", author_pages.enter, name="enter"),
    path("opinions/secret-papers/", author_pages.secret_papers, name="secret-papers"),
    path("opinions/<uuid:public_id>/write/", author.write, name="write"),
    path("opinions/<uuid:public_id>/autosave/", author.autosave, name="autosave"),
    path("opinions/<uuid:public_id>/submit/", author.submit, name="submit"),
    path("opinions/<uuid:public_id>/discard/", view_of(author_pages.DISCARD), name="discard"),
    path("opinions/<uuid:public_id>/withdraw/", view_of(author_pages.WITHDRAW), name="withdraw"),
    path("opinions/<uuid:public_id>/photos/<uuid:file_id>/take-out/", author.take_out, name="take-out"),
    path("opinions/conversions/<uuid:public_id>/answer/", view_of(author_pages.ANSWER), name="answer-conversion"),
    path("opinions/feedback/<uuid:public_id>/see/", view_of(author_pages.SEE), name="see-feedback"),
]
