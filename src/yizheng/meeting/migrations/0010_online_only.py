"""Documents that no phone keeps for the hall (F157; office-practice 1)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meeting", "0009_leave_proof")]

    operations = [
        migrations.AddField(
            model_name="meetingdocument",
            name="online_only",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
