from django.db import migrations, models


class Migration(migrations.Migration):
    """A change of the configuration that was taken back keeps its row."""

    dependencies = [("org", "0005_alter_seat_state")]

    operations = [
        migrations.AddField("setting", "is_withdrawn", models.BooleanField(db_default=False, default=False)),
        migrations.RemoveConstraint("setting", "one_value_per_day"),
        migrations.AddConstraint(
            "setting",
            models.UniqueConstraint(
                condition=models.Q(("is_withdrawn", False)),
                fields=("committee", "key", "valid_from"),
                name="one_value_per_day",
            ),
        ),
    ]
