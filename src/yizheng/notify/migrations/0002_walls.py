"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("notify", "0001_initial")]

    operations = [
        Wall("notify_notice"),
    ]
