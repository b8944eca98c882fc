"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("interface", "0001_initial")]

    operations = [
        Wall("interface_apitoken"),
        Wall("interface_webhookdelivery"),
        Wall("interface_webhookendpoint"),
    ]
