"""Who read sealed fields is written once: not even the serving role changes or deletes it."""

from django.db import migrations

from yizheng.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("org", "0006_setting_is_withdrawn")]

    operations = [AppendOnly("org_readinglog")]
