"""Addresses of those who look after the logins of a committee."""

from django.urls import path

from .views import appointing, auditing, cards, keeping

app_name = "logins"
urlpatterns = [
    path("logins/", keeping.listing, name="list"),
    path("logins/open/", keeping.open_, name="open"),
    path("logins/cards/", cards.choose, name="cards"),
    path("logins/cards/sheet/", cards.sheet, name="card-sheet"),
    path("logins/cards/revoke/", cards.revoke, name="card-revoke"),
    path("logins/policy/", auditing.door_policy, name="policy"),
    path("logins/events/", auditing.security_events, name="events"),
    path("logins/ledger/", auditing.ledger, name="ledger"),
    path("logins/administrators/", appointing.administrators, name="administrators"),
    path("logins/administrators/<uuid:public_id>/", appointing.change, name="change"),
    path("logins/administrators/<uuid:public_id>/confirm/", appointing.confirm, name="change-confirm"),
    path("logins/administrators/<uuid:public_id>/refuse/", appointing.refuse, name="change-refuse"),
    path("logins/administrators/<uuid:public_id>/withdraw/", appointing.withdraw, name="change-withdraw"),
    path("logins/<uuid:public_id>/", keeping.one, name="one"),
    path("logins/<uuid:public_id>/phone/", keeping.phone, name="phone"),
    path("logins/<uuid:public_id>/close/", keeping.close, name="close"),
    path("logins/<uuid:public_id>/password/", keeping.issue_password, name="issue-password"),
    path("logins/<uuid:public_id>/password/shown/", keeping.password_shown, name="password-shown"),
    path("logins/<uuid:public_id>/unlock/", keeping.unlock, name="unlock"),
    path("logins/<uuid:public_id>/second-step/", keeping.reset_second_step, name="reset-second-step"),
    path("logins/<uuid:public_id>/role/", keeping.grant_role, name="grant-role"),
    path("logins/<uuid:public_id>/appoint/", appointing.appoint, name="appoint"),
    path("logins/roles/<int:grant_id>/dismiss/", appointing.dismiss, name="dismiss"),
    path("logins/roles/<int:grant_id>/end/", keeping.end_role, name="end-role"),
]
