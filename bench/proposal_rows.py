"""
Plenaries and proposals of one committee, as SQL: what rows.py is for the plan.

`proposals` are those of all years, as many a year. Earlier years are over; those of the newest stand at every step
by turns, or all in the state `standing`. One in five has a host and a co-handler, one in three a second signer.
"""

from __future__ import annotations

PLENARIES = """
insert into org_session (id, committee_id, public_id, term_id, ordinal, opens, closes, cut_off)
select {n} * {years} + y + 1, {c}, md5('plenary-{n}-' || y)::uuid, {c}, y + 1, make_date({first_year} + y, 1, 12),
       make_date({first_year} + y, 1, 15), null
from generate_series(0, {years} - 1) y
"""
_ALL = """
generate_series(0, {proposals} - 1) k,
     lateral (select {n} * {proposals} + k + 1 as id, k / ({proposals} / {years}) as y,
                     mod(k, {proposals} / {years}) as i) p
"""
_OWN = "pr.id between {n} * {proposals} + 1 and ({n} + 1) * {proposals}"
_WITH_HANDLINGS = (
    """
proposal_proposal pr, generate_series(1, 2) place, proposal_handling h
where h.id = (pr.id - 1) * 2 + place and """
    + _OWN
)
"""By their primary keys: the index that joins them is built last."""
PROPOSALS = f"""
insert into proposal_proposal
  (id, committee_id, public_id, session_id, period_kind, year, reception_no, filed_no, filed_between, title, background,
   analysis, research_basis, category, keywords, proposer_kind, first_proposer_id, proposer_name, collective_kind,
   confirmed_by_name, source, started_by_id, secrecy, declared_unclassified, publish_consent, state, round, touched_at,
   edition, submitted_at, review_outcome, review_reason_code, reviewed_by_id, decided_on, filed_on, assigned_on,
   replied_on, closed_on, shared_on, is_key, is_important, is_comprehensive)
select p.id, {{c}}, md5('proposal-' || p.id)::uuid, {{n}} * {{years}} + y + 1, 'plenary', {{first_year}} + y,
       'T5-' || y + 1 || '-' || lpad((i + 1)::text, 4, '0'), case when filed then i + 1 end, false,
       '关于' || (array[{{matters}}])[1 + mod(i, {{matter_count}})] || '的建议（' || i + 1 || '）',
       repeat('群众反映较多，做法不统一，进展较慢。', 6), repeat('资金和意见协调是两个难点。', 6), '走访三个社区。',
       case when state = 'submitted' then '' else (array['经济建设', '城乡建设', '社会事业'])[1 + mod(i, 3)] end, '[]',
       case when mod(i, 3) = 1 then 'joint' else 'individual' end, who.id, who.name, '', '', 'web',
       {{n}} * {{users}} + {{staff}} + {{units}} + who.id - {{n}} * {{members}}, 'open', true, 'summary', state, 1,
       came, 3, came, case when state = 'submitted' then '' else 'file' end,
       case when state = 'not_filed' then 'empty' else '' end,
       case when state <> 'submitted' then {{n}} * {{users}} + 12 end,
       case when filed then came::date + 3 end, case when filed then came::date + 4 end,
       case when given then handed end, case when answered then handed + 40 end,
       case when state in ('closed', 'tracking') then handed + 55 end, case when given then handed end,
       given and mod(i, 50) = 0, given and mod(i, 50) = 1, false
from {_ALL},
     lateral (select make_date({{first_year}} + y, 1, 12) + time '09:00' + mod(i, 600) * interval '1 minute' as came,
                     case when y < {{years}} - 1 then make_date({{first_year}} + y, 2, 10) else date '{{on}}' - 60 end
                       as handed) d,
     lateral (select case
         when y < {{years}} - 1 then case mod(i, 20) when 7 then 'not_filed' when 13 then 'withdrawn'
                                     when 3 then 'tracking' else 'closed' end
         when '{{standing}}' <> '' then '{{standing}}'
         else (array['submitted', 'first_reviewed', 'filed', 'pre_assigned', 'assigned', 'handling', 'handling',
                     'handling', 'replied', 'closed'])[1 + mod(i, 10)] end as state) s,
     lateral (select state not in ('submitted', 'first_reviewed', 'not_filed', 'withdrawn') as filed,
                     state in ('assigned', 'handling', 'replied', 'closed', 'tracking') as given,
                     state in ('replied', 'closed', 'tracking') as answered) f,
     lateral (select id, name from org_person
              where id = {{n}} * {{members}} + mod(k * 13, {{members}}) + 1) who
"""
SUGGESTIONS = f"""
insert into proposal_suggestion (id, committee_id, proposal_id, "order", text)
select (p.id - 1) * 2 + j, {{c}}, p.id, j, (array['由主管部门牵头摸清底数。', '安排专项资金，分三年实施。'])[j]
from {_ALL}, generate_series(1, 2) j
"""
VERSIONS = f"""
insert into proposal_proposalversion
  (committee_id, proposal_id, ordinal, title, background, analysis, suggestions, made_at, made_by_name)
select {{c}}, pr.id, 1, pr.title, pr.background, pr.analysis, '["由主管部门牵头。", "安排专项资金。"]',
       pr.submitted_at, pr.proposer_name
from proposal_proposal pr where {_OWN}
"""
SIGNERS = f"""
insert into proposal_signer
  (id, committee_id, public_id, proposal_id, "order", role, membership_id, display_name, consent, answered_at,
   answered_by_name)
select (pr.id - 1) * 2 + j, {{c}}, md5('signer-' || pr.id || '-' || j)::uuid, pr.id, j,
       case j when 1 then 'first' else 'co' end, who.id, who.name, 'agreed', pr.submitted_at, who.name
from proposal_proposal pr, generate_series(1, 2) j,
     lateral (select id, name from org_person
              where id = {{n}} * {{members}}
                         + mod(pr.first_proposer_id - {{n}} * {{members}} - 1 + (j - 1) * 7, {{members}}) + 1) who
where {_OWN} and (j = 1 or pr.proposer_kind = 'joint')
"""
REVIEWS = f"""
insert into proposal_reviewrecord
  (committee_id, proposal_id, stage, outcome, reason_code, opinion, reviewer_id, reviewer_name, at)
select {{c}}, pr.id, stage, 'file', '', '', {{n}} * {{users}} + 11 + j, '周文清',
       pr.submitted_at + j * interval '1 hour'
from proposal_proposal pr, (values ('first', 1), ('second', 2)) reading (stage, j)
where {_OWN} and pr.state <> 'submitted' and (j = 1 or mod(pr.id, 2) = 0 or pr.state <> 'first_reviewed')
"""
SHARES = f"""
insert into proposal_plannedshare
  (committee_id, public_id, proposal_id, unit_id, role, source, reason, "order", comment, objects_to_it,
   commented_by_name)
select {{c}}, md5('share-' || pr.id || '-' || j)::uuid, pr.id,
       {{n}} * {{units}} + mod(pr.id * 7 + j * 11, {{units}}) + 1,
       role, 'clerk', '职责相关', j, '', false, ''
from proposal_proposal pr,
     lateral (select mod(pr.id, 5) = 0 as two) t,
     lateral (values (1, case when two then 'host' else 'sole' end), (2, 'co')) named (j, role)
where {_OWN} and pr.state <> 'submitted' and (j = 1 or two)
"""
HANDLINGS = f"""
insert into proposal_handling
  (id, committee_id, public_id, proposal_id, unit_id, role, side, "order", state, round, assigned_on, due_on,
   extension_reason, signed_on, contacted_on, issued_on, contact_name, on_paper, consultation_level)
select (pr.id - 1) * 2 + j, {{c}}, md5('handling-' || pr.id || '-' || j)::uuid, pr.id,
       {{n}} * {{units}} + mod(pr.id * 7 + j * 11, {{units}}) + 1, role, 'government', j,
       case when pr.state = 'assigned' then 'assigned' when pr.replied_on is null then 'contacted'
            when j = 2 then 'opined' else 'issued' end,
       1, pr.assigned_on, pr.assigned_on + case when j = 2 then 30 else 90 end, '',
       case when pr.state <> 'assigned' then pr.assigned_on + 2 end,
       case when pr.state <> 'assigned' then pr.assigned_on + 9 end,
       case when j = 1 then pr.replied_on end, '区第一科', false, 'unit'
from proposal_proposal pr,
     lateral (select mod(pr.id, 5) = 0 as two) t,
     lateral (values (1, case when two then 'host' else 'sole' end), (2, 'co')) named (j, role)
where {_OWN} and pr.assigned_on is not null and (j = 1 or two)
"""
DEADLINES = f"""
insert into deadline_deadline
  (committee_id, kind, object_id, act, starts_on, unit, amount, due_on, why, is_estimate, rolls, state, closed_on)
select {{c}}, 'handling', h.id, case when h.role = 'co' then 'send_co_opinion' else 'issue_reply' end, h.assigned_on,
       'months', 3, h.due_on, '交办次日起3个月', false, true,
       case when h.state in ('issued', 'opined') then 'met' else 'running' end,
       case when h.state in ('issued', 'opined') then h.assigned_on + 40 end
from {_WITH_HANDLINGS}
"""
REPLIES = f"""
insert into proposal_reply
  (id, committee_id, public_id, handling_id, kind, round, state, opening, body, closing, class_mark, class_wording,
   doc_no, signed_by_name, signed_on, sent_on, due_on, contact_person, contact_phone, copies, public_level,
   commitments, reject_reason, on_paper)
select pr.id, {{c}}, md5('reply-' || pr.id)::uuid, h.id, 'first', 1, 'issued', '感谢您的提案。', '', '感谢关心。',
       (array['A', 'A', 'B', 'C'])[1 + mod(pr.id, 4)],
       (array['已经解决或基本解决', '已经解决或基本解决', '正在解决或列入计划',
              '因条件限制暂未解决'])[1 + mod(pr.id, 4)],
       '区办函〔' || pr.year || '〕' || pr.filed_no || '号', '贺建平', h.issued_on, h.issued_on, h.due_on, '冉晓彤',
       '', '[]', 'summary', '[]', '', false
from {_WITH_HANDLINGS} and h.state = 'issued'
"""
ANSWERS = f"""
insert into proposal_replyanswer (committee_id, reply_id, suggestion_id, verdict, text)
select {{c}}, pr.id, (pr.id - 1) * 2 + j, 'accepted', '已列入今年计划，由街道组织实施，年底前完成。'
from proposal_proposal pr join proposal_reply r on r.id = pr.id, generate_series(1, 2) j where {_OWN}
"""
FEEDBACK = f"""
insert into proposal_feedback
  (id, committee_id, public_id, proposal_id, reply_id, signer_id, is_asked, state, attitude_rating, result_rating,
   implementation_rating, comment, asked_on, due_on, submitted_on, source, implementation_comment)
select pr.id, {{c}}, md5('feedback-' || pr.id)::uuid, pr.id, r.id, (pr.id - 1) * 2 + 1, true,
       case when given then 'given' else 'asked' end, case when given then 'satisfied' else '' end,
       case when not given then '' when mod(pr.id, 9) = 4 then 'basic' else 'satisfied' end, '', '', r.sent_on,
       r.sent_on + 21, case when given then r.sent_on + 6 end, case when given then 'self' else '' end, ''
from proposal_proposal pr join proposal_reply r on r.id = pr.id,
     lateral (select pr.closed_on is not null as given) g
where {_OWN}
"""
LEDGER = f"""
insert into kernel_ledgerentry
  (committee_id, at, act, act_id, kind, object_id, from_state, to_state, actor_id, actor_name, hat, hat_label,
   source, fields, reason)
select {{c}}, pr.submitted_at + j * interval '2 days', act, md5('proposal-act-' || pr.id || '-' || j)::uuid, 'proposal',
       pr.id, from_state, to_state, {{n}} * {{users}} + 12, '周文清', 'proposal_clerk', '提案委', 'web', '{{{{}}}}', ''
from proposal_proposal pr,
     (values (0, 'submit', 'draft', 'submitted'), (1, 'first_review', 'submitted', 'first_reviewed'),
             (2, 'second_review', 'first_reviewed', 'first_reviewed'), (3, 'file', 'first_reviewed', 'filed'),
             (4, 'give_number', 'filed', 'filed'), (5, 'pre_assign', 'filed', 'pre_assigned'),
             (6, 'assign', 'pre_assigned', 'assigned'), (7, 'start_handling', 'assigned', 'handling'),
             (8, 'note_replied', 'handling', 'replied'), (9, 'close', 'replied', 'closed'))
       acts (j, act, from_state, to_state)
where {_OWN} and j <= case when pr.state = 'submitted' then 0 when pr.state = 'first_reviewed' then 2
    when pr.assigned_on is null then 4 when pr.replied_on is null then 7 when pr.closed_on is null then 8 else 9 end
"""
TODOS = f"""
insert into todo_todo
  (committee_id, public_id, kind, object_id, act, label, title, note, url, role, scope_kind, scope_id, due_on,
   opened_at, closed_at)
select {{c}}, md5('todo-handling-' || h.id)::uuid, 'handling', h.id, 'issue_reply', '答复', pr.title, '',
       '/c{{c}}/handlings/' || h.public_id || '/', '', 'org_unit', h.unit_id, h.due_on, pr.submitted_at,
       case when h.state in ('issued', 'opined') then pr.submitted_at end
from {_WITH_HANDLINGS}
"""

OF_A_COMMITTEE = (
    PLENARIES, PROPOSALS, SUGGESTIONS, VERSIONS, SIGNERS, REVIEWS, SHARES, HANDLINGS, DEADLINES, REPLIES, ANSWERS,
    FEEDBACK, LEDGER, TODOS,
)  # fmt: skip
"""In an order in which every statement finds what it reads."""
