"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("administration", "0001_initial")]

    operations = [
        Wall("administration_honour"),
        Wall("administration_rule"),
        Wall("administration_ruleversion"),
        Wall("administration_staffappraisal"),
    ]
