"""
Adoption locks the text of a plan (handbook 3.4), in the database too.

What an open closure takes out of sight or puts back (office-practice 3), and what a purge destroyed, is let through.
"""

from django.db import migrations

OPEN = "('draft', 'chair_reviewed')"
DESTROYED = "〔内容已销毁〕"

FUNCTION = f"""
create or replace function plan_text_is_locked() returns trigger language plpgsql as $$
declare
  was jsonb := to_jsonb(old);
  now_ jsonb := case when tg_op = 'DELETE' then '{{}}'::jsonb else to_jsonb(new) end;
  own_kind text := case tg_table_name when 'plan_planitem' then 'plan_item' else '' end;
  plan bigint := case tg_table_name when 'plan_workplan' then was->>'id' else was->>'plan_id' end;
begin
  if coalesce(now_->>'heading', now_->>'title') = '{DESTROYED}'
    or exists (select 1 from plan_workplan where id = plan and state in {OPEN})
    or exists (
      select 1 from kernel_closure where state in ('quarantined', 'purge_asked')
      and (kind = 'work_plan' and object_id = plan or kind = own_kind and object_id = (was->>'id')::bigint)
    )
  then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  raise exception 'the text of an adopted plan is never changed' using errcode = 'restrict_violation';
end $$
"""

LOCKED = {
    "plan_workplan": ("title", "preamble", "note", "attachments", "annexes", "parts"),
    "plan_plansection": ("number", "title", "text", "kind", "year", '"order"', "plan_id"),
    "plan_planitem": ("number", "number_raw", "heading", '"group"', "text", '"order"', "section_id", "plan_id"),
}


def _changed(columns: tuple[str, ...]) -> str:
    return " or ".join(f"old.{each} is distinct from new.{each}" for each in columns)


CREATE = [
    FUNCTION,
    *(
        f"create trigger {table}_text_lock before update of {', '.join(columns)} on {table} for each row "
        f"when ({_changed(columns)}) execute function plan_text_is_locked()"
        for table, columns in LOCKED.items()
    ),
    *(
        f"create trigger {table}_keep before delete on {table} for each row execute function plan_text_is_locked()"
        for table in LOCKED
    ),
]
DROP = [
    *(f"drop trigger {table}_text_lock on {table}" for table in LOCKED),
    *(f"drop trigger {table}_keep on {table}" for table in LOCKED),
    "drop function plan_text_is_locked()",
]


class Migration(migrations.Migration):
    dependencies = [("plan", "0005_plan_states"), ("kernel", "0004_keys_upkeep_closures")]

    operations = [migrations.RunSQL(CREATE, DROP)]
