import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import yizheng.kernel.scoping
from yizheng.kernel.tenancy import Wall

KINDS = [
    ("plenary", "全体会议"), ("standing", "常委会议"), ("committee", "专委会会议"),
    ("consultation_meeting", "协商会议"), ("proposal_submitted", "提交提案"), ("proposal_filed", "提案立案"),
    ("proposal_converted", "提案转送"), ("proposal_key", "重点提案"), ("proposal_excellent", "优秀提案"),
    ("opinion_submitted", "报送社情民意信息"), ("opinion_adopted_own", "信息本级采用"),
    ("opinion_adopted_city", "信息市级采用"), ("opinion_adopted_province", "信息省级采用"),
    ("opinion_adopted_nation", "信息全国采用"), ("instruction", "领导批示"), ("speech_oral", "大会口头发言"),
    ("speech_written", "大会书面发言"), ("research", "调研"), ("inspection", "视察"), ("supervision", "民主监督"),
    ("consultation", "协商活动"), ("training", "学习培训"), ("sector_activity", "界别活动"),
    ("grassroots_activity", "基层活动"), ("reading", "委员读书"), ("lecture", "委员宣讲"),
    ("consensus", "凝聚共识"), ("social_service", "社会服务"), ("visit", "走访联系"),
    ("honour_district", "区县表彰"), ("honour_city", "市级表彰"), ("honour_province", "省级表彰"),
    ("honour_nation", "全国表彰"), ("typical_case", "典型事迹"), ("activity_missed", "报名未到"),
    ("conduct", "违反履职纪律"), ("conduct_grave", "严重违纪"),
]  # fmt: skip
SERVICES = [
    ("volunteer", "志愿服务"), ("mediation", "矛盾调解"), ("pairing", "结对帮扶"), ("clinic", "义诊和咨询"),
    ("donation", "捐资捐物"), ("other", "其他"),
]  # fmt: skip


def _committee() -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False, default=yizheng.kernel.scoping.current_committee_id, editable=False,
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.committee",
    )  # fmt: skip


def _own() -> list[tuple[str, models.Field]]:
    made_at = models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("created_at", made_at),
        ("committee", _committee()),
    ]


class Migration(migrations.Migration):
    dependencies = [("duty", "0002_walls"), ("kernel", "0005_events_stay"), ("org", "0007_readings_stay")]

    operations = [
        migrations.AddField(
            "dutyrecord", "service",
            models.CharField(blank=True, choices=SERVICES, db_default="", default="", max_length=12),
        ),
        migrations.AlterField("dutyrecord", "kind", models.CharField(choices=KINDS, max_length=30)),
        migrations.CreateModel(
            "Saying",
            [
                *_own(),
                ("kind", models.CharField(max_length=40)),
                ("object_id", models.BigIntegerField()),
                ("act", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("words", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "indexes": [models.Index(fields=["committee", "kind", "object_id"], name="saying_by_object")],
            },
        ),
        migrations.CreateModel(
            "YearSummary",
            [
                *_own(),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("year", models.IntegerField()),
                ("words", models.TextField(blank=True)),
                ("handed_in_on", models.DateField()),
                ("handed_in_by_name", models.CharField(max_length=60)),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="org.body",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="org.sector",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sector__isnull", False)), fields=("committee", "year", "sector"),
                        name="one_summary_a_sector",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("body__isnull", False)), fields=("committee", "year", "body"),
                        name="one_summary_a_body",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body__isnull", True), ("sector__isnull", False)),
                            models.Q(("body__isnull", False), ("sector__isnull", True)),
                            _connector="OR",
                        ),
                        name="summary_of_one_unit",
                    ),
                ],
            },
        ),
        Wall("duty_saying"),
        Wall("duty_yearsummary"),
    ]  # fmt: skip
