"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("assist", "0001_initial")]

    operations = [
        Wall("assist_decision"),
        Wall("assist_dutytext"),
        Wall("assist_judgement"),
        Wall("assist_modelversion"),
    ]
