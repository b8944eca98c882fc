"""The three administrators change by two persons."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
import yizheng.kernel.scoping
from django.conf import settings
from django.db import migrations, models

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_group_conveners'),
        ('kernel', '0005_events_stay'),
    ]

    operations = [
        migrations.CreateModel(
            name='AdministratorChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('what', models.CharField(choices=[('appoint', '任命'), ('dismiss', '免去')], max_length=10)),
                ('state', models.CharField(choices=[('proposed', '等另一位管理员确认'), ('confirmed', '已生效'), ('refused', '不同意'), ('withdrawn', '已撤回')], default='proposed', max_length=10)),
                ('role', models.CharField(choices=[('sys_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员')], max_length=40)),
                ('reason', models.CharField(max_length=500)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('committee', models.ForeignKey(db_index=False, default=yizheng.kernel.scoping.current_committee_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.committee')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('grant', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.rolegrant')),
                ('proposed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['committee', '-proposed_at'], name='change_by_time')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('committee', 'user', 'role'), name='one_open_change_per_role'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(models.Q(('decided_by', models.F('proposed_by')), _negated=True), models.Q(('decided_by', models.F('user')), _negated=True)), _connector='OR'), name='two_persons_appoint')],
            },
        ),
        Wall("accounts_administratorchange"),
    ]
