"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("attachment", "0001_initial")]

    operations = [
        Wall("attachment_storedfile"),
    ]
