"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("approval", "0001_initial")]

    operations = [
        Wall("approval_approval"),
        Wall("approval_approvalstep"),
    ]
