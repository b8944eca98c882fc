"""A lead may go on as an opinion."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proposal", "0005_round_began_on")]

    operations = [
        migrations.AlterField(
            "proposallead",
            "state",
            models.CharField(
                choices=[
                    ("received", "待处理"), ("listed", "列入参考选题"), ("taken", "已有委员认领"),
                    ("closed", "已答复办结"), ("guided", "已引导至其他渠道"), ("converted", "已转社情民意"),
                ],
                default="received", max_length=12,
            ),
        ),
    ]  # fmt: skip
