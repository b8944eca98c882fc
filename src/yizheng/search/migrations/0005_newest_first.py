"""
Finding by keys, the newest first.

`search_put`, `search_drop`, `search_count_terms` and `search_alike` do what they did, by keys. `search_find` reads
only as many of the newest keys as should hold what is wanted, those that say it in the title before the others, and
compares the text of as many entries as the page needs.
"""

from importlib import import_module

from django.db import migrations

_first, _narrow = (import_module(f"yizheng.search.migrations.{name}") for name in ("0002_functions", "0003_narrow"))

# An entry that stands unchanged is left alone, unless it has no key.
WRITING = """
create or replace function search_put(
  p_kind text, p_object bigint, p_url text, p_caption text, p_title text, p_body text, p_folded text, p_words text,
  p_day date, p_status text, p_sector text, p_units text[], p_people text[], p_audience text[], p_lexemes text[],
  p_digest bytea
) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  here bigint := public.search_here();
  written bigint;
begin
  insert into public.search_entry as standing (
    committee_id, kind, object_id, url, caption, title, body, folded, words, day, status, sector, units, people,
    audience, digest
  ) values (
    here, p_kind, p_object, p_url, p_caption, p_title, p_body, p_folded, p_words, p_day, p_status, p_sector,
    p_units, p_people, p_audience, p_digest
  )
  on conflict (committee_id, kind, object_id) do update set
    url = excluded.url, caption = excluded.caption, title = excluded.title, body = excluded.body,
    folded = excluded.folded, words = excluded.words, day = excluded.day, status = excluded.status,
    sector = excluded.sector, units = excluded.units, people = excluded.people, audience = excluded.audience,
    lexemes = null, digest = excluded.digest
  where standing.digest <> excluded.digest or standing.lexemes is not null
     or not exists (select from public.search_key k where k.entry_id = standing.id)
  returning standing.id into written;
  if written is null then
    return;
  end if;
  insert into public.search_key as standing (entry_id, committee_id, kind, object_id, day, title, audience, lexemes)
  values (written, here, p_kind, p_object, p_day, left(p_folded, char_length(p_title)), p_audience,
          array_to_tsvector(p_lexemes || ('c:' || here)))
  on conflict (entry_id) do update set
    day = excluded.day, title = excluded.title, audience = excluded.audience, lexemes = excluded.lexemes;
end $$;

create or replace function search_drop(p_kind text, p_objects bigint[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  with gone as (
    select e.id from public.search_entry e
     where e.committee_id = public.search_here() and e.kind = p_kind and e.object_id = any(p_objects)
  ), keys as (
    delete from public.search_key k using gone where k.entry_id = gone.id
  )
  delete from public.search_entry e using gone where e.id = gone.id;
end $$;
"""

COUNTING = """
create or replace function search_count_terms(p_anew boolean) returns bigint
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
  select coalesce(max(k.entry_id), coalesce(last, 0)), count(*) into last, counted
    from public.search_key k where k.committee_id = here and k.entry_id > coalesce(last, 0);
  if counted > 0 then
    insert into public.search_term as standing (committee_id, lexeme, entries)
    select here, x.lexeme, count(*)
      from public.search_key k, unnest(k.lexemes) x
     where k.committee_id = here and k.entry_id <= last
       and k.entry_id > coalesce((select t.upto from public.search_tally t where t.committee_id = here), 0)
       and length(x.lexeme) <= 80
     group by x.lexeme
    on conflict (committee_id, lexeme) do update set entries = standing.entries + excluded.entries;
    insert into public.search_tally as standing (committee_id, upto, entries) values (here, last, counted)
    on conflict (committee_id) do update set upto = excluded.upto, entries = standing.entries + excluded.entries;
  end if;
  return counted;
end $$;
"""

# search_newest: the newest days, or months, that hold about `p_most` entries, as lexemes; null stands for all.
# search_pool: the entries whose keys have what the index is asked for; said in the title first, then the newest.
# search_latest: the newest of these, `p_take` at least if there are so many, and whether they are all.
READING = """
create function search_newest(p_here bigint, p_until date, p_most bigint) returns text[]
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  own bigint := (select t.entries from public.search_tally t where t.committee_id = p_here);
  step text := case when p_most * 60 < own then 'day' else 'month' end;
  form text := case step when 'day' then '"d:"YYYY-MM-DD' else '"d:"YYYY-MM' end;
  until date := p_until;
  spans text[] := '{}';
  held bigint := 0;
  newest date;
begin
  if own is null or p_most is null or p_most >= own then
    return null;
  end if;
  while held < p_most loop
    newest := (select k.day from public.search_key k where k.committee_id = p_here and k.day <= until
                order by k.day desc limit 1);
    if newest is null or cardinality(spans) = 40 then
      return null;
    end if;
    spans := spans || to_char(newest, form);
    held := held + coalesce((select t.entries from public.search_term t
      where t.committee_id = p_here and t.lexeme = to_char(newest, form)), 0);
    until := date_trunc(step, newest::timestamp)::date - 1;
  end loop;
  return spans;
end $$;

create function search_pool(
  p_here bigint, p_must text[], p_spans text[], p_tokens text[], p_fence tsquery, p_phrase text, p_titled boolean,
  p_kind text, p_from date, p_to date
) returns bigint[] language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  asked tsquery := public.search_join(case when p_must[1] like 't:%' then p_must
                                      else public.search_narrow(p_here, p_must) end, ' & ');
begin
  if p_spans is not null then
    asked := asked && public.search_join(p_spans, ' | ');
  end if;
  asked := public.search_within(asked, p_fence);
  return (
    select array_agg(x.entry_id order by x.said desc, x.day desc, x.entry_id desc) from (
      select k.entry_id, k.day, strpos(k.title, p_phrase) > 0 as said,
             k.committee_id = p_here and k.audience::text[] && p_tokens
               and (p_kind = '' or k.kind = p_kind) and k.day between p_from and p_to as fits
        from public.search_key k where k.lexemes @@ asked offset 0) x
     where x.fits and (x.said or not p_titled));
end $$;

create function search_latest(
  p_here bigint, p_must text[], p_rare bigint, p_take integer, p_tokens text[], p_fence tsquery, p_phrase text,
  p_titled boolean, p_kind text, p_from date, p_to date, out pool bigint[], out whole boolean
) language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  own bigint := (select t.entries from public.search_tally t where t.committee_id = p_here);
  rarest bigint := public.search_rarest(p_here, p_must, (select array_agg('a:' || x) from unnest(p_tokens) x));
  most bigint := case when rarest > p_rare then 2 * p_take * own / rarest else own end;
  spans text[];
begin
  loop
    spans := public.search_newest(p_here, p_to, most);
    whole := spans is null;
    pool := coalesce(public.search_pool(
      p_here, p_must, spans, p_tokens, p_fence, p_phrase, p_titled, p_kind, p_from, p_to), '{}');
    exit when whole or cardinality(pool) >= p_take;
    most := case when cardinality(pool) * 10 < p_take then own else 2 * most * p_take / cardinality(pool) end;
  end loop;
end $$;
"""
NO_READING = """
drop function search_latest(bigint, text[], bigint, integer, text[], tsquery, text, boolean, text, date, date);
drop function search_pool(bigint, text[], text[], text[], tsquery, text, boolean, text, date, date);
drop function search_newest(bigint, date, bigint);
"""

# A title is proven by its key, and a single pair by its lexeme; all else is compared with the text. Where more are
# met than are counted, only so many are compared as fill the page five times.
FINDING = """
drop function search_find(text[], text[], text[], text, text[], text, date, date, text, text, text, integer, integer,
  bigint, integer);
create function search_find(
  p_must text[], p_title text[], p_tokens text[], p_phrases text[], p_kind text, p_from date, p_to date,
  p_status text, p_sector text, p_unit text, p_cap integer, p_enough integer, p_rare bigint, p_compared integer
) returns table (entry bigint, kind text, object_id bigint, in_title boolean, day date, whole boolean)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp set jit = off set enable_seqscan = off as $$
declare
  here bigint := public.search_here();
  heard text[] := (select array_agg('a:' || x) from unnest(p_tokens) x);
  fence tsquery := public.search_fence(here, heard);
  is_rare boolean := coalesce(public.search_rarest(here, p_must, heard), 0) <= p_rare;
  is_plain boolean := cardinality(p_phrases) = 1 and p_status = '' and p_sector = '' and p_unit = '';
  is_proven boolean := is_plain and char_length(p_phrases[1]) <= 2
    and (p_must[1] = 't:' || p_phrases[1] or p_phrases[1] = any(public.search_narrow(here, p_must)));
  enough integer := least(p_enough, p_cap);
  take integer := least(p_cap, 5 * enough);
  batch integer;
  looked integer;
  is_whole boolean;
  pool bigint[];
  others bigint[];
  near bigint[];
begin
  if heard is null or p_must = '{}' then
    return;
  end if;
  loop
    pool := '{}';
    is_whole := true;
    if p_title <> '{}' and not is_rare then
      select l.pool, l.whole into pool, is_whole from public.search_latest(
        here, p_must || p_title, p_rare, take, p_tokens, fence, p_phrases[1], true, p_kind, p_from, p_to) l;
    end if;
    if is_whole then
      select l.pool, l.whole into others, is_whole from public.search_latest(
        here, p_must, p_rare, take, p_tokens, fence, p_phrases[1], false, p_kind, p_from, p_to) l;
      pool := case when pool = '{}' then others else pool || array(
        select o.id from unnest(others) with ordinality o (id, n) left join unnest(pool) p (id) on p.id = o.id
         where p.id is null order by o.n) end;
    end if;
    batch := case when is_whole and cardinality(pool) <= p_cap then p_cap else least(p_cap, 5 * enough) end;
    looked := 0;
    near := '{}';
    while looked < least(cardinality(pool), p_compared) and cardinality(near) < enough loop
      near := near || case when is_proven then pool[looked + 1:looked + batch] else array(
        select k.entry_id from public.search_key k
         where k.entry_id = any(pool[looked + 1:looked + batch])
           and ((is_plain and strpos(k.title, p_phrases[1]) > 0) or exists (
             select from public.search_entry e
              where e.id = k.entry_id and (select bool_and(strpos(e.folded, x) > 0) from unnest(p_phrases) x)
                and (p_status = '' or e.status = p_status) and (p_sector = '' or e.sector = p_sector)
                and (p_unit = '' or p_unit = any(e.units))))) end;
      looked := looked + batch;
    end loop;
    exit when is_whole or cardinality(near) >= enough;
    take := take * 8;
  end loop;
  is_whole := is_whole and looked >= cardinality(pool) and cardinality(near) <= p_cap;
  return query
  select k.entry_id, k.kind::text, k.object_id, strpos(k.title, p_phrases[1]) > 0, k.day, is_whole
    from public.search_key k where k.entry_id = any(near)
   order by 4 desc, k.day desc, k.entry_id desc limit p_cap;
end $$;
"""
NO_FINDING = """
drop function search_find(text[], text[], text[], text[], text, date, date, text, text, text, integer, integer,
  bigint, integer);
"""

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
    select h.entry_id, sum(a.weight) as score
      from asked a, lateral (
        select x.entry_id from (
          select k.entry_id, k.committee_id = here and k.kind = any(p_kinds) and k.audience::text[] && p_tokens as fits
            from public.search_key k where k.lexemes @@ a.pairs offset 0) x
         where x.fits limit p_each
      ) h
     group by h.entry_id order by 2 desc, 1 desc limit p_limit
  )
  select e.kind::text, e.object_id, e.title::text, e.words, e.day, h.score
    from hits h join public.search_entry e on e.id = h.entry_id
   order by h.score desc, e.id desc;
end $$;
"""


def _again(functions: str) -> str:
    return functions.replace("create function", "create or replace function")


class Migration(migrations.Migration):
    dependencies = [("search", "0004_keys")]

    operations = [
        migrations.RunSQL(WRITING, _again(_first.WRITING)),
        migrations.RunSQL(COUNTING, _again(_first.COUNTING)),
        migrations.RunSQL(READING, NO_READING),
        migrations.RunSQL(FINDING, NO_FINDING + _narrow.FINDING),
        migrations.RunSQL(LIKENESS, _narrow.LIKENESS),
    ]
