"""
The rows of one committee, as SQL with generate_series.

Ids are reckoned, not asked for: committee `n` (from 0) owns the block n*size+1 … of every table, so no statement
has to look up what another has written. What differs from row to row follows from its number: the same scale on
the same day gives the same rows. `{on}` is the day on which the year stands; `{names}` are written in Python.
"""

from __future__ import annotations

BODIES = (
    "办公室", "提案委", "委员工委", "经济委", "城建委", "教科文委", "社法委", "文史委",
    "东关街道工委", "西关街道工委", "南桥街道工委", "北塔街道工委", "青石镇工委", "云台镇工委",
)  # fmt: skip
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何"
GIVEN = "文清书岚景川慧敏若松立群明霞远航晓佳音以诚一舟"
MATTERS = (
    "召开主席会议，研究重点提案督办工作", "组织委员视察老旧小区改造",
    "举办委员学习培训班", "召开专题协商会，听取部门情况通报",
    "开展居家养老服务专题调研", "组织界别委员走进社区接待群众", "督办年度重点提案", "编印文史资料专辑",
    "开展优化营商环境民主监督", "召开常委会议，审议协商建议案", "组织委员进站值班", "报送社情民意信息专报",
)  # fmt: skip

COMMITTEES = """
insert into kernel_committee (id, full_name, short_name, slug, level, region, doc_prefix, is_demo)
select n + 1, '中国人民政治协商会议第' || n + 1 || '区委员会', '第' || n + 1 || '区政协', 'c' || n + 1,
       'county_district', '第' || n + 1 || '区', '区协', false
from generate_series(0, {committees} - 1) n
"""
SESSIONS = """
insert into django_session (session_key, session_data, expire_date)
select md5('session-' || k), repeat(md5('data-' || k), 8), timestamptz '{on} 00:00+08' + interval '14 days'
from generate_series(1, {committees} * {sessions}) k
"""
USERS = """
insert into accounts_user
  (id, password, username, name, email, is_active, is_demo, phone, phone_digest, must_change_password, past_passwords,
   password_changed_at)
select {n} * {users} + k + 1, '!', 'c' || {n} + 1 || '-' || k,
       substr('{surnames}', 1 + mod(k * 7 + {n}, {surname_count}), 1)
         || substr('{given}', 1 + mod(k * 3 + {n}, {given_count}), 1)
         || substr('{given}', 1 + mod(k * 5 + 2, {given_count}), 1),
       '', true, false, '', '', false, '[]', date '{on}' - 10
from generate_series(0, {users} - 1) k
"""
# The first logins are staff in the order of this list, then a clerk for each outside unit, then the members.
STAFF_GRANTS = """
insert into accounts_rolegrant (committee_id, user_id, role, label, scope_kind, scope_id, valid_from, rank)
select {c}, {n} * {users} + k + 1,
       case when k = 0 then 'office_clerk' when k = 1 then 'secretary_general' when k = 2 then 'sys_admin'
            when k = 3 then 'assigner' when k < 11 then 'leader' when k = 11 then 'proposal_clerk'
            when k < 18 then 'committee_clerk' else 'grassroots_clerk' end,
       case when k = 0 or k > 10 then (array[{bodies}])[greatest(k - 9, 1)] else '政协机关' end,
       case when k = 0 or k > 10 then 'body' else '' end,
       case when k = 0 or k > 10 then {n} * {body_count} + greatest(k - 9, 1) end,
       date '{term}', 0
from generate_series(0, {staff} - 1) k
"""
UNIT_GRANTS = """
insert into accounts_rolegrant (committee_id, user_id, role, label, scope_kind, scope_id, valid_from, rank)
select {c}, {n} * {users} + {staff} + k + 1, 'unit_clerk', '区第' || k + 1 || '局', 'org_unit',
       {n} * {units} + k + 1, date '{term}', 0
from generate_series(0, {units} - 1) k
"""
MEMBER_GRANTS = """
insert into accounts_rolegrant (committee_id, user_id, role, label, scope_kind, scope_id, valid_from, rank)
select {c}, {n} * {users} + {staff} + {units} + k + 1, 'member', '委员', 'membership',
       {n} * {members} + k + 1, date '{term}', 0
from generate_series(0, {members} - 1) k
"""
TERMS = """
insert into org_term
  (id, committee_id, public_id, ordinal, start_date, member_quota, reserved_quota, opening_basis, closing_basis)
values ({c}, {c}, md5('term-{c}')::uuid, 5, date '{term}', {members}, 0, '', '')
"""
SECTORS = """
insert into org_sector (id, committee_id, public_id, term_id, name, "order", quota)
select {n} * {sectors} + k + 1, {c}, md5('sector-' || {n} * {sectors} + k)::uuid, {c}, '界别' || k + 1, k + 1, 8
from generate_series(0, {sectors} - 1) k
"""
PERSONS = """
insert into org_person
  (id, committee_id, public_id, name, sort_key, stroke_key, gender, employer, title, user_id, contact_level,
   phone, phone_digest, birth_date, ethnicity, affiliation, religion, education, address)
select {n} * {members} + k + 1, {c}, md5('person-' || {n} * {members} + k)::uuid, u.name,
       lpad(mod(k * 37, {members})::text, 4, '0'), lpad(mod(k * 53, {members})::text, 4, '0'),
       case mod(k, 3) when 0 then 'f' else 'm' end, '区第' || mod(k, 60) + 1 || '单位', '主任', u.id, 'office',
       '', '', '', '', '', '', '', ''
from generate_series(0, {members} - 1) k
join accounts_user u on u.id = {n} * {users} + {staff} + {units} + k + 1
"""
MEMBERSHIPS = """
insert into org_membership
  (id, committee_id, public_id, person_id, term_id, sector_id, role, state, joined_on, superior_level, join_basis,
   leave_basis)
select {n} * {members} + k + 1, {c}, md5('seat-' || {n} * {members} + k)::uuid, {n} * {members} + k + 1, {c},
       {n} * {sectors} + mod(k, {sectors}) + 1,
       case when mod(k, 5) = 0 then 'standing_member' else 'member' end, 'active', date '{term}', '', '', ''
from generate_series(0, {members} - 1) k
"""
POSTS = """
insert into org_postholding (committee_id, public_id, person_id, post, rank, valid_from)
select {c}, md5('post-' || {n} * {leaders} + k)::uuid, {n} * {members} + k + 1,
       case when k = 0 then 'chairperson' when k = {leaders} - 1 then 'secretary_general' else 'vice_chairperson' end,
       k + 1, date '{term}'
from generate_series(0, {leaders} - 1) k
"""
BODY_ROWS = """
insert into org_body (id, committee_id, public_id, kind, full_name, short_name, place, "order", valid_from)
select {n} * {body_count} + k + 1, {c}, md5('body-' || {n} * {body_count} + k)::uuid,
       case when k = 0 then 'office' when k < 8 then 'special_committee' else 'grassroots_unit' end,
       (array[{bodies}])[k + 1], (array[{bodies}])[k + 1], '', k + 1, date '{term}'
from generate_series(0, {body_count} - 1) k
"""
ALIASES = """
insert into org_bodyalias (committee_id, body_id, text, valid_from)
select {c}, {n} * {body_count} + k + 1, '区政协' || (array[{bodies}])[k + 1], date '{term}'
from generate_series(0, {body_count} - 1) k
"""
OVERSIGHTS = """
insert into org_oversight (committee_id, body_id, person_id, valid_from)
select {c}, {n} * {body_count} + k + 1, {n} * {members} + mod(k, {leaders}) + 1, date '{term}'
from generate_series(0, {body_count} - 1) k
"""
SEATS = """
insert into org_seat (committee_id, public_id, membership_id, body_id, duty, state, valid_from)
select {c}, md5('body-seat-' || {n} * {members} + k)::uuid, {n} * {members} + k + 1,
       {n} * {body_count} + 2 + mod(k, 7), '委员', 'approved', date '{term}'
from generate_series(0, {members} - 1) k
"""
UNITS = """
insert into org_orgunit (id, committee_id, public_id, name, category, "order", valid_from)
select {n} * {units} + k + 1, {c}, md5('unit-' || {n} * {units} + k)::uuid, '区第' || k + 1 || '局', 'government',
       k + 1, date '{term}'
from generate_series(0, {units} - 1) k
"""
UNIT_ALIASES = """
insert into org_unitalias (committee_id, unit_id, text, is_former, valid_from)
select {c}, {n} * {units} + k + 1, '第' || k + 1 || '局', false, date '{term}'
from generate_series(0, {units} - 1) k
"""
FILES = """
insert into attachment_storedfile
  (id, committee_id, public_id, name, content_type, size_bytes, sha256, kind, object_id, uploaded_by_id, uploaded_at)
select {n} * {years} + y + 1, {c}, md5('file-' || {n} * {years} + y)::uuid, {first_year} + y || '年工作要点.docx',
       'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 40000,
       md5('a' || {n} * {years} + y) || md5('b' || {n} * {years} + y), 'work_plan', {n} * {years} + y + 1,
       {n} * {users} + 1, make_date({first_year} + y, 2, 20)
from generate_series(0, {years} - 1) y
"""
IMPORTS = """
insert into intake_importbatch
  (committee_id, public_id, purpose, file_id, state, progress_percent, reading, tree, edition, failure,
   result_kind, result_id, made_by_id, made_at)
select {c}, md5('import-' || {n} * {years} + y)::uuid, 'plan', {n} * {years} + y + 1, 'confirmed', 100,
       jsonb_build_object('lines', lines.told), jsonb_build_object('nodes', lines.told), 3, '', 'work_plan',
       {n} * {years} + y + 1, {n} * {users} + 1, make_date({first_year} + y, 2, 20)
from generate_series(0, {years} - 1) y,
     lateral (select jsonb_agg(jsonb_build_array(line, (array[{matters}])[1 + mod(line + y, {matter_count})])) as told
              from generate_series(1, {lines}) line) lines
"""
PLANS = """
insert into plan_workplan
  (id, committee_id, public_id, year, title, issuing_body, adopted_on, adopted_meeting, doc_number, preamble, note,
   attachments, annexes, parts, removed_lines, state, is_public, source_file_id)
select {n} * {years} + y + 1, {c}, md5('plan-' || {n} * {years} + y)::uuid, {first_year} + y,
       '政协第{c}区委员会' || {first_year} + y || '年工作要点', '政协第{c}区委员会', make_date({first_year} + y, 2, 20),
       '区政协五届常委会议', '区协〔' || {first_year} + y || '〕3号',
       repeat('坚持党的全面领导，围绕中心、服务大局。', 12), '', '[]', '[]', '[]',
       (select jsonb_agg(jsonb_build_object('line', k, 'text', '打印本页', 'why', '网页按钮'))
        from generate_series(1, 8) k),
       case when y = {years} - 1 then 'issued' else 'closed' end, true, {n} * {years} + y + 1
from generate_series(0, {years} - 1) y
"""
SECTIONS = """
insert into plan_plansection (id, committee_id, public_id, plan_id, "order", number, title, text, kind, year)
select {n} * {years} * {sections} + y * {sections} + k + 1, {c}, md5('section-{n}-' || y || '-' || k)::uuid,
       {n} * {years} + y + 1, k + 1, substr('一二三四五六七八九十', k + 1, 1), '聚焦中心任务，提升协商议政实效', '',
       'plan', {first_year} + y
from generate_series(0, {years} - 1) y, generate_series(0, {sections} - 1) k
"""
ITEMS = """
insert into plan_planitem
  (id, committee_id, public_id, plan_id, section_id, "group", "order", number, number_raw, heading, text)
select {n} * {years} * {items} + y * {items} + k + 1, {c}, md5('item-{n}-' || y || '-' || k)::uuid,
       {n} * {years} + y + 1, {n} * {years} * {sections} + y * {sections} + k * {sections} / {items} + 1,
       '', k + 1, k + 1, k + 1 || '．', (array[{matters}])[1 + mod(k + y, {matter_count})],
       repeat((array[{matters}])[1 + mod(k + y, {matter_count})] || '。', 12)
from generate_series(0, {years} - 1) y, generate_series(0, {items} - 1) k
"""
TASKS = """
insert into plan_plantask
  (id, committee_id, public_id, plan_id, item_id, item_reason, month, seq_in_month, month_start, month_end, all_year,
   content, leaders_text, departments_text, state, due_on, is_added, delayed_on, done_on, confirmed_on,
   source_sentence)
select t.id, {c}, md5('task-' || t.id)::uuid, {n} * {years} + y + 1,
       {n} * {years} * {items} + y * {items} + mod(k, {items}) + 1, '都说到：提案', month, 1 + mod(k, 3), month,
       month_end, false, (array[{matters}])[1 + mod(k + y, {matter_count})] || '（' || k + 1 || '）',
       jsonb_build_array('分管主席'),
       jsonb_build_array((array[{bodies}])[1 + mod(k * 5 + y, {body_count})],
                         (array[{bodies}])[1 + mod(k * 5 + y + 3, {body_count})]),
       state, due_on, false,
       case when mod(k, 9) = 0 and due_on < date '{on}' then due_on + 1 end,
       case when state in ('done', 'confirmed') then due_on - 5 end,
       case when state = 'confirmed' then due_on - 2 end, ''
from generate_series(0, {years} - 1) y, generate_series(0, {tasks} - 1) k,
     lateral (select {n} * {years} * {tasks} + y * {tasks} + k + 1 as id, 1 + k * 12 / {tasks} as month) t,
     lateral (select case when mod(k, 6) = 5 then least(month + 3, 12) else month end as month_end) e,
     lateral (select (make_date({first_year} + y, month_end, 1) + interval '1 month - 1 day')::date as due_on) d,
     lateral (select case
         when mod(k, 35) = 34 and y < {years} - 1 then 'cancelled'
         when y < {years} - 1 then 'confirmed'
         when due_on < date '{on}' then
           case when mod(k, 7) = 1 then 'in_progress' when mod(k, 11) = 3 then 'done'
                when mod(k, 13) = 4 then 'planned' else 'confirmed' end
         when month <= extract(month from date '{on}') then case when mod(k, 2) = 0 then 'in_progress' else 'done' end
         else 'planned' end as state) s
"""
PARTIES = """
insert into plan_taskparty (committee_id, task_id, role, display_text, "order", person_id, body_id, unit_id)
select {c}, {n} * {years} * {tasks} + y * {tasks} + k + 1, role, shown, place,
       case when role = 'leader' then {n} * {members} + mod(k, {leaders}) + 1 end,
       case when role = 'department' and not outside
            then {n} * {body_count} + 1 + mod(k * 5 + y + place * 3, {body_count}) end,
       case when outside then {n} * {units} + mod(k + y, {units}) + 1 end
from generate_series(0, {years} - 1) y, generate_series(0, {tasks} - 1) k,
     (values ('leader', 0), ('department', 0), ('department', 1)) names (role, place),
     lateral (select place = 1 and mod(k, 7) = 2 as outside) o,
     lateral (select case when role = 'leader' then '分管主席' when outside then '区有关部门'
                     else (array[{bodies}])[1 + mod(k * 5 + y + place * 3, {body_count})] end as shown) s
"""
EVIDENCE_FILES = """
insert into attachment_storedfile
  (id, committee_id, public_id, name, content_type, size_bytes, sha256, kind, object_id, uploaded_by_id, uploaded_at)
select {evidence_files} + id, {c}, md5('evidence-file-' || id)::uuid, '会议记录.pdf', 'application/pdf', 90000,
       md5('c' || id) || md5('d' || id), 'plan_task', id, {n} * {users} + 1, done_on + time '10:00'
from plan_plantask
where id between {n} * {years} * {tasks} + 1 and ({n} + 1) * {years} * {tasks}
  and state in ('done', 'confirmed') and mod(id, 3) = 0
"""
EVIDENCE = """
insert into plan_taskevidence
  (committee_id, public_id, task_id, kind, note, happened_on, given_by_name, given_at, file_id)
select {c}, md5('evidence-' || id || '-' || k)::uuid, id, 'meeting_record', '见当月主席会议记录', done_on, '周文清',
       done_on + time '10:00', case when k = 2 then {evidence_files} + id end
from plan_plantask, generate_series(1, 2) k
where id between {n} * {years} * {tasks} + 1 and ({n} + 1) * {years} * {tasks}
  and state in ('done', 'confirmed') and (k = 1 or mod(id, 3) = 0)
"""
CHANGES = """
insert into plan_taskchange (committee_id, task_id, field, old, new, reason, changed_by_name, changed_at)
select {c}, id, 'month', month || '月', least(month + 1, 12) || '月', '与市里的活动合并举行', '周文清',
       make_date({first_year}, month, 5) + time '10:00'
from plan_plantask
where id between {n} * {years} * {tasks} + 1 and ({n} + 1) * {years} * {tasks} and mod(id, 5) = 0
"""
TOPICS = """
insert into plan_plantopic
  (id, committee_id, public_id, plan_id, "order", number, title, lead_text, department_text, members_text,
   plus_other_members, due_month, item_id)
select {n} * {years} * {topics} + y * {topics} + k + 1, {c}, md5('topic-{n}-' || y || '-' || k)::uuid,
       {n} * {years} + y + 1, k + 1, (k + 1)::text,
       (array[{matters}])[1 + mod(k, {matter_count})], '分管主席', (array[{bodies}])[1 + mod(k, {body_count})],
       '[]', true, 10, {n} * {years} * {items} + y * {items} + mod(k * 2, {items}) + 1
from generate_series(0, {years} - 1) y, generate_series(0, {topics} - 1) k
"""
# An import, two moves, a return, and much that leaves the state as it is: evidence, reasons, corrections.
LEDGER = """
insert into kernel_ledgerentry
  (committee_id, at, act, act_id, kind, object_id, from_state, to_state, actor_id, actor_name, hat, hat_label,
   source, fields, reason)
select {c}, make_date({first_year} + ((t.id - 1) / {tasks} - {n} * {years})::int, 2, 20)
              + time '09:00' + j * interval '9 days 7 minutes',
       case j when 0 then 'import_task' when 1 then 'start_task' when 6 then 'report_task' when 8 then 'return_task'
              when 12 then 'report_task' when 15 then 'confirm_task' else 'attach_evidence' end,
       md5('act-' || t.id || '-' || j)::uuid, 'plan_task', t.id,
       case when j = 0 then '' when j = 1 then 'planned' when j <= 6 then 'in_progress' when j <= 8 then 'done'
            when j <= 12 then 'in_progress' when j <= 15 then 'done' else 'confirmed' end,
       case when j = 0 then 'planned' when j < 6 then 'in_progress' when j < 8 then 'done'
            when j < 12 then 'in_progress' when j < 15 then 'done' else 'confirmed' end,
       {n} * {users} + 12 + mod(t.id, 6), '周文清', 'committee_clerk', '专委会', 'web',
       jsonb_build_object('evidence', j), ''
from generate_series({n}::bigint * {years} * {tasks} + 1, ({n}::bigint + 1) * {years} * {tasks}) t (id),
     lateral generate_series(0, {acts} - 5 + mod(t.id, 9)) j
"""
PLAN_LEDGER = """
insert into kernel_ledgerentry
  (committee_id, at, act, act_id, kind, object_id, from_state, to_state, actor_id, actor_name, hat, hat_label,
   source, fields, reason)
select {c}, make_date({first_year} + y, 2, 20) + time '09:00', act, md5('{n}-' || y || act)::uuid, 'work_plan',
       {n} * {years} + y + 1, from_state, to_state, {n} * {users} + 1, '周文清', 'office_clerk', '办公室', 'web',
       '{{}}', ''
from generate_series(0, {years} - 1) y,
     (values ('import_plan', '', 'adopted'), ('issue_plan', 'adopted', 'issued'), ('publish_plan', 'issued', 'issued'))
       acts (act, from_state, to_state)
"""
TODOS = """
insert into todo_todo
  (committee_id, public_id, kind, object_id, act, label, title, note, url, role, scope_kind, scope_id, due_on,
   opened_at, closed_at)
select {c}, md5('todo-' || t.id || act)::uuid, 'plan_task', t.id, act, label, content, '要点第1项',
       '/c{c}/plan/tasks/' || t.public_id || '/', case act when 'confirm_task' then 'office_clerk' else '' end,
       case act when 'confirm_task' then '' else 'body' end,
       case when act <> 'confirm_task' then
         {n} * {body_count} + 1
         + mod(mod(t.id - 1, {tasks}) * 5 + (t.id - 1) / {tasks} - {n} * {years}, {body_count})
       end,
       due_on, date '{on}' - 60,
       case when act = 'report_task' and state in ('planned', 'in_progress') or act = 'confirm_task' and state = 'done'
            then null else due_on::timestamptz end
from plan_plantask t,
     (values ('report_task', '办结'), ('confirm_task', '核对'), ('give_delay_reason', '说明延期')) owed (act, label)
where t.id between {n} * {years} * {tasks} + 1 and ({n} + 1) * {years} * {tasks}
  and (act = 'report_task' or act = 'confirm_task' and state in ('done', 'confirmed')
       or act = 'give_delay_reason' and state = 'confirmed' and mod(t.id, 4) = 0)
"""
STAFF_NOTICES = """
insert into notify_notice (committee_id, public_id, recipient_id, text, url, key, sent_at, read_at)
select {c}, md5('notice-' || t || '-' || who)::uuid, {n} * {users} + case when who = 0 then 1 else 12 + mod(t, 6) end,
       '组织委员视察老旧小区改造 已完成，请核对。', '/c{c}/plan/tasks/' || md5('task-' || t) || '/',
       'report_task-' || t, sent_at, case when age > 20 then sent_at + interval '3 hours' end
from generate_series({n} * {years} * {tasks} + 1, ({n} + 1) * {years} * {tasks}) t, generate_series(0, 1) who,
     lateral (select ({n} + 1) * {years} * {tasks} - t as age) a,
     lateral (select timestamptz '{on} 10:00+08' - age * interval '9 days' as sent_at) s
"""
MEMBER_NOTICES = """
insert into notify_notice (committee_id, public_id, recipient_id, text, url, key, sent_at, read_at)
select {c}, md5('told-{n}-' || m || '-' || k)::uuid, {n} * {users} + {staff} + {units} + m + 1,
       '《工作要点》已印发，请查看全年安排。', '/c{c}/plan/', 'plan-' || k,
       timestamptz '{on} 10:00+08' - k * interval '60 days', case when k > 0 then timestamptz '{on} 09:00+08' end
from generate_series(0, {members} - 1) m, generate_series(0, {notices} - 1) k
"""
ITEM_LINKS = """
insert into kernel_threadlink
  (committee_id, origin_kind, origin_id, outcome_kind, outcome_id, relation, at, far_label)
select {c}, 'work_plan', {n} * {years} + y + 1, 'plan_item', {n} * {years} * {items} + y * {items} + k + 1, 'item',
       make_date({first_year} + y, 2, 20), ''
from generate_series(0, {years} - 1) y, generate_series(0, {items} - 1) k
"""
TASK_LINKS = """
insert into kernel_threadlink
  (committee_id, origin_kind, origin_id, outcome_kind, outcome_id, relation, at, far_label)
select {c}, 'plan_item', {n} * {years} * {items} + y * {items} + mod(k, {items}) + 1, 'plan_task',
       {n} * {years} * {tasks} + y * {tasks} + k + 1, 'task', make_date({first_year} + y, 2, 20), ''
from generate_series(0, {years} - 1) y, generate_series(0, {tasks} - 1) k
"""

TOPIC_LINKS = """
insert into kernel_threadlink
  (committee_id, origin_kind, origin_id, outcome_kind, outcome_id, relation, at, far_label)
select {c}, 'plan_item', item_id, 'plan_topic', id, 'topic', make_date({first_year}, 2, 20), ''
from plan_plantopic
where id between {n} * {years} * {topics} + 1 and ({n} + 1) * {years} * {topics}
"""

OF_A_COMMITTEE = (
    USERS, STAFF_GRANTS, UNIT_GRANTS, MEMBER_GRANTS, TERMS, SECTORS, PERSONS, MEMBERSHIPS, POSTS, BODY_ROWS, ALIASES,
    OVERSIGHTS, SEATS, UNITS, UNIT_ALIASES, FILES, IMPORTS, PLANS, SECTIONS, ITEMS, TASKS, PARTIES, EVIDENCE_FILES,
    EVIDENCE, CHANGES, TOPICS, LEDGER, PLAN_LEDGER, TODOS, STAFF_NOTICES, MEMBER_NOTICES, ITEM_LINKS, TASK_LINKS,
    TOPIC_LINKS,
)  # fmt: skip
"""In an order in which every statement finds what it reads."""
