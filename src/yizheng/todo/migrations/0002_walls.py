"""Walls between committees."""

from django.db import migrations

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("todo", "0001_initial")]

    operations = [
        Wall("todo_todo"),
    ]
