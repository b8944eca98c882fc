"""A room above may run its own ballots."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ballot", "0002_walls")]

    operations = [
        migrations.AddField(
            model_name="ballot",
            name="keeper",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
    ]
