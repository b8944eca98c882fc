from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("todo", "0002_walls")]

    operations = [
        migrations.AddField(
            model_name="todo", name="url", field=models.CharField(blank=True, max_length=300)
        ),
    ]
