"""Documents with a copy a person, people added by name, and the kinds of handbook 9.1 and office-practice 28, 30."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
import yizheng.kernel.scoping
from django.db import migrations, models

from yizheng.kernel.tenancy import Wall


class Migration(migrations.Migration):

    dependencies = [
        ('attachment', '0003_sent_by_the_public'),
        ('kernel', '0005_events_stay'),
        ('meeting', '0006_duty_menu'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='by_hand',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name='activity',
            name='kind',
            field=models.CharField(choices=[('research', '调研'), ('inspection', '视察'), ('supervision', '民主监督'), ('consultation', '协商活动'), ('training', '学习培训'), ('sector_activity', '界别活动'), ('grassroots_activity', '基层活动'), ('reading', '委员读书'), ('lecture', '委员宣讲'), ('consensus', '凝聚共识'), ('heart_talk', '谈心谈话'), ('party_life', '党员委员组织生活'), ('salon', '委员沙龙'), ('forum', '委员论坛'), ('mutual_visit', '互访交流'), ('social_service', '公益服务'), ('staff_training', '机关干部培训'), ('village_round', '进村社走访')], max_length=20),
        ),
        migrations.AlterField(
            model_name='meeting',
            name='kind',
            field=models.CharField(choices=[('plenary', '全体会议'), ('standing', '常委会议'), ('chairs', '主席会议'), ('committee', '专委会会议'), ('secretaries', '秘书长会议'), ('leading_party_group', '党组会议'), ('briefing', '政情通报会')], max_length=20),
        ),
        migrations.AlterField(
            model_name='menuitem',
            name='kind',
            field=models.CharField(choices=[('research', '调研'), ('inspection', '视察'), ('supervision', '民主监督'), ('consultation', '协商活动'), ('training', '学习培训'), ('sector_activity', '界别活动'), ('grassroots_activity', '基层活动'), ('reading', '委员读书'), ('lecture', '委员宣讲'), ('consensus', '凝聚共识'), ('heart_talk', '谈心谈话'), ('party_life', '党员委员组织生活'), ('salon', '委员沙龙'), ('forum', '委员论坛'), ('mutual_visit', '互访交流'), ('social_service', '公益服务'), ('staff_training', '机关干部培训'), ('village_round', '进村社走访')], max_length=20),
        ),
        migrations.CreateModel(
            name='DocumentCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('number', models.IntegerField()),
                ('first_read_at', models.DateTimeField()),
                ('committee', models.ForeignKey(db_index=False, default=yizheng.kernel.scoping.current_committee_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.committee')),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='meeting.invitation')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='DocumentReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('at', models.DateTimeField()),
                ('committee', models.ForeignKey(db_index=False, default=yizheng.kernel.scoping.current_committee_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.committee')),
                ('copy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='meeting.documentcopy')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MeetingDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('order', models.IntegerField()),
                ('title', models.CharField(max_length=200)),
                ('added_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('committee', models.ForeignKey(db_index=False, default=yizheng.kernel.scoping.current_committee_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.committee')),
                ('file', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachment.storedfile')),
                ('item', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='meeting.agendaitem')),
                ('meeting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='meeting.meeting')),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.AddField(
            model_name='documentcopy',
            name='document',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='meeting.meetingdocument'),
        ),
        migrations.AddConstraint(
            model_name='meetingdocument',
            constraint=models.UniqueConstraint(fields=('committee', 'meeting', 'order'), name='documents_have_an_order'),
        ),
        migrations.AddConstraint(
            model_name='documentcopy',
            constraint=models.UniqueConstraint(fields=('committee', 'document', 'invitation'), name='one_copy_a_person'),
        ),
        migrations.AddConstraint(
            model_name='documentcopy',
            constraint=models.UniqueConstraint(fields=('committee', 'document', 'number'), name='copies_have_numbers'),
        ),
        Wall("meeting_meetingdocument"),
        Wall("meeting_documentcopy"),
        Wall("meeting_documentreading"),
    ]
