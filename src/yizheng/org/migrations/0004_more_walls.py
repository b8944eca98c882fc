"""Walls between committees, for the tables of 0003."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("org", "0003_members_bodies_groups")]

    operations = [
        Wall("org_association"),
        Wall("org_associationmember"),
        Wall("org_decision"),
        Wall("org_election"),
        Wall("org_grassrootsmembership"),
        Wall("org_participatingbody"),
        Wall("org_readinglog"),
        Wall("org_sectorconvener"),
        Wall("org_session"),
        Wall("org_suspension"),
        Wall("org_unitcontact"),
    ]
