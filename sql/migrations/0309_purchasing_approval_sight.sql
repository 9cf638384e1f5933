-- 0309_purchasing_approval_sight: what somebody is to decide, what he sees for it, and his decision.
-- Why: whoever must approve must see it, wherever it belongs, and find it at once, however much he has decided before.
-- Kind: expand. Locks: tables of this area, empty. Time: milliseconds. Forward only.

-- The steps whose turn it is and that the caller may decide. Runs as the owner, since the policies of the documents ask
-- it; begins with what is open, which is little, however much he has decided.
create function purchasing.decidable()
returns table (id bigint, approval_id bigint, place integer, order_id bigint, requisition_id bigint,
  submitted_by bigint, submitted_at timestamptz, substitute_for bigint)
language sql stable security definer rows 10 set search_path = pg_catalog
begin atomic
  with reach as materialized (
    select k.resource, access.everything(k.resource, 'approve') as everything,
      access.departments(k.resource, 'approve') as departments, access.owners(k.resource, 'approve') as owners
    from (values ('purchase_orders'), ('requisitions')) as k (resource)
    where access.level(k.resource, 'approve') > 0
  ), me as materialized (
    select p.role_id, p.account_id, p.principal, array_remove(array[access.account_id(), p.principal], null) as persons
    from purchasing.powers(access.account_id()) as p
  )
  select w.id, w.approval_id, w.place, a.order_id, a.requisition_id, a.submitted_by, a.created_at, w.principal
  from (
    select s.id, s.approval_id, s.place, s.approver_role_id, me.principal, me.persons
    from me join purchasing.approval_step as s
      on s.approver_account_id = me.account_id and s.decision is null and s.voided_at is null
    union all
    select s.id, s.approval_id, s.place, s.approver_role_id, me.principal, me.persons
    from me join purchasing.approval_step as s
      on s.approver_role_id = me.role_id and s.decision is null and s.voided_at is null) as w
  join purchasing.approval as a on a.id = w.approval_id and a.outcome is null
  join reach as k on k.resource = case when a.order_id is null then 'requisitions' else 'purchase_orders' end
  left join purchasing.purchase_order as o on o.id = a.order_id
  left join purchasing.requisition as r on r.id = a.requisition_id
  where (w.approver_role_id is null or k.everything or coalesce(o.department_id, r.department_id) = any (k.departments)
      or a.responsible_id = any (k.owners))
    and not w.persons && array_remove(array[a.submitted_by, a.responsible_id, o.owner_id, o.created_by, r.owner_id,
      r.created_by], null)
    and not exists (
      select from purchasing.purchase_order_line as l
      where l.order_id = a.order_id and (l.created_by = any (w.persons) or l.updated_by = any (w.persons)))
    and not exists (
      select from purchasing.requisition_line as l
      where l.requisition_id = a.requisition_id and (l.created_by = any (w.persons) or l.updated_by = any (w.persons)))
    and not exists (
      select from purchasing.approval_step as s where s.approval_id = w.approval_id and (
        s.place < w.place and s.decision is null
        or array_remove(array[s.decided_by, s.substitute_for], null) && w.persons));
end;
comment on function purchasing.decidable is
  'The steps that the caller may decide now. | Шаги, которые вызывающий может решить сейчас.';

-- The same with what they are about, to be shown.
create function purchasing.waiting()
returns table (id bigint, approval_id bigint, order_id bigint, requisition_id bigint, place integer, steps bigint,
  submitted_by bigint, submitted_at timestamptz, substitute_for bigint, owner_id bigint, department_id bigint,
  currency text, amount numeric)
language sql stable security definer rows 10 set search_path = pg_catalog
begin atomic
  select d.id, d.approval_id, d.order_id, d.requisition_id, d.place,
    (select count(*) from purchasing.approval_step as s where s.approval_id = d.approval_id), d.submitted_by,
    d.submitted_at, d.substitute_for, coalesce(o.owner_id, r.owner_id), coalesce(o.department_id, r.department_id),
    coalesce(o.currency, r.currency), coalesce(
      (select sum(l.gross) from purchasing.purchase_order_line as l where l.order_id = d.order_id),
      (select sum(l.estimate) from purchasing.requisition_line as l where l.requisition_id = d.requisition_id), 0)
  from purchasing.decidable() as d
  left join purchasing.purchase_order as o on o.id = d.order_id
  left join purchasing.requisition as r on r.id = d.requisition_id;
end;
comment on function purchasing.waiting is
  'What waits for the caller, with its amount. | Что ждёт вызывающего, с суммой.';
grant execute on function purchasing.waiting to crm_service, crm_limited, crm_reader, crm_report;

-- What he is to decide, and for a month what he has decided.
create function purchasing.approver_orders() returns setof bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  select d.order_id from purchasing.decidable() as d where d.order_id is not null
  union
  select a.order_id from purchasing.approval_step as s join purchasing.approval as a on a.id = s.approval_id
  where s.decided_by = access.account_id() and s.decided_at > now() - interval '31 days' and a.order_id is not null;
end;
comment on function purchasing.approver_orders is
  'The orders that the caller decides about. | Заказы, о которых решает вызывающий.';
create function purchasing.approver_requisitions() returns setof bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  select d.requisition_id from purchasing.decidable() as d where d.requisition_id is not null
  union
  select a.requisition_id from purchasing.approval_step as s join purchasing.approval as a on a.id = s.approval_id
  where s.decided_by = access.account_id() and s.decided_at > now() - interval '31 days'
    and a.requisition_id is not null;
end;
comment on function purchasing.approver_requisitions is
  'The requisitions that the caller decides about. | Заявки, о которых решает вызывающий.';
grant execute on function purchasing.approver_orders, purchasing.approver_requisitions
  to crm_service, crm_limited, crm_reader, crm_report;
create policy purchase_order_approver on purchasing.purchase_order for select using (
  (select access.level('purchase_orders', 'approve')) > 0 and id in (select purchasing.approver_orders()));
create policy requisition_approver on purchasing.requisition for select using (
  (select access.level('requisitions', 'approve')) > 0 and id in (select purchasing.approver_requisitions()));
comment on policy purchase_order_approver on purchasing.purchase_order is
  'Whoever decides about an order sees it. | Кто решает о заказе, видит его.';
comment on policy requisition_approver on purchasing.requisition is
  'Whoever decides about a requisition sees it. | Кто решает о заявке, видит её.';

-- P_DECISION is approved or rejected. Null for what the caller does not see; the steps themselves say who may.
create function purchasing.decide_order(p_id bigint, p_decision text, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  o purchasing.purchase_order;
  reached text;
begin
  perform licensing.demand_writing();
  perform system.demand_read_committed();
  select * into o from purchasing.purchase_order as d where d.id = p_id for no key update;
  if o.id is null or access.level('purchase_orders', 'approve') = 0 or not (
    access.everything('purchase_orders', 'read')
    or coalesce(o.department_id = any (access.departments('purchase_orders', 'read')), false)
    or coalesce(o.owner_id = any (access.owners('purchase_orders', 'read')), false)
    or exists (select from purchasing.approver_orders() as seen where seen = p_id))
  then
    return null;
  elsif o.state <> 'submitted' then
    perform system.refuse_state('purchasing.purchase_order'::regclass, o.state, '{submitted}');
  end if;
  reached := purchasing.decide(p_id, null, p_decision, p_reason, 'purchase_orders');
  -- A step that is not the last changes the order too: its version tells who reads it that something has happened.
  update purchasing.purchase_order as d set state = coalesce(reached, d.state) where d.id = p_id;
  return p_id;
end
$$;
comment on function purchasing.decide_order is
  'Approves or rejects an order, in turn. | Согласует или отклоняет заказ, по очереди.';

create function purchasing.decide_requisition(p_id bigint, p_decision text, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  r purchasing.requisition;
  reached text;
begin
  perform licensing.demand_writing();
  perform system.demand_read_committed();
  select * into r from purchasing.requisition as d where d.id = p_id for no key update;
  if r.id is null or access.level('requisitions', 'approve') = 0 or not (
    access.everything('requisitions', 'read')
    or coalesce(r.department_id = any (access.departments('requisitions', 'read')), false)
    or coalesce(r.owner_id = any (access.owners('requisitions', 'read')), false)
    or exists (select from purchasing.approver_requisitions() as seen where seen = p_id))
  then
    return null;
  elsif r.state <> 'submitted' then
    perform system.refuse_state('purchasing.requisition'::regclass, r.state, '{submitted}');
  end if;
  reached := purchasing.decide(null, p_id, p_decision, p_reason, 'requisitions');
  update purchasing.requisition as d set state = coalesce(reached, d.state) where d.id = p_id;
  return p_id;
end
$$;
comment on function purchasing.decide_requisition is
  'Approves or rejects a requisition, in turn. | Согласует или отклоняет заявку, по очереди.';

grant execute on function purchasing.decide_order, purchasing.decide_requisition to crm_service;

create view purchasing.approval_to_decide with (security_invoker = true) as
select d.id, d.approval_id, d.order_id, d.requisition_id, d.place, d.steps, d.submitted_by, d.submitted_at,
  d.substitute_for, d.owner_id, d.department_id, d.currency, d.amount
from purchasing.waiting() as d;
comment on view purchasing.approval_to_decide is
  'To decide: steps of approval that wait for the reader. | На решении: шаги согласования, ждущие читающего.';
comment on column purchasing.approval_to_decide.id is 'Step: its number as a record. | Шаг: номер записи.';
comment on column purchasing.approval_to_decide.approval_id is 'Approval: whose step. | Согласование: чей шаг.';
comment on column purchasing.approval_to_decide.order_id is 'Order: that waits. | Заказ: который ждёт.';
comment on column purchasing.approval_to_decide.requisition_id is 'Requisition: that waits. | Заявка: которая ждёт.';
comment on column purchasing.approval_to_decide.place is 'Place: which step it is. | Место: который шаг.';
comment on column purchasing.approval_to_decide.steps is 'Steps: how many there are. | Шагов: сколько всего.';
comment on column purchasing.approval_to_decide.submitted_by is 'Submitted by: who. | Кем отправлено: кто.';
comment on column purchasing.approval_to_decide.submitted_at is 'Submitted at: when. | Отправлено: когда.';
comment on column purchasing.approval_to_decide.substitute_for is
  'Substitute for: in whose place the reader decides. | Замещает: вместо кого решает читающий.';
comment on column purchasing.approval_to_decide.owner_id is 'Owner: of the document. | Ответственный: за документ.';
comment on column purchasing.approval_to_decide.department_id is 'Department: of the document. | Отдел: документа.';
comment on column purchasing.approval_to_decide.currency is 'Currency: of the amount. | Валюта: суммы.';
comment on column purchasing.approval_to_decide.amount is
  'Amount: what the document comes to. | Сумма: на сколько документ.';
grant select on purchasing.approval_to_decide to crm_service, crm_limited, crm_reader, crm_report;
select system.permit('{administrator,accountant}', '{approvals,approval_steps,approvals_to_decide}', '{read}', 'all'),
  system.permit('{head_of_department}', '{approvals,approval_steps,approvals_to_decide}', '{read}', 'below'),
  system.permit('{purchasing}', '{approvals,approval_steps,approvals_to_decide}', '{read}', 'department'),
  system.permit('{sales,hr}', '{approvals,approval_steps}', '{read}', 'department'),
  system.permit('{read_only}', '{approvals,approval_steps}', '{read}', 'all'),
  system.permit('{auditor}', '{approvals,approval_steps}', '{read,export}', 'all'),
  system.permit('{administrator}', '{approvals,approval_steps}', '{export}', 'all');
