"""What happened at the doors is written once: not even the serving role changes or deletes it (GB/T 22239, 8.1.4.3)."""

from django.db import migrations

from yizheng.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_keys_upkeep_closures")]

    operations = [AppendOnly("kernel_securityevent")]
