"""Addresses of those who write proposals."""

from django.urls import URLPattern, path

from ..views import member, member_cosign, member_entry, member_offers, member_submit
from ..views.acting import view_of

__all__ = ["member_offers", "urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("proposals/mine/", member.mine, name="mine"),
    path("proposals/new/", member.new, name="new"),
    path("proposals/new/autosave/", member.new_autosave, name="new-autosave"),
    path("proposals/similar/", member.find_similar, name="similar"),
    path("proposals/word/", member_submit.word_import, name="word-import"),
    path("proposals/enter/", member_entry.enter, name="enter"),
    path("proposals/signers/<uuid:public_id>/answer/", member_cosign.answer, name="answer-invitation"),
    path("proposals/signers/<uuid:public_id>/take-back/", view_of(member_cosign.TAKE_BACK), name="take-back"),
    path("proposals/<uuid:public_id>/write/", member.write, name="write"),
    path("proposals/<uuid:public_id>/autosave/", member.autosave, name="autosave"),
    path("proposals/<uuid:public_id>/submit/", member_submit.submit, name="submit"),
    path("proposals/<uuid:public_id>/discard/", view_of(member_submit.DISCARD), name="discard"),
    path("proposals/<uuid:public_id>/cosigners/", member_cosign.cosigners, name="cosigners"),
    path("proposals/<uuid:public_id>/files/", member_submit.enclose, name="enclose"),
    path("proposals/<uuid:public_id>/files/<uuid:file_id>/take-out/", member_submit.take_out, name="take-out"),
    path("proposals/<uuid:public_id>/ask-to-confirm/", view_of(member_entry.ASK_TO_CONFIRM), name="ask-to-confirm"),
    path("proposals/<uuid:public_id>/sealed-scan/", view_of(member_entry.SEALED_SCAN), name="sealed-scan"),
    path("proposals/<uuid:public_id>/confirm/", member_entry.confirm, name="confirm-entry"),
]
