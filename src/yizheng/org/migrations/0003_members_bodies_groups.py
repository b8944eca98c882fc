"""Sealed personal fields, sessions, decisions, seats by choice, grassroots units, parties, societies, contacts."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
import yizheng.kernel.scoping
import yizheng.kernel.secrets
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


def _with_address(model: str) -> list[migrations.operations.base.Operation]:
    """Give the rows that exist an address each: the database draws them, behind the wall too."""
    drawn = models.UUIDField(db_default=RandomUUID(), default=uuid.uuid4, editable=False, unique=True)
    lasting = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    return [
        migrations.AddField(model_name=model, name="public_id", field=drawn),
        migrations.AlterField(model_name=model, name="public_id", field=lasting),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0003_xact_base"),
        ("org", "0002_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Association",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("society", "社团"),
                            ("friendship", "联谊会"),
                            ("research", "研究会"),
                            ("theory", "理论研究会"),
                        ],
                        max_length=30,
                    ),
                ),
                ("founded_on", models.DateField()),
                ("term_years", models.SmallIntegerField(default=5)),
                ("ends_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "存续"), ("closed", "已注销")], default="active", max_length=20
                    ),
                ),
                ("warned_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="AssociationMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("duty", models.CharField(default="会员", max_length=20)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "body",
                    models.CharField(
                        choices=[
                            ("standing_committee", "常委会议"),
                            ("chairpersons_meeting", "主席会议"),
                            ("plenary", "全体会议"),
                        ],
                        max_length=30,
                    ),
                ),
                ("meeting", models.CharField(max_length=80)),
                ("decided_on", models.DateField()),
                ("whole", models.IntegerField(blank=True, null=True)),
                ("present", models.IntegerField(blank=True, null=True)),
                ("in_favour", models.IntegerField(blank=True, null=True)),
                ("against", models.IntegerField(blank=True, null=True)),
                ("abstained", models.IntegerField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Election",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("held_on", models.DateField()),
                ("ordinal", models.SmallIntegerField()),
                ("ends_on", models.DateField()),
                ("due", models.IntegerField(blank=True, null=True)),
                ("present", models.IntegerField(blank=True, null=True)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="GrassrootsMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("duty", models.CharField(default="成员", max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="ParticipatingBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("name", models.CharField(max_length=80)),
                ("short_name", models.CharField(max_length=30)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("party", "民主党派"),
                            ("federation", "工商联"),
                            ("non_party", "无党派人士"),
                            ("people_org", "人民团体"),
                        ],
                        max_length=30,
                    ),
                ),
                ("order", models.IntegerField(default=0)),
                ("contact_name", models.CharField(blank=True, default="", max_length=40)),
                ("contact_phone", yizheng.kernel.secrets.EncryptedTextField(blank=True, default="")),
            ],
        ),
        migrations.CreateModel(
            name="ReadingLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("at", models.DateTimeField()),
                ("reader_name", models.CharField(max_length=60)),
                ("hat_label", models.CharField(blank=True, max_length=80)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("contact", "联系委员"),
                            ("roll", "编制名册"),
                            ("statistics", "统计构成"),
                            ("meeting", "会务安排"),
                            ("personnel", "人事审核"),
                            ("correction", "核对更正"),
                        ],
                        max_length=30,
                    ),
                ),
                ("field_names", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="SectorConvener",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("duty", models.CharField(default="召集人", max_length=20)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("ordinal", models.IntegerField()),
                ("opens", models.DateField()),
                ("closes", models.DateField()),
                ("cut_off", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Suspension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnitContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("name", models.CharField(max_length=40)),
                ("duty", models.CharField(default="联络员", max_length=40)),
                ("phone", yizheng.kernel.secrets.EncryptedTextField(blank=True, default="")),
                (
                    "phone_digest",
                    yizheng.kernel.secrets.DigestField(
                        blank=True, default="", editable=False, max_length=64, of="phone"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="one_seat_per_term",
        ),
        migrations.AddField(
            model_name="body",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="org.body",
            ),
        ),
        migrations.AddField(
            model_name="body",
            name="place",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="membership",
            name="join_basis",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="membership",
            name="leave_basis",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="membership",
            name="renominated",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="superior_level",
            field=models.CharField(
                blank=True,
                choices=[("county_district", "区县"), ("prefecture", "地市"), ("province", "省"), ("nation", "全国")],
                default="",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="orgunit",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="org.orgunit",
            ),
        ),
        migrations.AddField(
            model_name="orgunit",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="org.orgunit",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="address",
            field=yizheng.kernel.secrets.EncryptedTextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="person",
            name="affiliation",
            field=yizheng.kernel.secrets.EncryptedTextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="person",
            name="birth_date",
            field=yizheng.kernel.secrets.EncryptedTextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="person",
            name="consented_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="contact_level",
            field=models.CharField(
                choices=[("office", "仅办公室"), ("colleagues", "同界别、同专委会的委员"), ("members", "本届全体委员")],
                default="office",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="education",
            field=yizheng.kernel.secrets.EncryptedTextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="person",
            name="ethnicity",
            field=yizheng.kernel.secrets.EncryptedTextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="person",
            name="phone",
            field=yizheng.kernel.secrets.EncryptedTextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="person",
            name="phone_digest",
            field=yizheng.kernel.secrets.DigestField(blank=True, default="", editable=False, max_length=64, of="phone"),
        ),
        migrations.AddField(
            model_name="person",
            name="religion",
            field=yizheng.kernel.secrets.EncryptedTextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="person",
            name="stroke_key",
            field=models.CharField(blank=True, default="", max_length=160),
        ),
        *_with_address("postholding"),
        migrations.AddField(
            model_name="seat",
            name="choice_order",
            field=models.SmallIntegerField(blank=True, null=True),
        ),
        *_with_address("seat"),
        migrations.AddField(
            model_name="seat",
            name="state",
            field=models.CharField(
                choices=[("chosen", "待审核"), ("approved", "已同意"), ("declined", "未同意")],
                default="approved",
                max_length=20,
            ),
        ),
        *_with_address("sector"),
        migrations.AddField(
            model_name="term",
            name="closed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="term",
            name="closing_basis",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="term",
            name="opening_basis",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="term",
            name="reserved_quota",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="unitalias",
            name="is_former",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="body",
            name="kind",
            field=models.CharField(
                choices=[
                    ("office", "办公室"),
                    ("research_office", "研究室"),
                    ("special_committee", "专门委员会"),
                    ("grassroots_unit", "街道（镇）工委"),
                    ("liaison_office", "联络处"),
                    ("liaison_group", "联络组"),
                    ("activity_group", "活动小组"),
                    ("workstation", "工作站"),
                    ("leading_party_group", "党组"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("member", "委员"),
                    ("standing_member", "常委"),
                    ("invited_member", "特邀委员"),
                    ("resident_superior_member", "辖区上级委员"),
                ],
                default="member",
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="sector",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="org.sector",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "建议名单"),
                    ("active", "在任"),
                    ("suspended", "暂停履职"),
                    ("resigned", "辞去"),
                    ("transferred", "调离"),
                    ("removed", "撤销资格"),
                    ("deceased", "去世"),
                    ("expired", "届满"),
                    ("dropped", "未列入"),
                ],
                default="active",
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["committee", "stroke_key"], name="person_by_strokes"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["committee", "phone_digest"], name="person_by_phone"),
        ),
        migrations.AddIndex(
            model_name="unitalias",
            index=models.Index(fields=["committee", "text"], name="unit_alias_by_text"),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "chosen")),
                fields=("committee", "membership", "body"),
                name="one_open_choice",
            ),
        ),
        migrations.AddField(
            model_name="association",
            name="committee",
            field=models.ForeignKey(
                db_index=False,
                default=yizheng.kernel.scoping.current_committee_id,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.committee",
            ),
        ),
        migrations.AddField(
            model_name="association",
            name="supervisor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="associations",
                to="org.body",
            ),
        ),
        migrations.AddField(
            model_name="associationmember",
            name="association",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="members", to="org.association"
            ),
        ),
        migrations.AddField(
            model_name="associationmember",
            name="committee",
            field=models.ForeignKey(
                db_index=False,
                default=yizheng.kernel.scoping.current_committee_id,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.committee",
            ),
        ),
        migrations.AddField(
            model_name="associationmember",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="associations", to="org.person"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="committee",
            field=models.ForeignKey(
                db_index=False,
                default=yizheng.kernel.scoping.current_committee_id,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.committee",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="join_decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="joins",
                to="org.decision",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="leave_decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="leaves",
                to="org.decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "resident_superior_member"), _negated=True),
                fields=("committee", "term", "person"),
                name="one_seat_per_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "resident_superior_member")),
                fields=("committee", "term", "person"),
                name="one_invitation_per_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("role", "resident_superior_member"), ("sector__isnull", False), _connector="OR"),
                name="only_superior_without_sector",
            ),
        ),
        migrations.AddField(
            model_name="election",
            name="association",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="elections", to="org.association"
            ),
        ),
        migrations.AddField(
            model_name="election",
            name="committee",
            field=models.ForeignKey(
                db_index=False,
                default=yizheng.kernel.scoping.current_committee_id,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.committee",
            ),
        ),
        migrations.AddField(
            model_name="election",
            name="head",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.person"
            ),
        ),
        migrations.AddField(
            model_name="grassrootsmembership",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="grassroots", to="org.body"
            ),
        ),
        migrations.AddField(
            model_name="grassrootsmembership",
            name="committee",
            field=models.ForeignKey(
                db_index=False,
                default=yizheng.kernel.scoping.current_committee_id,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.committee",
            ),
        ),
        migrations.AddField(
            model_name="grassrootsmembership",
            name="membership",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grassroots",
                to="org.membership",
            ),
        ),
        migrations.AddField(
            model_name="grassrootsmembership",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="grassroots", to="org.person"
            ),
        ),
        migrations.AddField(
            model_name="participatingbody",
            name="committee",
            field=models.ForeignKey(
                db_index=False,
                default=yizheng.kernel.scoping.current_committee_id,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.committee",
            ),
        ),
        migrations.AddField(
            model_name="readinglog",
            name="committee",
            field=models.ForeignKey(
                db_index=False,
                default=yizheng.kernel.scoping.current_committee_id,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.committee",
            ),
        ),
        migrations.AddField(
            model_name="readinglog",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="org.person"
            ),
        ),
        migrations.AddField(
            model_name="readinglog",
            name="reader",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sectorconvener",
            name="committee",
            field=models.ForeignKey(
                db_index=False,
                default=yizheng.kernel.scoping.current_committee_id,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.committee",
            ),
        ),
        migrations.AddField(
            model_name="sectorconvener",
            name="membership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="convenes", to="org.membership"
            ),
        ),
        migrations.AddField(
            model_name="sectorconvener",
            name="sector",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="conveners", to="org.sector"
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="committee",
            field=models.ForeignKey(
                db_index=False,
                default=yizheng.kernel.scoping.current_committee_id,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.committee",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="term",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="org.term"
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="committee",
            field=models.ForeignKey(
                db_index=False,
                default=yizheng.kernel.scoping.current_committee_id,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.committee",
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="suspensions",
                to="org.decision",
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="membership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="suspensions", to="org.membership"
            ),
        ),
        migrations.AddField(
            model_name="unitcontact",
            name="committee",
            field=models.ForeignKey(
                db_index=False,
                default=yizheng.kernel.scoping.current_committee_id,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.committee",
            ),
        ),
        migrations.AddField(
            model_name="unitcontact",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="org.orgunit"
            ),
        ),
        migrations.AddIndex(
            model_name="association",
            index=models.Index(fields=["committee", "ends_on"], name="association_by_end"),
        ),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.UniqueConstraint(
                fields=("committee", "association", "ordinal"), name="one_election_per_ordinal"
            ),
        ),
        migrations.AddIndex(
            model_name="grassrootsmembership",
            index=models.Index(fields=["committee", "body"], name="grassroots_by_body"),
        ),
        migrations.AddIndex(
            model_name="participatingbody",
            index=models.Index(fields=["committee", "order"], name="participating_by_order"),
        ),
        migrations.AddIndex(
            model_name="readinglog",
            index=models.Index(fields=["committee", "person", "-at"], name="reading_by_person"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(fields=("committee", "term", "ordinal"), name="one_session_per_ordinal"),
        ),
    ]
