"""What an activity serves, where it reached people, and for which groups it may be (features F117, F120, F123)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meeting", "0007_documents")]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="campaign",
            field=models.CharField(blank=True, max_length=60, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="activity",
            name="community",
            field=models.CharField(blank=True, max_length=60, default=""),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="activity",
            name="audience",
            field=models.CharField(
                choices=[
                    ("all", "全体委员"),
                    ("hosts", "主办单位的委员"),
                    ("standing", "常委"),
                    ("new", "新任委员"),
                ],
                default="all",
                max_length=10,
            ),
        ),
    ]
