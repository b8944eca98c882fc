"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("meeting", "0001_initial")]

    operations = [
        Wall("meeting_attendance"),
        Wall("meeting_halfday"),
        Wall("meeting_invitation"),
        Wall("meeting_meeting"),
    ]
