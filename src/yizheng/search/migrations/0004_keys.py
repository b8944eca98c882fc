"""
What an entry is found by moves into rows of its own, `search_key`.

An entry is wide: its texts lie in the row. To choose the newest of some thousand entries each row was read, most of them
from the disk's side of the memory. A key is a tenth as wide, its lexemes lie beside it and are in the index, and it
says on which day and in which month its object lies (`d:`), so that the index itself knows the newest.
The old column stays and is empty from now on: entries written anew leave it so.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models

import yizheng.kernel.scoping
from yizheng.kernel.tenancy import HiddenWall

# Texts of fewer than 2 kB stay in a row whatever is asked of them; longer lexemes always lie beside it.
STORAGE = """
alter table search_key set (toast_tuple_target = 128);
alter table search_key alter column lexemes set storage external;
alter table search_key alter column title set storage main;
alter table search_key alter column audience set storage main;
"""

FILL = """
insert into search_key (entry_id, committee_id, kind, object_id, day, title, audience, lexemes)
select id, committee_id, kind, object_id, day, left(folded, char_length(title)), audience,
       lexemes || array_to_tsvector(array[to_char(day, '"d:"YYYY-MM'), to_char(day, '"d:"YYYY-MM-DD')])
  from search_entry order by day, id;
insert into search_term (committee_id, lexeme, entries)
select committee_id, span, count(*)
  from search_entry, lateral (values (to_char(day, '"d:"YYYY-MM')), (to_char(day, '"d:"YYYY-MM-DD'))) x (span)
 group by 1, 2 having count(*) > 1 on conflict do nothing;
set constraints all immediate;
set constraints all deferred;
create index search_key_lexemes on search_key using gin (lexemes) with (gin_pending_list_limit = 512);
drop index search_entry_lexemes;
"""
AS_BEFORE = """
update search_entry e set lexemes = k.lexemes from search_key k where k.entry_id = e.id;
delete from search_term where lexeme like 'd:%';
create index search_entry_lexemes on search_entry using gin (lexemes) with (gin_pending_list_limit = 512);
drop index search_key_lexemes;
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0003_narrow")]

    operations = [
        migrations.CreateModel(
            name="Key",
            fields=[
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("entry", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="search.entry")),
                ("kind", models.CharField(max_length=40)),
                ("object_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("title", models.CharField(max_length=300)),
                ("audience", ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ("lexemes", SearchVectorField()),
                ("committee", models.ForeignKey(db_index=False, default=yizheng.kernel.scoping.current_committee_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.committee")),
            ],
            options={
                "db_table": "search_key",
                "indexes": [models.Index(fields=["committee", "-day"], name="search_key_newest")],
            },
        ),
        HiddenWall("search_key"),
        migrations.AlterField("entry", "lexemes", SearchVectorField(editable=False, null=True)),
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, AS_BEFORE),
        migrations.RemoveIndex("entry", "search_entry_newest"),
        migrations.RemoveIndex("entry", "search_entry_newest_kind"),
    ]
