"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("ballot", "0001_initial")]

    operations = [
        Wall("ballot_ballot"),
        Wall("ballot_ballotbox"),
        Wall("ballot_voter"),
    ]
