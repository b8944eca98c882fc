"""What proves why somebody could not come, as a file of its own (office-practice 5)."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import yizheng.kernel.scoping
from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [
        ("attachment", "0003_sent_by_the_public"),
        ("kernel", "0005_events_stay"),
        ("meeting", "0008_campaigns"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeaveProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("added_at", models.DateTimeField()),
                (
                    "committee",
                    models.ForeignKey(
                        db_index=False,
                        default=yizheng.kernel.scoping.current_committee_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.committee",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="attachment.storedfile",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proof", to="meeting.leaverequest"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        Wall("meeting_leaveproof"),
    ]
