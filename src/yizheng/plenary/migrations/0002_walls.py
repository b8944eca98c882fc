"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("plenary", "0001_initial")]

    operations = [
        Wall("plenary_pack"),
        Wall("plenary_facility"),
        Wall("plenary_group"),
        Wall("plenary_attendee"),
        Wall("plenary_scheduleitem"),
        Wall("plenary_presidiumsitting"),
        Wall("plenary_brief"),
        Wall("plenary_statement"),
    ]
