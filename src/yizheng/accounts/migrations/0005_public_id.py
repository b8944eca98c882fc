"""A login's address: drawn by the database for the logins there are."""

import uuid

import django.contrib.postgres.functions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_sign_in")]

    operations = [
        migrations.RunSQL(
            "alter table accounts_user add column public_id uuid not null default gen_random_uuid() unique",
            "alter table accounts_user drop column public_id",
            state_operations=[
                migrations.AddField(
                    model_name="user",
                    name="public_id",
                    field=models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
            ],
        ),
    ]
