"""Meetings of one committee, as SQL: what rows.py is for the plan. Standing members are asked to each of them."""

from __future__ import annotations

MEETINGS = """
insert into meeting_meeting
  (id, committee_id, public_id, term_id, kind, ordinal, topic, starts_at, ends_at, place, agenda, state, notified_on,
   held_on, only_briefing, minutes_text)
select {n} * {years} * {meetings} + k + 1, {c}, md5('meeting-{n}-' || k)::uuid, {c}, 'standing', k + 1,
       (array[{matters}])[1 + mod(k, {matter_count})], day + time '09:00', day + time '11:30', '政协机关三楼会议室', '',
       case when day < date '{on}' then 'adjourned' else 'notified' end, day::date - 10,
       case when day < date '{on}' then day::date end, false, ''
from generate_series(0, {years} * {meetings} - 1) k,
     lateral (select make_date({first_year} + k / {meetings}, 1 + mod(k, {meetings}) * 12 / {meetings}, 18)
                     ::timestamp as day) d
"""
INVITATIONS = """
insert into meeting_invitation
  (committee_id, public_id, meeting_id, person_id, membership_id, role, "order", reply, leave_kind, leave_reason,
   replied_at, reply_way, recorded_by_name, token, token_digest)
select {c}, md5('invited-{n}-' || k || '-' || m)::uuid, {n} * {years} * {meetings} + k + 1, {n} * {members} + m + 1,
       {n} * {members} + m + 1, 'attend', m, reply, case reply when 'leave' then 'official' else '' end, '',
       case when reply <> 'waiting' then date '{term}' + interval '9 hours' end,
       case when reply <> 'waiting' then 'link' else '' end, '', '', md5('token-{n}-' || k || '-' || m)
from generate_series(0, {years} * {meetings} - 1) k, generate_series(0, {members} - 1, 5) m,
     lateral (select case mod(k + m, 9) when 1 then 'leave' when 2 then 'waiting' else 'accept' end as reply) r
"""

OF_A_COMMITTEE = (MEETINGS, INVITATIONS)
