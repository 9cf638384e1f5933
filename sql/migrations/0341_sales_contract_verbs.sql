-- 0341_sales_contract_verbs: a contract comes into force, is renewed, indexed, terminated; obligations are fulfilled.
-- Why: each writes its amendment with what was before and since. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Reversible: drop the functions and views.

-- What a verb may not do, said by a constraint's or trigger's name; the triggers defend it against plain SQL.
create function sales.judge_amendment() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform system.refuse(tg_relid, tg_name, case tg_name when 'contract_renewed_later' then 'new_valid_until'
    else 'new_amount' end);
  return null;
end
$$;
comment on function sales.judge_amendment is
  'Refuses amendments that amend nothing. | Отклоняет изменения, которые ничего не меняют.';
create constraint trigger contract_renewed_later after insert on sales.contract_amendment
  for each row when (new.kind = 'renewal' and (new.new_valid_until is null or new.old_valid_until is null
    or new.new_valid_until <= new.old_valid_until)) execute function sales.judge_amendment();
create constraint trigger contract_indexed_amount after insert on sales.contract_amendment
  for each row when (new.kind = 'indexation' and (new.old_amount is null or new.new_amount is null
    or new.percent is null)) execute function sales.judge_amendment();
comment on trigger contract_renewed_later on sales.contract_amendment is
  'A renewal needs a later last day: give one, or the contract a period of renewal. | Для продления нужен более поздний последний день: укажите его или срок продления в договоре.';
comment on trigger contract_indexed_amount on sales.contract_amendment is
  'An indexation needs an amount and a percentage. | Для индексации нужны сумма и процент.';

-- Writes an amendment, then does it; the caller has locked the contract and judged its state.
create function sales.amend_contract(
  p_id bigint, p_kind text, p_state text, p_amount numeric, p_until date, p_percent numeric default null,
  p_reason text default null) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  insert into sales.contract_amendment (contract_id, kind, old_amount, new_amount, old_valid_until, new_valid_until,
    percent, reason)
  select c.id, p_kind, c.amount, p_amount, c.valid_until, p_until, p_percent, p_reason
  from sales.contract as c where c.id = p_id;
  update sales.contract as c set state = p_state, amount = p_amount, valid_until = p_until,
    signed_on = case p_kind when 'activation' then coalesce(c.signed_on, current_date) else c.signed_on end,
    next_index_on = case p_kind when 'indexation' then (c.next_index_on + interval '1 year')::date else c.next_index_on end,
    termination_reason = case p_kind when 'termination' then p_reason end
  where c.id = p_id;
end
$$;
comment on function sales.amend_contract is 'Amends a contract. | Изменяет договор.';

create function sales.activate_contract(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  c sales.contract;
begin
  if not system.begin_verb('sales.contract'::regclass, 'contracts', 'activate', p_id) then
    return null;
  end if;
  select * into c from sales.contract as k where k.id = p_id;
  if c.state <> 'draft' then
    perform system.refuse_state('sales.contract'::regclass, c.state, '{draft}');
  end if;
  perform sales.amend_contract(p_id, 'activation', 'active', c.amount, c.valid_until);
  update sales.contract_obligation as o set task_id = work.enter_task('contracts', c.id, o.title, o.due_on, c.owner_id,
    c.department_id)
  where o.contract_id = p_id and o.side = 'ours' and o.fulfilled_at is null and o.task_id is null;
  return p_id;
end
$$;
comment on function sales.activate_contract is 'Puts a contract into force. | Вводит договор в действие.';

create function sales.cancel_contract(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  c sales.contract;
begin
  if not system.begin_verb('sales.contract'::regclass, 'contracts', 'update', p_id) then
    return null;
  end if;
  select * into c from sales.contract as k where k.id = p_id;
  if c.state <> 'draft' then
    perform system.refuse_state('sales.contract'::regclass, c.state, '{draft}');
  end if;
  perform sales.amend_contract(p_id, 'cancellation', 'cancelled', c.amount, c.valid_until);
  return p_id;
end
$$;
comment on function sales.cancel_contract is 'Cancels a draft of a contract. | Отменяет черновик договора.';

create function sales.terminate_contract(p_id bigint, p_reason text, p_on date) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  c sales.contract;
begin
  if not system.begin_verb('sales.contract'::regclass, 'contracts', 'terminate', p_id) then
    return null;
  end if;
  select * into c from sales.contract as k where k.id = p_id;
  if c.state <> 'active' then
    perform system.refuse_state('sales.contract'::regclass, c.state, '{active}');
  end if;
  perform sales.amend_contract(p_id, 'termination', 'terminated', c.amount, coalesce(p_on, current_date), null, p_reason);
  -- What falls due later is owed no more.
  perform work.end_task(o.task_id, 'cancelled') from sales.contract_obligation as o
  where o.contract_id = p_id and o.fulfilled_at is null and o.due_on > coalesce(p_on, current_date);
  return p_id;
end
$$;
comment on function sales.terminate_contract is 'Terminates a contract. | Расторгает договор.';

create function sales.renew_contract(p_id bigint, p_until date) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  c sales.contract;
begin
  if not system.begin_verb('sales.contract'::regclass, 'contracts', 'renew', p_id) then
    return null;
  end if;
  select * into c from sales.contract as k where k.id = p_id;
  if c.state not in ('active', 'expired') then
    perform system.refuse_state('sales.contract'::regclass, c.state, '{active,expired}');
  end if;
  perform sales.amend_contract(p_id, 'renewal', 'active', c.amount,
    coalesce(p_until, (c.valid_until + make_interval(months => c.renewal_months))::date));
  return p_id;
end
$$;
comment on function sales.renew_contract is 'Renews a contract. | Продлевает договор.';

create function sales.index_contract(p_id bigint, p_percent numeric) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  c sales.contract;
  percent numeric;
begin
  if not system.begin_verb('sales.contract'::regclass, 'contracts', 'index', p_id) then
    return null;
  end if;
  select * into c from sales.contract as k where k.id = p_id;
  if c.state <> 'active' then
    perform system.refuse_state('sales.contract'::regclass, c.state, '{active}');
  end if;
  percent := coalesce(p_percent, c.index_percent);
  if percent <= -100 or percent > 100 then
    perform system.refuse('sales.contract'::regclass, 'contract_index_range', 'percent');
  end if;
  perform sales.amend_contract(p_id, 'indexation', 'active', round(c.amount * (1 + percent / 100), 2), c.valid_until,
    percent);
  return p_id;
end
$$;
comment on function sales.index_contract is 'Indexes the amount of a contract. | Индексирует сумму договора.';

-- What repeats is owed again, as long as the contract runs.
create function sales.fulfil_obligation(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  o sales.contract_obligation;
  c sales.contract;
begin
  select * into o from sales.contract_obligation as b where b.id = p_id;
  if o.id is null or not system.begin_verb('sales.contract'::regclass, 'contracts', 'fulfil', o.contract_id) then
    return null;
  end if;
  select * into c from sales.contract as k where k.id = o.contract_id;
  select * into o from sales.contract_obligation as b where b.id = p_id for update;
  if c.state not in ('active', 'terminated', 'expired') then
    perform system.refuse_state('sales.contract'::regclass, c.state, '{active,terminated,expired}');
  elsif o.fulfilled_at is not null then
    perform system.refuse_state('sales.contract_obligation'::regclass, 'fulfilled', '{open}');
  end if;
  update sales.contract_obligation as b set fulfilled_at = now(), fulfilled_by = access.account_id() where b.id = p_id;
  perform work.end_task(o.task_id, 'done');
  if c.state = 'active'
    and (o.due_on + make_interval(months => o.repeat_months))::date <= coalesce(c.valid_until, 'infinity')
  then
    insert into sales.contract_obligation (contract_id, side, title, due_on, repeat_months, amount, currency)
    values (o.contract_id, o.side, o.title, (o.due_on + make_interval(months => o.repeat_months))::date,
      o.repeat_months, o.amount, o.currency);
  end if;
  return p_id;
end
$$;
comment on function sales.fulfil_obligation is 'Marks an obligation as fulfilled. | Отмечает обязательство исполненным.';
grant execute on function sales.activate_contract, sales.cancel_contract, sales.terminate_contract, sales.renew_contract, sales.index_contract,
  sales.fulfil_obligation to crm_service;
