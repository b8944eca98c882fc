"""Which sector a membership had before, with its days."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import yizheng.kernel.scoping
from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("org", "0007_readings_stay")]

    operations = [
        migrations.AddField("membership", "sector_since", models.DateField(blank=True, null=True)),
        migrations.CreateModel(
            name="PastSector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
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
                    "membership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_sectors",
                        to="org.membership",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.sector"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["committee", "valid_to"], name="past_sector_by_end")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("committee", "membership", "valid_from"), name="one_past_sector_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gt", models.F("valid_from")), ("valid_to__isnull", False)),
                        name="past_sector_ended",
                    ),
                ],
            },
        ),
        Wall("org_pastsector"),
    ]
