"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("promise", "0001_initial")]

    operations = [
        Wall("promise_promise"),
        Wall("promise_promisemove"),
        Wall("promise_promisenote"),
    ]
