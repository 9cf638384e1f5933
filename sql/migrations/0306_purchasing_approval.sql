-- 0306_purchasing_approval: approvals as records: what was submitted, and who decided which step of it.
-- Why: an auditor asks who let this money go, and by which rule. No log-in of the service writes here; the triggers
-- hold for the owner too: in turn, once, by whom the step names, never by an author. Kind: expand. Locks: none on
-- existing tables. Time: milliseconds. Forward only.
create table purchasing.approval (
  id bigint generated always as identity constraint approval_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  order_id bigint constraint approval_order_fkey references purchasing.purchase_order,
  requisition_id bigint constraint approval_requisition_fkey references purchasing.requisition,
  submitted_by bigint constraint approval_submitted_by_fkey references access.account,
  -- Whose the document was then.
  responsible_id bigint constraint approval_responsible_fkey references access.account,
  outcome text constraint approval_outcome_known check (outcome in ('approved', 'rejected', 'withdrawn')),
  ended_at timestamptz,
  constraint approval_document check (num_nonnulls(order_id, requisition_id) = 1),
  constraint approval_end check ((outcome is null) = (ended_at is null)),
  constraint approval_one_order exclude using btree (order_id with =) where (outcome is null),
  constraint approval_one_requisition exclude using btree (requisition_id with =) where (outcome is null)
);
create index approval_order_idx on purchasing.approval (order_id, id) where order_id is not null;
create index approval_requisition_idx on purchasing.approval (requisition_id, id) where requisition_id is not null;
create index approval_submitted_by_idx on purchasing.approval (submitted_by);
create index approval_responsible_idx on purchasing.approval (responsible_id);
comment on table purchasing.approval is
  'Approval: an order or requisition that was submitted once. | Согласование: заказ или заявка, отправленные один раз.';
comment on column purchasing.approval.order_id is 'Order: that was submitted. | Заказ: отправленный на согласование.';
comment on column purchasing.approval.requisition_id is
  'Requisition: that was submitted. | Заявка: отправленная на согласование.';
comment on column purchasing.approval.submitted_by is 'Submitted by: who. | Кем отправлено: кто.';
comment on column purchasing.approval.responsible_id is
  'Responsible: whose it was then. | Ответственный: чей был документ.';
comment on column purchasing.approval.outcome is
  'Outcome: what was decided; empty while it is open. | Итог: что решено; пусто — ещё нет. {approved=Approved/Согласовано, rejected=Rejected/Отклонено, withdrawn=Withdrawn/Отозвано}';
comment on column purchasing.approval.ended_at is 'Ended at: when. | Завершено: когда.';
comment on constraint approval_order_fkey on purchasing.approval is 'There is no such order. | Такого заказа нет.';
comment on constraint approval_requisition_fkey on purchasing.approval is
  'There is no such requisition. | Такой заявки нет.';
comment on constraint approval_submitted_by_fkey on purchasing.approval is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint approval_responsible_fkey on purchasing.approval is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint approval_outcome_known on purchasing.approval is
  'The outcome is approved, rejected or withdrawn. | Итог: approved, rejected или withdrawn.';
comment on constraint approval_document on purchasing.approval is
  'An approval is about one order or one requisition. | Согласуется один заказ или одна заявка.';
comment on constraint approval_end on purchasing.approval is
  'What has ended says how and when. | У завершённого указаны итог и время.';
comment on constraint approval_one_order on purchasing.approval is
  'The order is being approved already. | Заказ уже на согласовании.';
comment on constraint approval_one_requisition on purchasing.approval is
  'The requisition is being approved already. | Заявка уже на согласовании.';
select system.business('purchasing.approval'::regclass);

create table purchasing.approval_step (
  id bigint generated always as identity constraint approval_step_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  approval_id bigint not null constraint approval_step_approval_fkey references purchasing.approval,
  place integer not null,
  approval_rule_id bigint not null constraint approval_step_rule_fkey references purchasing.approval_rule,
  approver_role_id bigint constraint approval_step_role_fkey references access.role,
  approver_account_id bigint constraint approval_step_account_fkey references access.account,
  decision text constraint approval_step_decision_known check (decision in ('approved', 'rejected')),
  decided_by bigint constraint approval_step_decided_by_fkey references access.account,
  decided_at timestamptz,
  substitute_for bigint constraint approval_step_substitute_fkey references access.account,
  reason text constraint approval_step_reason_length check (length(reason) between 1 and 2000),
  voided_at timestamptz,
  constraint approval_step_place_key unique (approval_id, place),
  constraint approval_step_person_key unique (approval_id, decided_by),
  constraint approval_step_approver check (num_nonnulls(approver_role_id, approver_account_id) = 1),
  constraint approval_step_decision check ((decision is null) = (decided_by is null)
    and (decision is null) = (decided_at is null) and (decision is not null or substitute_for is null)
    and (decision is null or voided_at is null)),
  constraint approval_step_rejection check (decision <> 'rejected' or reason is not null)
);
-- What is open is little, however much somebody has decided.
create index approval_step_open_account_idx on purchasing.approval_step (approver_account_id)
  where decision is null and voided_at is null;
create index approval_step_open_role_idx on purchasing.approval_step (approver_role_id)
  where decision is null and voided_at is null;
create index approval_step_decided_idx on purchasing.approval_step (decided_by, decided_at);
create index approval_step_rule_idx on purchasing.approval_step (approval_rule_id);
create index approval_step_role_idx on purchasing.approval_step (approver_role_id) where approver_role_id is not null;
create index approval_step_account_idx on purchasing.approval_step (approver_account_id)
  where approver_account_id is not null;
create index approval_step_substitute_idx on purchasing.approval_step (substitute_for)
  where substitute_for is not null;
comment on table purchasing.approval_step is
  'Approval step: one decision of an approval, in its turn. | Шаг согласования: одно решение по очереди.';
comment on column purchasing.approval_step.approval_id is 'Approval: whose step. | Согласование: чей шаг.';
comment on column purchasing.approval_step.place is 'Place: its turn. | Место: очередь.';
comment on column purchasing.approval_step.approval_rule_id is 'Rule: that asks for it. | Правило: по которому нужен.';
comment on column purchasing.approval_step.approver_role_id is
  'Approver by role: as it was submitted. | Согласует роль: на момент отправки.';
comment on column purchasing.approval_step.approver_account_id is
  'Approver: as it was submitted. | Согласует: на момент отправки.';
comment on column purchasing.approval_step.decision is
  'Decision: empty while there is none. | Решение: пусто — ещё нет. {approved=Approved/Согласовано, rejected=Rejected/Отклонено}';
comment on column purchasing.approval_step.decided_by is 'Decided by: who. | Кем решено: кто.';
comment on column purchasing.approval_step.decided_at is 'Decided at: when. | Решено: когда.';
comment on column purchasing.approval_step.substitute_for is
  'Substitute for: who was away. | Замещал: кого не было.';
comment on column purchasing.approval_step.reason is 'Reason: of the decision. | Причина: решения.';
comment on column purchasing.approval_step.voided_at is
  'Voided at: when it was needed no longer. | Аннулирован: когда перестал быть нужен.';
comment on constraint approval_step_approval_fkey on purchasing.approval_step is
  'There is no such approval. | Такого согласования нет.';
comment on constraint approval_step_rule_fkey on purchasing.approval_step is
  'Steps were made by this rule: archive it. | По этому правилу есть шаги: уберите его в архив.';
comment on constraint approval_step_role_fkey on purchasing.approval_step is 'There is no such role. | Такой роли нет.';
comment on constraint approval_step_account_fkey on purchasing.approval_step is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint approval_step_decision_known on purchasing.approval_step is
  'The decision is approved or rejected. | Решение: approved или rejected.';
comment on constraint approval_step_decided_by_fkey on purchasing.approval_step is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint approval_step_substitute_fkey on purchasing.approval_step is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint approval_step_reason_length on purchasing.approval_step is
  'The reason must have 1 to 2,000 characters. | Причина — от 1 до 2000 знаков.';
comment on constraint approval_step_place_key on purchasing.approval_step is
  'Each turn has one step. | В каждой очереди один шаг.';
comment on constraint approval_step_person_key on purchasing.approval_step is
  'A person decides one step at most. | Один человек решает не больше одного шага.';
comment on constraint approval_step_approver on purchasing.approval_step is
  'Either a role approves or one person. | Согласует либо роль, либо один человек.';
comment on constraint approval_step_decision on purchasing.approval_step is
  'A decision says who and when, and what is void has none. | У решения указано, кто и когда; у аннулированного решения нет.';
comment on constraint approval_step_rejection on purchasing.approval_step is
  'A rejection gives its reason. | У отказа указана причина.';
select system.business('purchasing.approval_step'::regclass, 'approval_id', 'purchasing.approval'::regclass);
insert into system.succession (place, rule, condition) values
  ('purchasing.approval.submitted_by', 'keep', null), ('purchasing.approval.responsible_id', 'keep', null),
  ('purchasing.approval_step.approver_account_id', 'hand_over', 'decision is null and voided_at is null'),
  ('purchasing.approval_step.decided_by', 'keep', null), ('purchasing.approval_step.substitute_for', 'keep', null);

-- Approvals are seen with their documents, and written by nobody.
alter table purchasing.approval enable row level security;
alter table purchasing.approval_step enable row level security;
create policy approval_select on purchasing.approval for select using (
  (select access.level('approvals', 'read')) > 0 and case when order_id is not null
    then exists (select from purchasing.purchase_order as o where o.id = order_id)
    else exists (select from purchasing.requisition as r where r.id = requisition_id) end);
create policy approval_step_select on purchasing.approval_step for select using (
  (select access.level('approval_steps', 'read')) > 0
  and exists (select from purchasing.approval as a where a.id = approval_id));
comment on policy approval_select on purchasing.approval is
  'Seen with its document. | Видно вместе с документом.';
comment on policy approval_step_select on purchasing.approval_step is
  'Seen with its approval. | Виден вместе с согласованием.';
grant select on purchasing.approval, purchasing.approval_step to crm_service, crm_limited, crm_reader, crm_report;
