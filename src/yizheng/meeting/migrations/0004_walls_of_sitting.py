"""Walls between committees around what a sitting meeting keeps."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("meeting", "0003_sitting")]

    operations = [
        Wall("meeting_agendaitem"),
        Wall("meeting_hallscreen"),
        Wall("meeting_leavehalfday"),
        Wall("meeting_leaverequest"),
        Wall("meeting_meetingdecision"),
        Wall("meeting_namedvote"),
        Wall("meeting_vote"),
        Wall("meeting_voteline"),
    ]
