"""Hats of members' groups that were given under the plain name of the role get the name of their own."""

from typing import Any

from django.db import migrations

from yizheng.kernel.scoping import scope


def rename(apps: Any, schema_editor: Any) -> None:
    """What an administrator worded otherwise stays as it was worded."""
    for committee in apps.get_model("kernel", "Committee").objects.order_by("pk"):
        with scope(committee):
            grants = apps.get_model("accounts", "RoleGrant").objects.filter(committee_id=committee.pk)
            plain = grants.filter(role="sector_convener", scope_kind="body", label="界别召集人")
            plain.update(label="委员小组召集人")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_opened_in")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
