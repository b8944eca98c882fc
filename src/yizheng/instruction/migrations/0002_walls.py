"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("instruction", "0001_initial")]

    operations = [
        Wall("instruction_instruction"),
        Wall("instruction_instructiontask"),
        Wall("instruction_instructiontaskmove"),
    ]
