"""A change of keys reaches the second steps, which allauth keeps in a table of its own."""

from allauth.mfa.models import Authenticator
from django.db import connection

from yizheng.accounts.adapter import _TOTP_CONTEXT
from yizheng.kernel import rotating, secrets
from yizheng.plan.tests.factories import UserFactory


def test_second_steps_are_sealed_anew(own_database, owner_connection, tmp_path, settings):
    user = UserFactory()
    totp = Authenticator.objects.create(
        user=user, type="totp", data={"secret": secrets.seal("KRSXG5A", _TOTP_CONTEXT), "other": "kept"}
    )
    codes = Authenticator.objects.create(
        user=user, type="recovery_codes", data={"seed": secrets.seal("f00d", _TOTP_CONTEXT), "used_mask": 3}
    )
    connection.close()
    ring = secrets.ring()
    settings.KEY_RING_FILE = tmp_path / "keys.json"
    secrets.write_ring(tmp_path / "keys.json", ring.with_new_key())
    assert rotating.remaining(owner_connection) == {_TOTP_CONTEXT: 2}

    rotating.reseal_all(owner_connection)

    assert rotating.remaining(owner_connection) == {}
    totp.refresh_from_db()
    codes.refresh_from_db()
    assert totp.data["other"] == "kept"
    assert codes.data["used_mask"] == 3
    tokens = (totp.data["secret"], codes.data["seed"])
    assert [secrets.key_version(token) for token in tokens] == [2, 2]
    assert [secrets.unseal(token, _TOTP_CONTEXT) for token in tokens] == ["KRSXG5A", "f00d"]
