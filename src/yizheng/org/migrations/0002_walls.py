"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("org", "0001_initial")]

    operations = [
        Wall("org_body"),
        Wall("org_bodyalias"),
        Wall("org_membership"),
        Wall("org_orgunit"),
        Wall("org_oversight"),
        Wall("org_person"),
        Wall("org_postholding"),
        Wall("org_seat"),
        Wall("org_sector"),
        Wall("org_setting"),
        Wall("org_term"),
        Wall("org_unitalias"),
    ]
