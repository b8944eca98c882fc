"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("plan", "0001_initial")]

    operations = [
        Wall("plan_planitem"),
        Wall("plan_plansection"),
        Wall("plan_plantask"),
        Wall("plan_plantopic"),
        Wall("plan_taskchange"),
        Wall("plan_taskevidence"),
        Wall("plan_taskparty"),
        Wall("plan_workplan"),
    ]
