-- 0307_purchasing_approval_guard: what no statement can get round: turn, person, entitlement, and an order that is
-- approved only by its steps.
-- Why: a state that somebody could set would be no approval. Kind: expand. Locks: tables of this area, empty.
-- Time: milliseconds. Forward only.

-- For whom an account may decide: for itself, its roles, and those who are away and have it stand in; PRINCIPAL is the
-- one it stands in for. Roles that were lent for an absence end with it.
create function purchasing.powers(p_account bigint)
returns table (role_id bigint, account_id bigint, principal bigint)
language sql stable security definer rows 5 set search_path = pg_catalog
begin atomic
  with lent as (
    select e.account_id as lender, d.account_role_ids
    from staff.delegation as d join staff.employee as e on e.id = d.employee_id
    where d.delegate_id = p_account and d.ended_at is null and d.valid_from <= now() and d.valid_until > now()
  )
  select null::bigint, p_account, null::bigint
  union
  select null, l.lender, l.lender from lent as l where l.lender is not null
  union all
  select * from (
    select distinct on (r.role_id) r.role_id, null::bigint, l.lender
    from access.account_role as r join access.role as o on o.id = r.role_id and o.archived_at is null
    left join lent as l on r.id = any (l.account_role_ids)
    where r.account_id = p_account and r.valid_from <= now() and (r.valid_until is null or r.valid_until > now())
    order by r.role_id, l.lender nulls first) as held;
end;
comment on function purchasing.powers is
  'For whom somebody may decide. | За кого можно решать.';
create function purchasing.authority(p_account bigint, p_role bigint, p_approver bigint)
returns table (principal bigint)
language sql stable security definer rows 1 set search_path = pg_catalog
begin atomic
  select p.principal from purchasing.powers(p_account) as p
  where p.role_id = p_role or p.account_id = p_approver order by p.principal nulls first limit 1;
end;
comment on function purchasing.authority is
  'By what right somebody decides for a role or person; no row without. | По какому праву кто-то решает за роль или человека.';

-- Who wrote the document of an approval or a line of it, owns, owned or submitted it.
create function purchasing.authors(p_approval bigint) returns bigint[]
language sql stable security definer set search_path = pg_catalog
begin atomic
  select array_remove(array[a.submitted_by, a.responsible_id, f.owner_id, f.created_by] || array(
    select unnest(array[l.created_by, l.updated_by]) from purchasing.purchase_order_line as l
    where l.order_id = a.order_id
    union
    select unnest(array[l.created_by, l.updated_by]) from purchasing.requisition_line as l
    where l.requisition_id = a.requisition_id), null)
  from purchasing.approval as a cross join lateral purchasing.document_facts(a.order_id, a.requisition_id) as f
  where a.id = p_approval;
end;
comment on function purchasing.authors is
  'Who wrote or submitted what is to be approved. | Кто составил или отправил согласуемое.';

create function purchasing.judge_step() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  broken boolean;
begin
  case tg_name
    when 'approval_step_in_turn' then
      broken := exists (select from purchasing.approval_step as s where s.approval_id = new.approval_id
          and s.place < new.place and s.decision is distinct from 'approved')
        or not exists (select from purchasing.approval as a where a.id = new.approval_id and a.outcome is null);
    when 'approval_step_not_own' then
      broken := array_remove(array[new.decided_by, new.substitute_for], null)
        && purchasing.authors(new.approval_id);
    when 'approval_step_once' then
      broken := exists (select from purchasing.approval_step as s where s.approval_id = new.approval_id
        and s.id <> new.id and array_remove(array[s.decided_by, s.substitute_for], null)
          && array_remove(array[new.decided_by, new.substitute_for], null));
    else
      broken := not exists (
        select from purchasing.authority(new.decided_by, new.approver_role_id, new.approver_account_id) as a
        where a.principal is not distinct from new.substitute_for);
  end case;
  if broken then
    perform system.refuse(tg_relid::regclass, tg_name, '');
  end if;
  return null;
end
$$;
comment on function purchasing.judge_step is
  'Judges a decision: turn, author, person, right. | Проверяет решение: очередь, автор, человек, право.';
create constraint trigger approval_step_in_turn after insert or update of decision on purchasing.approval_step
  for each row when (new.decision is not null) execute function purchasing.judge_step();
create constraint trigger approval_step_not_own after insert or update of decision on purchasing.approval_step
  for each row when (new.decision is not null) execute function purchasing.judge_step();
create constraint trigger approval_step_once after insert or update of decision on purchasing.approval_step
  for each row when (new.decision is not null) execute function purchasing.judge_step();
create constraint trigger approval_step_entitled after insert or update of decision on purchasing.approval_step
  for each row when (new.decision is not null) execute function purchasing.judge_step();
create constraint trigger approval_step_final after update on purchasing.approval_step
  for each row when (old.decision is not null or old.voided_at is not null)
  execute function purchasing.refuse_change();
create constraint trigger approval_step_kept after delete on purchasing.approval_step
  for each row execute function purchasing.refuse_change();
comment on trigger approval_step_in_turn on purchasing.approval_step is
  'It is not the turn of this step. | Очередь этого шага не настала.';
comment on trigger approval_step_not_own on purchasing.approval_step is
  'Nobody approves what he wrote, owns or submitted, nor stands in for who did. | Нельзя согласовать своё, отправленное собой и замещая автора.';
comment on trigger approval_step_once on purchasing.approval_step is
  'A person decides one step at most, himself or by a substitute. | Один человек решает не больше одного шага — сам или через замещающего.';
comment on trigger approval_step_entitled on purchasing.approval_step is
  'The step waits for somebody else. | Шаг ждёт решения другого.';
comment on trigger approval_step_final on purchasing.approval_step is
  'What was decided stays. | Решённое не меняется.';
comment on trigger approval_step_kept on purchasing.approval_step is
  'Steps stay as history. | Шаги остаются в истории.';

-- An approval ends as its steps say, and only once.
create function purchasing.judge_approval() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  broken boolean;
begin
  case tg_name
    when 'approval_covered' then
      broken := not exists (select from purchasing.approval_step as s where s.approval_id = new.id);
    else
      broken := new.outcome = 'approved' and (
          exists (select from purchasing.approval_step as s where s.approval_id = new.id
            and s.decision is distinct from 'approved')
          or not exists (select from purchasing.approval_step as s where s.approval_id = new.id))
        or new.outcome = 'rejected' and not exists (
          select from purchasing.approval_step as s where s.approval_id = new.id and s.decision = 'rejected');
  end case;
  if broken then
    perform system.refuse(tg_relid::regclass, tg_name, '');
  end if;
  return null;
end
$$;
comment on function purchasing.judge_approval is
  'Lets an approval end as its steps say. | Согласование заканчивается так, как решены его шаги.';
create constraint trigger approval_covered after insert on purchasing.approval
  deferrable initially deferred for each row execute function purchasing.judge_approval();
create constraint trigger approval_complete after insert or update of outcome on purchasing.approval
  for each row when (new.outcome is not null) execute function purchasing.judge_approval();
create constraint trigger approval_final after update on purchasing.approval
  for each row when (old.outcome is not null or row(old.order_id, old.requisition_id, old.submitted_by, old.responsible_id)
      is distinct from row(new.order_id, new.requisition_id, new.submitted_by, new.responsible_id))
  execute function purchasing.refuse_change();
create constraint trigger approval_kept after delete on purchasing.approval
  for each row execute function purchasing.refuse_change();
-- Only its words are needed: the document's trigger raises it.
create constraint trigger approval_filled after insert on purchasing.approval
  for each row when (false) execute function purchasing.refuse_change();
comment on trigger approval_filled on purchasing.approval is
  'There is nothing in it: add lines first. | В документе ничего нет: сначала добавьте строки.';
comment on trigger approval_covered on purchasing.approval is
  'No approval rule covers this document: make one from amount 0 on in its currency. | Документ не подпадает ни под одно правило согласования: добавьте правило с суммы 0 в его валюте.';
comment on trigger approval_complete on purchasing.approval is
  'An approval ends as its steps were decided. | Согласование заканчивается так, как решены его шаги.';
comment on trigger approval_final on purchasing.approval is
  'An approval that has ended stays. | Завершённое согласование не меняется.';
comment on trigger approval_kept on purchasing.approval is
  'Approvals stay as history. | Согласования остаются в истории.';

-- The states of a document that an approval gives follow from the last one of it.
create function purchasing.judge_approved() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  is_order constant boolean := tg_relid = 'purchasing.purchase_order'::regclass;
  lines bigint;
  last record;
begin
  select a.outcome into last from purchasing.approval as a
  where case when is_order then a.order_id = new.id else a.requisition_id = new.id end
  order by a.id desc limit 1;
  if not found or last.outcome is distinct from nullif(new.state, 'submitted') then
    perform system.refuse(tg_relid::regclass, tg_name, 'state');
  end if;
  select f.lines into lines from purchasing.document_facts(
    case when is_order then new.id end, case when not is_order then new.id end) as f;
  if new.state = 'submitted' and lines = 0 then
    perform system.refuse('purchasing.approval'::regclass, 'approval_filled', 'lines');
  end if;
  return null;
end
$$;
comment on function purchasing.judge_approved is
  'Lets a document be approved only by its approval. | Документ согласован только своим согласованием.';
create constraint trigger purchase_order_decided after update of state on purchasing.purchase_order
  for each row when (new.state in ('submitted', 'approved', 'rejected') and new.state <> old.state)
  execute function purchasing.judge_approved();
create constraint trigger requisition_decided after update of state on purchasing.requisition
  for each row when (new.state in ('submitted', 'approved', 'rejected') and new.state <> old.state
    and old.state <> 'ordered') execute function purchasing.judge_approved();
comment on trigger purchase_order_decided on purchasing.purchase_order is
  'An order is approved by the decisions about it alone. | Заказ согласован только решениями о нём.';
comment on trigger requisition_decided on purchasing.requisition is
  'A requisition is approved by the decisions about it alone. | Заявка согласована только решениями о ней.';
