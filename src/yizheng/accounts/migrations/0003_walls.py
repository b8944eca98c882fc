"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import OwnPersonWall


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_initial")]

    operations = [
        OwnPersonWall("accounts_rolegrant"),
    ]
