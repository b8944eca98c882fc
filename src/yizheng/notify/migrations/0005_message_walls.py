"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("notify", "0004_messages")]

    operations = [
        Wall("notify_message"),
        Wall("notify_recipient"),
        Wall("notify_delivery"),
        Wall("notify_call"),
        Wall("notify_channelchoice"),
    ]
