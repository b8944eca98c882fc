"""Addresses outside any committee."""

from django.urls import path

from .views import door, member, outside

app_name = "accounts"
urlpatterns = [
    path("", door.home, name="home"),
    path("accounts/demo/", door.demo_sign_in, name="demo-sign-in"),
    path("accounts/phone/", member.phone, name="phone"),
    path("accounts/phone/again/", member.phone_again, name="phone-again"),
    path("accounts/phone/code/", member.phone_code, name="phone-code"),
    path("accounts/card/", member.card, name="card"),
    path("accounts/strict/", door.strict, name="strict"),
    path("accounts/cas/", outside.cas, name="cas"),
    path("accounts/cas/back/", outside.cas_back, name="cas-back"),
]
