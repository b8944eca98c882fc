"""Addresses of the interface room inside a committee."""

from django.urls import path

from .views import tokens, webhooks

app_name = "interface"
urlpatterns = [
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.new, name="token-new"),
    path("tokens/shown/", tokens.shown, name="token-shown"),
    path("tokens/all/", tokens.all_tokens, name="all-tokens"),
    path("tokens/<uuid:public_id>/revoke/", tokens.revoke, name="token-revoke"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/new/", webhooks.new, name="webhook-new"),
    path("webhooks/shown/", webhooks.shown, name="webhook-shown"),
    path("webhooks/<uuid:public_id>/", webhooks.webhook, name="webhook"),
    path("webhooks/<uuid:public_id>/test/", webhooks.test, name="webhook-test"),
    path("webhooks/<uuid:public_id>/off/", webhooks.off, name="webhook-off"),
    path("webhooks/<uuid:public_id>/on/", webhooks.on, name="webhook-on"),
]
