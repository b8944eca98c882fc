"""Who checked in at an activity, by code or by name (handbook 9.3)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0005_events_stay'),
        ('meeting', '0010_online_only'),
        ('org', '0007_readings_stay'),
    ]

    operations = [
        migrations.AddField(
            model_name='activitysignup',
            name='checked_in_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='activitysignup',
            name='checked_in_how',
            field=models.CharField(blank=True, choices=[('scan', '扫会场二维码'), ('own_code', '出示本人二维码'), ('clerk', '工作人员点名'), ('paper', '纸质签到表')], db_default='', default='', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='activitysignup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_in_at__isnull', True), ('checked_in_how', '')), models.Q(('checked_in_at__isnull', False), models.Q(('checked_in_how', ''), _negated=True)), _connector='OR'), name='checked_in_somehow'),
        ),
    ]
