"""Signed and sealed scans belong to the signature, no longer to the proposal: they open for fewer people."""

from typing import Any

from django.db import migrations

from yizheng.kernel.scoping import scope


def to_signers(apps: Any, schema_editor: Any) -> None:
    """A scan was kept in the very act that confirmed: same moment, same person."""
    files, entries = apps.get_model("attachment", "StoredFile"), apps.get_model("kernel", "LedgerEntry")
    signers = apps.get_model("proposal", "Signer")
    for committee in apps.get_model("kernel", "Committee").objects.order_by("pk"):
        with scope(committee):
            confirmed = entries.objects.filter(
                committee_id=committee.pk, kind="proposal_signer", act="confirm_entry"
            ).order_by("pk")
            for signer_id, at in confirmed.values_list("object_id", "at"):
                signer = signers.objects.filter(pk=signer_id).first()
                if signer is not None:
                    enclosed = files.objects.filter(kind="proposal", object_id=signer.proposal_id, uploaded_at=at)
                    enclosed.update(kind="proposal_signer", object_id=signer_id)


class Migration(migrations.Migration):
    dependencies = [("proposal", "0002_walls"), ("attachment", "0002_walls"), ("kernel", "0005_events_stay")]

    operations = [migrations.RunPython(to_signers, migrations.RunPython.noop)]
