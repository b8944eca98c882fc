"""Logins of the first release get the committee that looks after them: the one that gave them their first role."""

from typing import Any

from django.db import migrations

from yizheng.kernel.scoping import scope


def give_homes(apps: Any, schema_editor: Any) -> None:
    """Without a home any committee that gives such a login a role could take it over by a new password."""
    first: dict[int, tuple[int, int]] = {}
    for committee in apps.get_model("kernel", "Committee").objects.order_by("pk"):
        with scope(committee):
            grants = apps.get_model("accounts", "RoleGrant").objects.filter(committee_id=committee.pk)
            for user_id, grant_id in grants.values_list("user_id", "pk"):
                first[user_id] = min(first.get(user_id, (grant_id, committee.pk)), (grant_id, committee.pk))
    homeless = apps.get_model("accounts", "User").objects.filter(opened_in__isnull=True)
    for user_id, (_grant, committee_id) in first.items():
        homeless.filter(pk=user_id).update(opened_in_id=committee_id)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_public_id")]

    operations = [migrations.RunPython(give_homes, migrations.RunPython.noop)]
