-- 0299_sales_contract_obligation: what each side owes under a contract, and what speaks for and against it.
-- Why: obligations become tasks of whoever answers for the contract, and money that is expected. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table sales.contract_obligation (
  id bigint generated always as identity constraint contract_obligation_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  contract_id bigint not null constraint contract_obligation_contract_fkey references sales.contract,
  side text not null constraint contract_obligation_side_known check (side in ('ours', 'theirs')),
  title text not null constraint contract_obligation_title_length check (length(title) between 1 and 300),
  due_on date not null,
  repeat_months integer constraint contract_obligation_repeat_range check (repeat_months between 1 and 120),
  amount numeric(19,4) constraint contract_obligation_amount_range check (amount > 0),
  currency text constraint contract_obligation_currency_fkey references system.currency,
  fulfilled_at timestamptz,
  fulfilled_by bigint constraint contract_obligation_fulfilled_by_fkey references access.account,
  task_id bigint constraint contract_obligation_task_fkey references work.task on delete set null,
  external_source text,
  external_key text,
  constraint contract_obligation_amount_currency check (amount is null or currency is not null),
  constraint contract_obligation_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint contract_obligation_external_key unique (external_source, external_key)
);
create index contract_obligation_contract_idx on sales.contract_obligation (contract_id, due_on, id);
create index contract_obligation_due_idx on sales.contract_obligation (due_on, id) where fulfilled_at is null;
create index contract_obligation_currency_idx on sales.contract_obligation (currency) where currency is not null;
create index contract_obligation_fulfilled_by_idx on sales.contract_obligation (fulfilled_by)
  where fulfilled_by is not null;
create index contract_obligation_task_idx on sales.contract_obligation (task_id) where task_id is not null;
comment on table sales.contract_obligation is
  'Obligation: what one side owes under a contract by a day. | Обязательство: что сторона должна по договору к сроку.';
comment on column sales.contract_obligation.contract_id is 'Contract: under which. | Договор: по какому.';
comment on column sales.contract_obligation.side is
  'Side: who owes it. | Сторона: кто должен. {ours=Ours/Наше, theirs=Theirs/Их}';
comment on column sales.contract_obligation.title is 'Title: what is owed. | Название: что должно быть сделано.';
comment on column sales.contract_obligation.due_on is 'Due on: the day. | Срок: день.';
comment on column sales.contract_obligation.repeat_months is
  'Repeats: every so many months, to the end of the contract. | Повторяется: раз в столько месяцев, до конца договора.';
comment on column sales.contract_obligation.amount is 'Amount: that is to be paid. | Сумма: которую нужно заплатить.';
comment on column sales.contract_obligation.currency is 'Currency: of the amount. | Валюта: суммы.';
comment on column sales.contract_obligation.fulfilled_at is 'Fulfilled at: when. | Исполнено: когда.';
comment on column sales.contract_obligation.fulfilled_by is 'Fulfilled by: who said so. | Кем отмечено: кто отметил исполнение.';
comment on column sales.contract_obligation.task_id is 'Task: that came of it. | Задача: которая по нему создана.';
comment on constraint contract_obligation_contract_fkey on sales.contract_obligation is
  'There is no such contract. | Такого договора нет.';
comment on constraint contract_obligation_side_known on sales.contract_obligation is
  'The side is ours or theirs. | Сторона: ours или theirs.';
comment on constraint contract_obligation_title_length on sales.contract_obligation is
  'The title must have 1 to 300 characters. | Название должно быть от 1 до 300 знаков.';
comment on constraint contract_obligation_repeat_range on sales.contract_obligation is
  'The months must be 1 to 120. | Месяцев — от 1 до 120.';
comment on constraint contract_obligation_amount_range on sales.contract_obligation is
  'The amount must be above 0. | Сумма должна быть больше 0.';
comment on constraint contract_obligation_currency_fkey on sales.contract_obligation is
  'There is no such currency. | Такой валюты нет.';
comment on constraint contract_obligation_fulfilled_by_fkey on sales.contract_obligation is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint contract_obligation_task_fkey on sales.contract_obligation is
  'There is no such task. | Такой задачи нет.';
comment on constraint contract_obligation_amount_currency on sales.contract_obligation is
  'An amount needs a currency. | Сумме нужна валюта.';
select clients.describe_common('sales.contract_obligation'::regclass);
select system.business('sales.contract_obligation'::regclass, 'contract_id', 'sales.contract'::regclass);
select access.protect_child('sales.contract_obligation'::regclass, 'contracts', 'contract_id', 'sales.contract'::regclass);
revoke insert (fulfilled_at, fulfilled_by, task_id), update (contract_id, fulfilled_at, fulfilled_by, task_id)
  on sales.contract_obligation from crm_service;

create table sales.contract_point (
  id bigint generated always as identity constraint contract_point_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  contract_id bigint not null constraint contract_point_contract_fkey references sales.contract,
  kind text not null constraint contract_point_kind_known check (kind in ('pro', 'con')),
  body text not null constraint contract_point_body_length check (length(body) between 1 and 2000),
  external_source text,
  external_key text,
  constraint contract_point_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint contract_point_external_key unique (external_source, external_key)
);
create index contract_point_contract_idx on sales.contract_point (contract_id, id);
comment on table sales.contract_point is
  'Point: what speaks for or against a contract. | Довод: что говорит за договор или против него.';
comment on column sales.contract_point.contract_id is 'Contract: about which. | Договор: о каком.';
comment on column sales.contract_point.kind is 'Kind: for or against. | Вид: за или против. {pro=For/За, con=Against/Против}';
comment on column sales.contract_point.body is 'Text: of the point. | Текст: довода.';
comment on constraint contract_point_contract_fkey on sales.contract_point is
  'There is no such contract. | Такого договора нет.';
comment on constraint contract_point_kind_known on sales.contract_point is
  'The kind is pro or con. | Вид: pro или con.';
comment on constraint contract_point_body_length on sales.contract_point is
  'The text must have 1 to 2,000 characters. | Текст должен быть от 1 до 2000 знаков.';
select clients.describe_common('sales.contract_point'::regclass);
select system.business('sales.contract_point'::regclass, 'contract_id', 'sales.contract'::regclass);
select access.protect_child('sales.contract_point'::regclass, 'contracts', 'contract_id', 'sales.contract'::regclass);

-- What is fulfilled stays, and so does what was owed when the contract had ended.
create function sales.judge_obligation() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  kept text;
begin
  if tg_name = 'contract_obligation_in_force' then
    select c.state into kept from sales.contract as c
    where c.id = case tg_op when 'DELETE' then old.contract_id else new.contract_id end for share;
    if kept in ('draft', 'active') then
      return null;
    end if;
  elsif tg_op = 'UPDATE' and new.task_id is null and to_jsonb(new) - '{task_id,version,updated_at,updated_by}'::text[]
    = to_jsonb(old) - '{task_id,version,updated_at,updated_by}'::text[]
  then
    return null;
  end if;
  perform system.refuse(tg_relid, tg_name, case tg_name when 'contract_obligation_open' then 'fulfilled_at'
    else 'contract_id' end);
  return null;
end
$$;
comment on function sales.judge_obligation is
  'Keeps obligations as they were fulfilled. | Хранит исполненные обязательства.';
create constraint trigger contract_obligation_open after update or delete on sales.contract_obligation
  for each row when (old.fulfilled_at is not null) execute function sales.judge_obligation();
create constraint trigger contract_obligation_in_force after insert or delete
  or update of side, title, due_on, amount, currency, repeat_months on sales.contract_obligation
  for each row execute function sales.judge_obligation();
comment on trigger contract_obligation_open on sales.contract_obligation is
  'What is fulfilled stays as it is. | Исполненное не меняется.';
comment on trigger contract_obligation_in_force on sales.contract_obligation is
  'The contract has ended. | Договор прекращён.';

-- A task of whoever answers for the contract; none where tasks are not served.
create function work.enter_task(
  p_resource text, p_record bigint, p_title text, p_due date, p_owner bigint, p_department bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  made bigint;
begin
  if licensing.absent('{work.task}') <> '{}'
    or not exists (select from system.resource as r where r.name = p_resource)
  then
    return null;
  end if;
  insert into work.task (resource, record_id, title, due_on, owner_id, assignee_id, department_id)
  values (p_resource, p_record, p_title, p_due, p_owner, p_owner, p_department) returning id into made;
  return made;
end
$$;
comment on function work.enter_task is
  'Makes a task at a record, for another area. | Создаёт задачу при записи для другой области.';
create function work.end_task(p_task bigint, p_state text) returns void
language sql security definer set search_path = pg_catalog
begin atomic
  update work.task as t set state = p_state where t.id = p_task and t.closed_at is null;
end;
comment on function work.end_task is
  'Closes a task, for another area. | Закрывает задачу для другой области.';

create function sales.enter_obligation_task() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  update sales.contract_obligation as o set task_id = work.enter_task('contracts', c.id, o.title, o.due_on, c.owner_id,
    c.department_id)
  from sales.contract as c
  where c.id = new.contract_id and o.contract_id = c.id and c.state = 'active' and o.side = 'ours'
    and o.fulfilled_at is null and o.task_id is null and o.id = new.id;
  return null;
end
$$;
comment on function sales.enter_obligation_task is
  'Makes tasks of our obligations. | Создаёт задачи по нашим обязательствам.';
create trigger enter_obligation_task after insert on sales.contract_obligation
  for each row when (new.side = 'ours') execute function sales.enter_obligation_task();
comment on trigger enter_obligation_task on sales.contract_obligation is
  'What we owe becomes a task. | Наше обязательство становится задачей.';
insert into system.succession (place, rule, condition, function_name) values
  ('sales.contract_obligation.fulfilled_by', 'keep', null, null);

select system.permit('{administrator}', '{contracts,contract_obligations,contract_points}',
    '{read,create,update,delete,export,import}', 'all'),
  system.permit('{administrator}', '{contracts}', '{activate,terminate,renew,index,fulfil}', 'all'),
  system.permit('{head_of_department}', '{contracts,contract_obligations,contract_points}',
    '{read,create,update,delete,export,import}', 'below'),
  system.permit('{head_of_department}', '{contracts}', '{activate,terminate,renew,index,fulfil}', 'below'),
  system.permit('{sales,purchasing}', '{contracts,contract_obligations,contract_points}', '{read,export}', 'department'),
  system.permit('{sales,purchasing}', '{contracts,contract_obligations,contract_points}', '{create,update,delete}', 'own'),
  system.permit('{sales,purchasing}', '{contracts}', '{activate,renew,fulfil}', 'own'),
  system.permit('{accountant,read_only}', '{contracts,contract_obligations,contract_points}', '{read}', 'all'),
  system.permit('{auditor}', '{contracts,contract_obligations,contract_points}', '{read,export}', 'all'),
  system.permit('{administrator}', '{contract_amendments,contract_cash,contract_renewals}', '{read,export}', 'all'),
  system.permit('{auditor}', '{contract_amendments,contract_cash,contract_renewals}', '{read,export}', 'all'),
  system.permit('{head_of_department}', '{contract_amendments,contract_cash,contract_renewals}', '{read,export}', 'below'),
  system.permit('{sales,purchasing}', '{contract_amendments,contract_cash,contract_renewals}', '{read,export}', 'department'),
  system.permit('{accountant,read_only}', '{contract_amendments,contract_cash,contract_renewals}', '{read}', 'all');
