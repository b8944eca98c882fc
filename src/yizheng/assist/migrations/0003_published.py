"""
What committees have published, found by its pairs of characters.

The table is no hidden one as that of the search is: all of it is public, so its reading policy is `true`, which the
planner drops, and the index serves without a function of the owner. The function runs with the rights of whoever
asks; it keeps several words in one statement, each bounded, and the planner on the index. The fewer items a word
brings in, the more it counts.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import yizheng.kernel.scoping
from yizheng.kernel.tenancy import PublicWall

LIKENESS = """
create function assist_published_alike(
  p_pairs jsonb, p_weights real[], p_kinds text[], p_but bigint, p_limit integer, p_each integer
) returns table (kind text, title text, body text, url text, published_on date, committee text)
language plpgsql stable set search_path = pg_catalog, pg_temp set jit = off set enable_seqscan = off
set gin_fuzzy_search_limit = 5000 as $$
begin
  return query
  with asked as materialized (
    select w.ordinal, w.weight, array(select jsonb_array_elements_text(p_pairs -> (w.ordinal - 1)::int)) as pairs
      from unnest(p_weights) with ordinality w (weight, ordinal)
  ), held as materialized (
    select h.id, a.weight * ln(1 + 2.0 * p_each / count(*) over (partition by a.ordinal)) as weight
      from asked a, lateral (
        select i.id from public.assist_publisheditem i
         where i.pairs @> a.pairs and i.kind = any(p_kinds) and i.committee_id <> p_but
         limit p_each
      ) h
     where cardinality(a.pairs) > 0
  ), hits as materialized (
    select h.id, sum(h.weight) as score from held h group by h.id order by 2 desc, 1 desc limit p_limit
  )
  select i.kind::text, i.title::text, i.text, i.url::text, i.published_on, c.short_name::text
    from hits h
    join public.assist_publisheditem i on i.id = h.id
    join public.kernel_committee c on c.id = i.committee_id
   order by h.score desc, i.id desc;
end $$;
"""
NO_LIKENESS = "drop function assist_published_alike(jsonb, real[], text[], bigint, integer, integer)"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_events_stay"), ("assist", "0002_walls")]

    operations = [
        migrations.CreateModel(
            name="PublishedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("kind", models.CharField(max_length=40)),
                ("object_id", models.BigIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("text", models.TextField(blank=True)),
                (
                    "pairs",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("url", models.CharField(max_length=300)),
                ("published_on", models.DateField()),
                (
                    "committee",
                    models.ForeignKey(
                        db_index=False,
                        default=yizheng.kernel.scoping.current_committee_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.committee",
                    ),
                ),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["pairs"], name="published_item_by_pairs")],
                "constraints": [
                    models.UniqueConstraint(fields=("committee", "kind", "object_id"), name="published_item_once")
                ],
            },
        ),
        PublicWall("assist_publisheditem"),
        migrations.RunSQL(LIKENESS, NO_LIKENESS),
    ]
