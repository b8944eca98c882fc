"""
Asking the index only for what narrows.

A lexeme that stands in nearly every entry (the only committee of a house, everybody's audience, a common pair) costs
the index milliseconds to walk through and leaves out nothing. So the index is asked for the rarest lexemes of a
question, and for committee and audience only where they are rare themselves; all of them are asked of each row anyway.
"""

from importlib import import_module

from django.db import migrations

_before = import_module("yizheng.search.migrations.0002_functions")

# search_narrow: the lexemes worth asking the index for, the rarest first. search_fence: committee and audience where
# fewer than one entry in ten is theirs, else null. Both choose the way, never what is found.
HELPERS = """
create function search_narrow(p_here bigint, p_must text[]) returns text[]
language sql stable set search_path = pg_catalog, pg_temp as $$
  with counted as (
    select m as lexeme, coalesce(t.entries, 0) as n from unnest(p_must) m
      left join public.search_term t on t.committee_id = p_here and t.lexeme = m
  )
  select coalesce(array_agg(c.lexeme order by c.n, c.lexeme), '{}')
    from (select * from counted order by n, lexeme limit 4) c
   where c.n <= greatest(1000, 20 * (select min(n) from counted))
$$;

create function search_fence(p_here bigint, p_heard text[]) returns tsquery
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  own bigint := (select t.entries from public.search_tally t where t.committee_id = p_here);
  every real := (select c.reltuples from pg_class c where c.oid = 'public.search_entry'::regclass);
  heard bigint := (select sum(t.entries) from public.search_term t
                    where t.committee_id = p_here and t.lexeme = any(p_heard));
  fence tsquery;
begin
  if own is null or own * 10 < every then
    fence := public.search_join(array['c:' || p_here], ' & ');
  end if;
  if own is null or coalesce(heard, 0) * 10 < own then
    fence := coalesce(fence && public.search_join(p_heard, ' | '), public.search_join(p_heard, ' | '));
  end if;
  return fence;
end $$;

create function search_within(p_asked tsquery, p_fence tsquery) returns tsquery language sql immutable
set search_path = pg_catalog, pg_temp as $$ select case when p_fence is null then p_asked else p_asked && p_fence end $$;
"""
NO_HELPERS = """
drop function search_within(tsquery, tsquery);
drop function search_fence(bigint, text[]);
drop function search_narrow(bigint, text[]);
"""

# Single characters are looked for in titles: all of their lexemes, which begin with `t:`, decide there.
# A common question is answered from as many of the newest entries as should hold twice what is wanted; where they
# do not, from the most that are ever looked at.
FINDING = """
create or replace function search_find(
  p_must text[], p_title text[], p_tokens text[], p_phrase text, p_others text[], p_kind text, p_from date, p_to date,
  p_status text, p_sector text, p_unit text, p_cap integer, p_enough integer, p_rare bigint, p_newest integer
) returns table (entry bigint, kind text, object_id bigint, in_title boolean, day date, whole boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set jit = off as $$
declare
  here bigint := public.search_here();
  heard text[] := (select array_agg('a:' || x) from unnest(p_tokens) x);
  fence tsquery := public.search_fence(here, heard);
  rarest bigint := public.search_rarest(here, p_must, heard);
  own bigint := (select t.entries from public.search_tally t where t.committee_id = here);
  narrow text[] := case when p_must[1] like 't:%' then p_must else public.search_narrow(here, p_must) end;
  depth integer;
  looked integer := 0;
  near bigint[];
begin
  if heard is null or p_must = '{}' then
    return;
  end if;
  if coalesce(rarest, 0) > p_rare then
    depth := least(p_newest, greatest(300, 2 * p_enough * coalesce(own, 0) / rarest));
    loop
      with newest as (
        (select e.id, e.folded, e.audience, e.status, e.sector, e.units from public.search_entry e
          where p_kind = '' and e.committee_id = here and e.day between p_from and p_to
          order by e.day desc, e.id desc limit depth)
        union all
        (select e.id, e.folded, e.audience, e.status, e.sector, e.units from public.search_entry e
          where p_kind <> '' and e.committee_id = here and e.kind = p_kind and e.day between p_from and p_to
          order by e.day desc, e.id desc limit depth)
      )
      select count(*), array_agg(n.id) filter (
        where strpos(n.folded, p_phrase) > 0
          and n.audience::text[] && p_tokens
          and (p_others = '{}' or (select bool_and(strpos(n.folded, x) > 0) from unnest(p_others) x))
          and (p_status = '' or n.status = p_status)
          and (p_sector = '' or n.sector = p_sector)
          and (p_unit = '' or p_unit = any(n.units)))
        into looked, near from newest n;
      exit when coalesce(cardinality(near), 0) >= p_enough or depth >= p_newest or looked < depth;
      depth := p_newest;
    end loop;
    if looked = depth and coalesce(cardinality(near), 0) >= p_enough then
      if p_title <> '{}' and coalesce(public.search_rarest(here, p_title, heard), 0) <= p_rare then
        near := near || (select array_agg(x.id) filter (where x.fits) from (
          select e.id, e.committee_id = here and e.audience::text[] && p_tokens
                 and (p_kind = '' or e.kind = p_kind) and e.day between p_from and p_to
                 and (p_status = '' or e.status = p_status) and (p_sector = '' or e.sector = p_sector)
                 and (p_unit = '' or p_unit = any(e.units)) as fits
            from public.search_entry e
           where e.lexemes @@ public.search_within(
                   public.search_join(public.search_narrow(here, p_title || p_must), ' & '), fence)
          offset 0) x);
      end if;
      return query
      select e.id, e.kind::text, e.object_id, x.said, e.day, false
        from public.search_entry e,
             lateral (select strpos(e.folded, p_phrase)
                        between 1 and char_length(e.title) - char_length(p_phrase) + 1 as said) x
       where e.id = any(near) and strpos(e.folded, p_phrase) > 0
         and (p_others = '{}' or (select bool_and(strpos(e.folded, o) > 0) from unnest(p_others) o))
       order by x.said desc, e.day desc, e.id desc limit p_cap;
      return;
    end if;
  end if;
  return query
  with met as materialized (
    select e.id, e.kind, e.object_id, e.day, strpos(e.folded, p_phrase) as place, char_length(e.title) as chars,
           p_others = '{}' or (select bool_and(strpos(e.folded, x) > 0) from unnest(p_others) x) as others,
           e.committee_id = here and e.audience::text[] && p_tokens
             and (p_kind = '' or e.kind = p_kind) and e.day between p_from and p_to
             and (p_status = '' or e.status = p_status) and (p_sector = '' or e.sector = p_sector)
             and (p_unit = '' or p_unit = any(e.units)) as fits
      from public.search_entry e
     where e.lexemes @@ public.search_within(public.search_join(narrow, ' & '), fence)
  ), hits as materialized (
    select * from met m where m.fits limit p_rare * 2
  ), exact as (
    select h.*, count(*) over () as held from hits h where h.place > 0 and h.others
  )
  select h.id, h.kind::text, h.object_id, h.place <= h.chars - char_length(p_phrase) + 1, h.day,
         h.held <= p_cap and (select count(*) from hits) < p_rare * 2
    from exact h
   order by 4 desc, h.day desc, h.id desc limit p_cap;
end $$;
"""

# Likeness: where the index is not asked whose an entry is, the row is.
LIKENESS = """
create or replace function search_alike(
  p_pairs jsonb, p_weights real[], p_tokens text[], p_kinds text[], p_limit integer, p_each integer
) returns table (kind text, object_id bigint, title text, words text, day date, score real)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set jit = off as $$
declare
  here bigint := public.search_here();
  fence tsquery := public.search_fence(here, (select array_agg('a:' || x) from unnest(p_tokens) x));
begin
  return query
  with asked as (
    select w.weight, public.search_within(public.search_join(
             array(select jsonb_array_elements_text(p_pairs -> (w.ordinal - 1)::int)), ' & '), fence) as pairs
      from unnest(p_weights) with ordinality w (weight, ordinal)
  ), hits as materialized (
    select h.id, sum(a.weight) as score
      from asked a, lateral (
        select x.id from (
          select e.id, e.committee_id = here and e.kind = any(p_kinds) and e.audience::text[] && p_tokens as fits
            from public.search_entry e where e.lexemes @@ a.pairs offset 0) x
         where x.fits limit p_each
      ) h
     group by h.id order by 2 desc, 1 desc limit p_limit
  )
  select e.kind::text, e.object_id, e.title::text, e.words, e.day, h.score
    from hits h join public.search_entry e on e.id = h.id
   order by h.score desc, e.id desc;
end $$;
"""

_AS_BEFORE = [
    text.replace("create function", "create or replace function") for text in (_before.FINDING, _before.LIKENESS)
]


class Migration(migrations.Migration):
    dependencies = [("search", "0002_functions")]

    operations = [
        migrations.RunSQL(HELPERS, NO_HELPERS),
        migrations.RunSQL(FINDING, _AS_BEFORE[0]),
        migrations.RunSQL(LIKENESS, _AS_BEFORE[1]),
    ]
