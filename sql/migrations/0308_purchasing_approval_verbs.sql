-- 0308_purchasing_approval_verbs: submission and its withdrawal; the inside of approval and rejection.
-- Why: state, approval and steps change together under the lock of the document, so that of a hundred at once one
-- decides. Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the functions.

-- Begins an approval with a step for each approver whom a rule that matches asks for, at his first turn.
create function purchasing.open_approval(p_order bigint, p_requisition bigint) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  made bigint;
begin
  insert into purchasing.approval (order_id, requisition_id, submitted_by, responsible_id)
  select p_order, p_requisition, access.account_id(), f.owner_id
  from purchasing.document_facts(p_order, p_requisition) as f returning id into made;
  insert into purchasing.approval_step (approval_id, place, approval_rule_id, approver_role_id, approver_account_id)
  select made, row_number() over (order by r.place, r.id), r.id, r.approver_role_id, r.approver_account_id
  from (
    select distinct on (m.approver_role_id, m.approver_account_id) m.*
    from purchasing.matching_rules(p_order, p_requisition) as m
    order by m.approver_role_id, m.approver_account_id, m.place, m.id) as r;
  if not found then
    perform system.refuse('purchasing.approval'::regclass, 'approval_covered', '');
  end if;
end
$$;
comment on function purchasing.open_approval is
  'Begins an approval. | Начинает согласование.';

-- Ends the open approval of a document; steps that nobody has decided are void.
create function purchasing.end_approval(p_order bigint, p_requisition bigint, p_outcome text) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  ended bigint;
begin
  select a.id into ended from purchasing.approval as a
  where a.outcome is null and (a.order_id = p_order or a.requisition_id = p_requisition) for update;
  update purchasing.approval_step as s set voided_at = now()
  where s.approval_id = ended and s.decision is null and s.voided_at is null;
  update purchasing.approval as a set outcome = p_outcome, ended_at = now() where a.id = ended;
end
$$;
comment on function purchasing.end_approval is
  'Ends the open approval of a document. | Завершает открытое согласование документа.';

-- Decides the step whose turn it is; the state that the document has then, null while steps are left.
create function purchasing.decide(p_order bigint, p_requisition bigint, p_decision text, p_reason text, p_resource text)
returns text
language plpgsql set search_path = pg_catalog as $$
declare
  me constant bigint := access.account_id();
  step purchasing.approval_step;
  principal bigint;
  facts record;
begin
  select s.* into strict step
  from purchasing.approval as a join purchasing.approval_step as s on s.approval_id = a.id
  where a.outcome is null and (a.order_id = p_order or a.requisition_id = p_requisition) and s.decision is null
  order by s.place limit 1 for update of s;
  select * into facts from purchasing.document_facts(p_order, p_requisition);
  if me = any (purchasing.authors(step.approval_id)) then
    perform system.refuse('purchasing.approval_step'::regclass, 'approval_step_not_own', '');
  elsif exists (select from purchasing.approval_step as s where s.approval_id = step.approval_id
    and (s.decided_by = me or s.substitute_for = me))
  then
    perform system.refuse('purchasing.approval_step'::regclass, 'approval_step_once', '');
  end if;
  select a.principal into principal
  from purchasing.authority(me, step.approver_role_id, step.approver_account_id) as a;
  if not found or step.approver_role_id is not null and not (access.everything(p_resource, 'approve')
    or coalesce(facts.department_id = any (access.departments(p_resource, 'approve')), false)
    or coalesce((select a.responsible_id from purchasing.approval as a where a.id = step.approval_id)
      = any (access.owners(p_resource, 'approve')), false))
  then
    perform system.refuse('purchasing.approval_step'::regclass, 'approval_step_entitled', '');
  end if;
  update purchasing.approval_step as s
  set decision = p_decision, decided_by = me, decided_at = now(), substitute_for = principal, reason = p_reason
  where s.id = step.id;
  if p_decision = 'approved' and exists (
    select from purchasing.approval_step as s where s.approval_id = step.approval_id and s.decision is null)
  then
    return null;
  end if;
  perform purchasing.end_approval(p_order, p_requisition, p_decision);
  return p_decision;
end
$$;
comment on function purchasing.decide is
  'Decides the step whose turn it is. | Решает шаг, чья очередь настала.';

create function purchasing.submit_order(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not purchasing.begin('purchasing.purchase_order'::regclass, 'purchase_orders', 'submit', p_id, '{draft}') then
    return null;
  end if;
  perform purchasing.open_approval(p_id, null);
  update purchasing.purchase_order as d set state = 'submitted' where d.id = p_id;
  return p_id;
end
$$;
comment on function purchasing.submit_order is 'Submits an order for approval. | Отправляет заказ на согласование.';
create function purchasing.withdraw_order(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not purchasing.begin('purchasing.purchase_order'::regclass, 'purchase_orders', 'submit', p_id, '{submitted,rejected}') then
    return null;
  end if;
  perform purchasing.end_approval(p_id, null, 'withdrawn');
  update purchasing.purchase_order as d set state = 'draft' where d.id = p_id;
  return p_id;
end
$$;
comment on function purchasing.withdraw_order is 'Takes an order back to be changed. | Возвращает заказ в черновик.';
create function purchasing.submit_requisition(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not purchasing.begin('purchasing.requisition'::regclass, 'requisitions', 'submit', p_id, '{draft}') then
    return null;
  end if;
  perform purchasing.open_approval(null, p_id);
  update purchasing.requisition as d set state = 'submitted' where d.id = p_id;
  return p_id;
end
$$;
comment on function purchasing.submit_requisition is 'Submits a requisition for approval. | Отправляет заявку на согласование.';
create function purchasing.withdraw_requisition(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not purchasing.begin('purchasing.requisition'::regclass, 'requisitions', 'submit', p_id, '{submitted,rejected}') then
    return null;
  end if;
  perform purchasing.end_approval(null, p_id, 'withdrawn');
  update purchasing.requisition as d set state = 'draft' where d.id = p_id;
  return p_id;
end
$$;
comment on function purchasing.withdraw_requisition is 'Takes a requisition back to be changed. | Возвращает заявку в черновик.';
create function purchasing.cancel_requisition(p_id bigint, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not purchasing.begin('purchasing.requisition'::regclass, 'requisitions', 'cancel', p_id, '{draft,rejected,approved}') then
    return null;
  end if;
  update purchasing.requisition as d set state = 'cancelled', cancellation_reason = p_reason where d.id = p_id;
  return p_id;
end
$$;
comment on function purchasing.cancel_requisition is 'Cancels a requisition. | Отменяет заявку.';
grant execute on function purchasing.submit_order, purchasing.withdraw_order, purchasing.submit_requisition,
  purchasing.withdraw_requisition, purchasing.cancel_requisition to crm_service;
select system.permit('{administrator}', '{purchase_orders}', '{submit}', 'all'),
  system.permit('{head_of_department}', '{purchase_orders}', '{submit}', 'below'),
  system.permit('{purchasing}', '{purchase_orders}', '{submit}', 'own'),
  system.permit('{administrator,accountant}', '{purchase_orders,requisitions}', '{approve}', 'all'),
  system.permit('{head_of_department}', '{purchase_orders,requisitions}', '{approve}', 'below'),
  system.permit('{purchasing}', '{purchase_orders,requisitions}', '{approve}', 'department');

-- What was received of an order keeps it. The table of receipts comes later.
create function purchasing.judge_cancelled() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from purchasing.receipt as r where r.order_id = new.id and r.state = 'posted') then
    perform system.refuse(tg_relid::regclass, tg_name, '');
  end if;
  return null;
end
$$;
comment on function purchasing.judge_cancelled is
  'Keeps an order of which something was received. | Не даёт отменить заказ, по которому есть поступления.';
create constraint trigger purchase_order_unreceived after update of state on purchasing.purchase_order
  for each row when (new.state = 'cancelled' and old.state <> 'cancelled')
  execute function purchasing.judge_cancelled();
comment on trigger purchase_order_unreceived on purchasing.purchase_order is
  'Something of it was received: close the order instead. | По заказу есть поступления: закройте его вместо отмены.';
