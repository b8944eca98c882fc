"""A closed year keeps from which day to which it ran; empty means the calendar year."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duty", "0003_sayings_services_summaries")]

    operations = [
        migrations.AddField("dutyyear", "first_day", models.DateField(null=True)),
        migrations.AddField("dutyyear", "last_day", models.DateField(null=True)),
    ]
