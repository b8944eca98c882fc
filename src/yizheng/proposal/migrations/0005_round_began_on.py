"""The day a later round of a handling began; for those that run, the day of their order in the ledger."""

from typing import Any

from django.db import migrations, models
from django.utils import timezone

from yizheng.kernel.scoping import scope


def from_the_ledger(apps: Any, schema_editor: Any) -> None:
    """A round begins by the act that orders it; the last one counts."""
    entries, handlings = apps.get_model("kernel", "LedgerEntry"), apps.get_model("proposal", "Handling")
    for committee in apps.get_model("kernel", "Committee").objects.order_by("pk"):
        with scope(committee):
            begun = entries.objects.filter(committee_id=committee.pk, kind="handling", act="start_round")
            for handling_id, at in begun.order_by("pk").values_list("object_id", "at"):
                handlings.objects.filter(pk=handling_id).update(round_began_on=timezone.localdate(at))


class Migration(migrations.Migration):
    dependencies = [("proposal", "0004_ended_keys")]

    operations = [
        migrations.AddField("handling", "round_began_on", models.DateField(null=True)),
        migrations.RunPython(from_the_ledger, migrations.RunPython.noop),
    ]
