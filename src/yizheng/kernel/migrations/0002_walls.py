"""Walls, the append-only ledger, and the transaction number that seals follow."""

from django.db import migrations

from yizheng.kernel.append_only import AppendOnly
from yizheng.kernel.tenancy import DispatchWall, Wall

STAMP = """
create function kernel_stamp_xact() returns trigger language plpgsql as $$
begin
  new.xact := pg_current_xact_id()::text::bigint;
  return new;
end $$;
create trigger kernel_ledgerentry_stamp before insert on kernel_ledgerentry
  for each row execute function kernel_stamp_xact();
"""
UNSTAMP = """
drop trigger kernel_ledgerentry_stamp on kernel_ledgerentry;
drop function kernel_stamp_xact();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        Wall("kernel_ledgerentry"),
        Wall("kernel_ledgerseal"),
        Wall("kernel_threadlink"),
        Wall("kernel_actkey"),
        DispatchWall("kernel_dispatch"),
        Wall("kernel_sequence"),
        Wall("kernel_securityevent"),
        migrations.RunSQL(STAMP, UNSTAMP),
        AppendOnly("kernel_ledgerentry"),
        AppendOnly("kernel_ledgerseal", sealed_by_owner=True),
        AppendOnly("kernel_dispatch"),
    ]
