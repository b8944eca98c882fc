"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("duty", "0001_initial")]

    operations = [
        Wall("duty_dutyyear"),
        Wall("duty_dutyrecord"),
        Wall("duty_schemeversion"),
        Wall("duty_scoresheet"),
        Wall("duty_contactpair"),
        Wall("duty_contactvisit"),
    ]
