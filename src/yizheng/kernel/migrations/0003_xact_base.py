"""Transaction numbers of the ledger count from a base, which a restore into another server raises (ADR 0001)."""

from django.db import migrations

BASE = """
create function kernel_xact_base() returns bigint language sql stable as 'select 0::bigint';
create or replace function kernel_stamp_xact() returns trigger language plpgsql as $$
begin
  new.xact := kernel_xact_base() + pg_current_xact_id()::text::bigint;
  return new;
end $$;
"""
UNBASE = """
create or replace function kernel_stamp_xact() returns trigger language plpgsql as $$
begin
  new.xact := pg_current_xact_id()::text::bigint;
  return new;
end $$;
drop function kernel_xact_base();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_walls")]

    operations = [migrations.RunSQL(BASE, UNBASE)]
