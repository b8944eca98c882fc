"""
The index and the functions through which alone it is read and written.

A policy would hide the index from the planner: `@@` is not leakproof (technical notes 10). So the serving role has
no right on the entries; each function belongs to the owner role, has a fixed search_path, and looks only at rows
of `app.committee` and, when it reads what is in them, at those whose audience the asking person is of.
"""

from django.db import migrations

from yizheng.kernel.tenancy import HiddenWall, Wall

STORAGE = """
alter table search_entry alter column lexemes set storage external;
alter table search_entry alter column body set storage external;
alter table search_entry alter column words set storage external;
alter table search_entry alter column folded set storage main;
create index search_entry_lexemes on search_entry using gin (lexemes) with (gin_pending_list_limit = 512);
"""
NO_STORAGE = "drop index search_entry_lexemes"

# Helpers. search_here: the committee of the open scope, an error outside of any.
HELPERS = r"""
create function search_here() returns bigint language plpgsql stable
set search_path = pg_catalog, pg_temp as $$
declare here bigint := nullif(current_setting('app.committee', true), '')::bigint;
begin
  if here is null then
    raise exception 'no committee scope is open' using errcode = 'insufficient_privilege';
  end if;
  return here;
end $$;

create function search_join(p_lexemes text[], p_by text) returns tsquery language sql immutable
set search_path = pg_catalog, pg_temp as $$
  select string_agg('''' || replace(replace(x, '\', '\\'), '''', '''''') || '''', p_by)::tsquery
    from unnest(p_lexemes) x
$$;
"""
NO_HELPERS = "drop function search_join(text[], text); drop function search_here()"

WRITING = """
create function search_put(
  p_kind text, p_object bigint, p_url text, p_caption text, p_title text, p_body text, p_folded text, p_words text,
  p_day date, p_status text, p_sector text, p_units text[], p_people text[], p_audience text[], p_lexemes text[],
  p_digest bytea
) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare here bigint := public.search_here();
begin
  insert into public.search_entry as standing (
    committee_id, kind, object_id, url, caption, title, body, folded, words, day, status, sector, units, people,
    audience, lexemes, digest
  ) values (
    here, p_kind, p_object, p_url, p_caption, p_title, p_body, p_folded, p_words, p_day, p_status, p_sector,
    p_units, p_people, p_audience, array_to_tsvector(p_lexemes || ('c:' || here)), p_digest
  )
  on conflict (committee_id, kind, object_id) do update set
    url = excluded.url, caption = excluded.caption, title = excluded.title, body = excluded.body,
    folded = excluded.folded, words = excluded.words, day = excluded.day, status = excluded.status,
    sector = excluded.sector, units = excluded.units, people = excluded.people, audience = excluded.audience,
    lexemes = excluded.lexemes, digest = excluded.digest
  where standing.digest <> excluded.digest;
end $$;

create function search_drop(p_kind text, p_objects bigint[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from public.search_entry
   where committee_id = public.search_here() and kind = p_kind and object_id = any(p_objects);
end $$;

create function search_kinds() returns table (kind text, entries bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select e.kind::text, count(*) from public.search_entry e
   where e.committee_id = public.search_here() group by 1 order by 1;
end $$;

create function search_objects(p_kind text) returns setof bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select e.object_id from public.search_entry e
   where e.committee_id = public.search_here() and e.kind = p_kind order by 1;
end $$;
"""
NO_WRITING = """
drop function search_objects(text); drop function search_kinds(); drop function search_drop(text, bigint[]);
drop function search_put(text, bigint, text, text, text, text, text, text, date, text, text, text[], text[], text[],
  text[], bytea);
"""

COUNTING = """
create function search_count_terms(p_anew boolean) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp set work_mem = '64MB' as $$
declare
  here bigint := public.search_here();
  last bigint;
  counted bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('search_count_terms', here));
  if p_anew then
    delete from public.search_term where committee_id = here;
    delete from public.search_tally where committee_id = here;
  end if;
  select t.upto into last from public.search_tally t where t.committee_id = here;
  select coalesce(max(e.id), coalesce(last, 0)), count(*) into last, counted
    from public.search_entry e where e.committee_id = here and e.id > coalesce(last, 0);
  if counted > 0 then
    insert into public.search_term as standing (committee_id, lexeme, entries)
    select here, x.lexeme, count(*)
      from public.search_entry e, unnest(e.lexemes) x
     where e.committee_id = here and e.id <= last
       and e.id > coalesce((select t.upto from public.search_tally t where t.committee_id = here), 0)
       and length(x.lexeme) <= 80
     group by x.lexeme
    on conflict (committee_id, lexeme) do update set entries = standing.entries + excluded.entries;
    insert into public.search_tally as standing (committee_id, upto, entries) values (here, last, counted)
    on conflict (committee_id) do update set upto = excluded.upto, entries = standing.entries + excluded.entries;
  end if;
  return counted;
end $$;

create function search_frequencies(p_lexemes text[]) returns table (lexeme text, entries integer)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select t.lexeme::text, t.entries from public.search_term t
   where t.committee_id = public.search_here() and t.lexeme = any(p_lexemes);
end $$;
"""
NO_COUNTING = "drop function search_frequencies(text[]); drop function search_count_terms(boolean)"

# Finding. Rare questions are answered from the index; for common ones the newest entries are looked at until there
# are enough, because thousands of rows would be read only to show the first twenty.
FINDING = """
create function search_rarest(p_here bigint, p_must text[], p_any text[]) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
  select least(
    (select min(coalesce(t.entries, 0)) from unnest(p_must) m
       left join public.search_term t on t.committee_id = p_here and t.lexeme = m),
    (select sum(coalesce(t.entries, 0)) from unnest(p_any) a
       left join public.search_term t on t.committee_id = p_here and t.lexeme = a)
  )
$$;

create function search_find(
  p_must text[], p_title text[], p_tokens text[], p_phrase text, p_others text[], p_kind text, p_from date, p_to date,
  p_status text, p_sector text, p_unit text, p_cap integer, p_enough integer, p_rare bigint, p_newest integer
) returns table (entry bigint, kind text, object_id bigint, in_title boolean, day date, whole boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set jit = off as $$
declare
  here bigint := public.search_here();
  heard text[] := (select array_agg('a:' || x) from unnest(p_tokens) x);
  fence tsquery := public.search_join(heard, ' | ') && public.search_join(array['c:' || here], ' & ');
  looked integer := 0;
  near bigint[];
begin
  if heard is null or p_must = '{}' then
    return;
  end if;
  if coalesce(public.search_rarest(here, p_must, heard), 0) > p_rare then
    with newest as (
      (select e.id, e.folded, e.audience, e.status, e.sector, e.units from public.search_entry e
        where p_kind = '' and e.committee_id = here and e.day between p_from and p_to
        order by e.day desc, e.id desc limit p_newest)
      union all
      (select e.id, e.folded, e.audience, e.status, e.sector, e.units from public.search_entry e
        where p_kind <> '' and e.committee_id = here and e.kind = p_kind and e.day between p_from and p_to
        order by e.day desc, e.id desc limit p_newest)
    )
    select count(*), array_agg(n.id) filter (
      where n.audience::text[] && p_tokens
        and strpos(n.folded, p_phrase) > 0
        and (p_others = '{}' or (select bool_and(strpos(n.folded, x) > 0) from unnest(p_others) x))
        and (p_status = '' or n.status = p_status)
        and (p_sector = '' or n.sector = p_sector)
        and (p_unit = '' or p_unit = any(n.units)))
      into looked, near from newest n;
    if looked = p_newest and coalesce(cardinality(near), 0) >= p_enough then
      if p_title <> '{}' and coalesce(public.search_rarest(here, p_title, heard), 0) <= p_rare then
        near := near || (select array_agg(e.id) from public.search_entry e
          where e.lexemes @@ (public.search_join(p_title || p_must, ' & ') && fence));
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
  with hits as materialized (
    select e.id, e.kind, e.object_id, e.day, strpos(e.folded, p_phrase) as place, char_length(e.title) as chars,
           p_others = '{}' or (select bool_and(strpos(e.folded, x) > 0) from unnest(p_others) x) as others
      from public.search_entry e
     where e.lexemes @@ (public.search_join(p_must, ' & ') && fence)
     limit p_rare * 2
  ), exact as (
    select h.*, count(*) over () as held from hits h where h.place > 0 and h.others
  )
  select h.id, h.kind::text, h.object_id, h.place <= h.chars - char_length(p_phrase) + 1, h.day,
         h.held <= p_cap and (select count(*) from hits) < p_rare * 2
    from exact h
   order by 4 desc, h.day desc, h.id desc limit p_cap;
end $$;

create function search_texts(p_entries bigint[], p_tokens text[]) returns table (
  entry bigint, url text, caption text, title text, body text, status text, sector text, units text[], people text[]
) language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
  select e.id, e.url::text, e.caption::text, e.title::text, e.body, e.status::text, e.sector::text, e.units::text[],
         e.people::text[]
    from public.search_entry e
   where e.id = any(p_entries) and e.committee_id = public.search_here() and e.audience::text[] && p_tokens;
end $$;
"""
NO_FINDING = """
drop function search_texts(bigint[], text[]);
drop function search_find(text[], text[], text[], text, text[], text, date, date, text, text, text, integer, integer,
  bigint, integer);
drop function search_rarest(bigint, text[], text[]);
"""

# Likeness: each group is the pairs of one word; entries are scored by the weight of the words they share. Whose and
# what kind they are is asked of the rows: these words are rare, and few rows are read.
LIKENESS = """
create function search_alike(
  p_pairs jsonb, p_weights real[], p_tokens text[], p_kinds text[], p_limit integer, p_each integer
) returns table (kind text, object_id bigint, title text, words text, day date, score real)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set jit = off as $$
declare
  here bigint := public.search_here();
  fence tsquery := public.search_join(array['c:' || here], ' & ');
begin
  return query
  with asked as (
    select w.weight, public.search_join(
             array(select jsonb_array_elements_text(p_pairs -> (w.ordinal - 1)::int)), ' & ') as pairs
      from unnest(p_weights) with ordinality w (weight, ordinal)
  ), hits as materialized (
    select h.id, sum(a.weight) as score
      from asked a, lateral (
        select e.id from public.search_entry e
         where e.lexemes @@ (a.pairs && fence) and e.kind = any(p_kinds) and e.audience::text[] && p_tokens
         limit p_each
      ) h
     group by h.id order by 2 desc, 1 desc limit p_limit
  )
  select e.kind::text, e.object_id, e.title::text, e.words, e.day, h.score
    from hits h join public.search_entry e on e.id = h.id
   order by h.score desc, e.id desc;
end $$;
"""
NO_LIKENESS = "drop function search_alike(jsonb, real[], text[], text[], integer, integer)"


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        HiddenWall("search_entry"),
        HiddenWall("search_term"),
        HiddenWall("search_tally"),
        Wall("search_recentsearch"),
        Wall("search_savedsearch"),
        migrations.RunSQL(STORAGE, NO_STORAGE),
        migrations.RunSQL(HELPERS, NO_HELPERS),
        migrations.RunSQL(WRITING, NO_WRITING),
        migrations.RunSQL(COUNTING, NO_COUNTING),
        migrations.RunSQL(FINDING, NO_FINDING),
        migrations.RunSQL(LIKENESS, NO_LIKENESS),
    ]
