import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import yizheng.kernel.scoping
from yizheng.kernel.tenancy import Wall


def _committee():
    return models.ForeignKey(
        db_index=False,
        default=yizheng.kernel.scoping.current_committee_id,
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="kernel.committee",
    )


def _row():
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
    ]


def _of_deadline(name):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=name, to="deadline.deadline"
    )


class Migration(migrations.Migration):
    """A deadline can be paused and extended; it keeps whether it rolls forward, and what was set."""

    dependencies = [("deadline", "0002_walls"), ("kernel", "0001_initial")]

    operations = [
        migrations.AddField("deadline", "rolls", models.BooleanField(db_default=True, default=True)),
        migrations.AddField("deadline", "closed_on", models.DateField(null=True)),
        migrations.AddField("deadline", "fixed_on", models.DateField(null=True)),
        migrations.CreateModel(
            name="DeadlinePause",
            fields=[
                *_row(),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("reason", models.CharField(max_length=500)),
                ("committee", _committee()),
                ("deadline", _of_deadline("pauses")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)),
                        fields=("committee", "deadline"),
                        name="one_open_pause",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeadlineExtension",
            fields=[
                *_row(),
                ("granted_on", models.DateField()),
                ("granted_by", models.CharField(max_length=60)),
                ("old_due_on", models.DateField()),
                ("new_due_on", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("committee", _committee()),
                ("deadline", _of_deadline("extensions")),
            ],
        ),
        Wall("deadline_deadlinepause"),
        Wall("deadline_deadlineextension"),
    ]
