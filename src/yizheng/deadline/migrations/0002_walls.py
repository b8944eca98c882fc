"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("deadline", "0001_initial")]

    operations = [
        Wall("deadline_deadline"),
    ]
