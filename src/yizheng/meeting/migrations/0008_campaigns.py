"""What an activity serves, and where it reached people (features F117, F123)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meeting", "0007_documents")]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="campaign",
            field=models.CharField(blank=True, max_length=60, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="activity",
            name="community",
            field=models.CharField(blank=True, max_length=60, default=""),
            preserve_default=False,
        ),
    ]
