-- 0298_sales_contract: contracts of both directions.
-- Why: what was agreed stays provable: the amount and the end of a contract in force are those of its last amendment
-- (0330). Kind: expand. Locks: none on existing tables. Time: milliseconds.
-- Forward only.
insert into system.number_series (kind, prefix) values ('contract', 'C');

create table sales.contract (
  id bigint generated always as identity constraint contract_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint contract_owner_fkey references access.account,
  department_id bigint constraint contract_department_fkey references access.department,
  number text not null constraint contract_number_key unique,
  own_number text constraint contract_own_number_length check (length(own_number) between 1 and 100),
  title text not null constraint contract_title_length check (length(title) between 1 and 300),
  party_id bigint not null constraint contract_party_fkey references clients.party,
  direction text not null constraint contract_direction_known check (direction in ('sale', 'purchase')),
  state text not null default 'draft'
    constraint contract_state_known check (state in ('draft', 'active', 'terminated', 'expired', 'cancelled')),
  signed_on date,
  valid_from date not null,
  valid_until date,
  amount numeric(19,4) constraint contract_amount_range check (amount >= 0),
  currency text constraint contract_currency_fkey references system.currency,
  notice_days integer not null default 30 constraint contract_notice_range check (notice_days between 0 and 3650),
  renewal text not null default 'none'
    constraint contract_renewal_known check (renewal in ('none', 'manual', 'automatic')),
  renewal_months integer constraint contract_renewal_range check (renewal_months between 1 and 600),
  index_percent numeric(7,4) constraint contract_index_range check (index_percent > -100 and index_percent <= 100),
  next_index_on date,
  terms text constraint contract_terms_length check (length(terms) <= 20000),
  termination_reason text
    constraint contract_termination_reason_length check (length(termination_reason) between 1 and 2000),
  external_source text,
  external_key text,
  constraint contract_dates check (valid_from <= valid_until),
  constraint contract_amount_currency check (amount is null or currency is not null),
  constraint contract_renewal_period check (renewal <> 'automatic'
    or renewal_months is not null and valid_until is not null),
  constraint contract_index_of_amount check (next_index_on is null or index_percent is not null and amount is not null),
  constraint contract_termination_told check ((state = 'terminated') = (termination_reason is not null)),
  constraint contract_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint contract_external_key unique (external_source, external_key)
);
create index contract_created_idx on sales.contract (created_at, id);
create index contract_updated_idx on sales.contract (updated_at, id);
create index contract_owner_idx on sales.contract (owner_id, id);
create index contract_department_idx on sales.contract (department_id, id);
create index contract_party_idx on sales.contract (party_id, id);
create index contract_currency_idx on sales.contract (currency) where currency is not null;
create index contract_until_idx on sales.contract (valid_until, id) where state = 'active';

comment on table sales.contract is
  'Contract: what was agreed with a party, for sale or purchase. | Договор: что согласовано с контрагентом, на продажу или закупку.';
comment on column sales.contract.number is 'Number: of our series. | Номер: нашей нумерации.';
comment on column sales.contract.own_number is 'Number on paper: as the parties call it. | Номер на бумаге: как его называют стороны.';
comment on column sales.contract.title is 'Title: what it is about. | Название: о чём он.';
comment on column sales.contract.party_id is 'Party: with whom. | Контрагент: с кем.';
comment on column sales.contract.direction is
  'Direction: who pays. | Направление: кто платит. {sale=Sale/Продажа, purchase=Purchase/Закупка}';
comment on column sales.contract.state is
  'State: whether it is in force. | Состояние: действует ли. {draft=Draft/Черновик, active=Active/Действует, terminated=Terminated/Расторгнут, expired=Expired/Истёк, cancelled=Cancelled/Отменён}';
comment on column sales.contract.signed_on is 'Signed on: the day. | Подписан: день.';
comment on column sales.contract.valid_from is 'From: the first day. | С: первый день.';
comment on column sales.contract.valid_until is 'Until: the last day; open when empty. | По: последний день; пусто — бессрочно.';
comment on column sales.contract.amount is 'Amount: of the contract, in its currency. | Сумма: договора, в его валюте.';
comment on column sales.contract.currency is 'Currency: of the contract. | Валюта: договора.';
comment on column sales.contract.notice_days is
  'Notice: how many days before its end one must speak. | Уведомление: за сколько дней до окончания.';
comment on column sales.contract.renewal is
  'Renewal: what becomes of it at its end. | Продление: что по окончании. {none=None/Нет, manual=By agreement/По соглашению, automatic=Automatic/Автоматически}';
comment on column sales.contract.renewal_months is 'Renewal period: in months. | Срок продления: в месяцах.';
comment on column sales.contract.index_percent is 'Indexation: in percent. | Индексация: в процентах.';
comment on column sales.contract.next_index_on is 'Next indexation: the day. | Следующая индексация: день.';
comment on column sales.contract.terms is 'Terms: in words. | Условия: словами.';
comment on column sales.contract.termination_reason is 'Reason: why it was terminated. | Причина: почему расторгнут.';
comment on constraint contract_number_key on sales.contract is
  'Another contract has this number. | Такой номер уже есть у другого договора.';
comment on constraint contract_own_number_length on sales.contract is
  'The number must have 1 to 100 characters. | Номер должен быть от 1 до 100 знаков.';
comment on constraint contract_title_length on sales.contract is
  'The title must have 1 to 300 characters. | Название должно быть от 1 до 300 знаков.';
comment on constraint contract_direction_known on sales.contract is
  'The direction is sale or purchase. | Направление: sale или purchase.';
comment on constraint contract_state_known on sales.contract is
  'The state is draft, active, terminated, expired or cancelled. | Состояние: draft, active, terminated, expired или cancelled.';
comment on constraint contract_amount_range on sales.contract is
  'The amount must not be negative. | Сумма не может быть отрицательной.';
comment on constraint contract_currency_fkey on sales.contract is 'There is no such currency. | Такой валюты нет.';
comment on constraint contract_notice_range on sales.contract is
  'The days of notice must be 0 to 3,650. | Дней уведомления — от 0 до 3650.';
comment on constraint contract_renewal_known on sales.contract is
  'The renewal is none, manual or automatic. | Продление: none, manual или automatic.';
comment on constraint contract_renewal_range on sales.contract is
  'The months must be 1 to 600. | Месяцев — от 1 до 600.';
comment on constraint contract_index_range on sales.contract is
  'The percentage must be above -100 and at most 100. | Процент — больше -100 и не больше 100.';
comment on constraint contract_terms_length on sales.contract is
  'The terms must have at most 20,000 characters. | Условия должны быть не длиннее 20 000 знаков.';
comment on constraint contract_termination_reason_length on sales.contract is
  'The reason must have 1 to 2,000 characters. | Причина должна быть от 1 до 2000 знаков.';
comment on constraint contract_dates on sales.contract is
  'The last day lies before the first. | Последний день раньше первого.';
comment on constraint contract_amount_currency on sales.contract is
  'An amount needs a currency. | Сумме нужна валюта.';
comment on constraint contract_renewal_period on sales.contract is
  'What is renewed automatically has an end and a period in months. | У автоматически продлеваемого есть окончание и срок в месяцах.';
comment on constraint contract_index_of_amount on sales.contract is
  'A day of indexation needs a percentage and an amount. | Для дня индексации нужны процент и сумма.';
comment on constraint contract_termination_told on sales.contract is
  'What is terminated says why. | У расторгнутого указана причина.';
select clients.describe_common('sales.contract'::regclass);
select system.business('sales.contract'::regclass);
select access.protect('sales.contract'::regclass, 'contracts');
select access.name_seen('sales.contract'::regclass, 'party_id', 'clients.party'::regclass);
create trigger own_contract_number before insert on sales.contract
  for each row execute function system.number_document('contract', 'signed_on');
create constraint trigger contract_owned after update on sales.contract
  for each row when (new.owner_id is null and new.department_id is null
    and (old.owner_id is not null or old.department_id is not null)) execute function access.keep_owned();
comment on trigger contract_owned on sales.contract is
  'A contract has an owner or a department. | У договора есть ответственный или отдел.';
-- A number is never lost: a draft that nobody wants is cancelled.
revoke insert (number, state, termination_reason), update (number, state, termination_reason), delete
  on sales.contract from crm_service;

create function sales.judge_contract() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_name = 'contract_amended' and exists (
    select from sales.contract_amendment as a where a.contract_id = new.id
      and a.id = (select max(l.id) from sales.contract_amendment as l where l.contract_id = new.id)
      and (a.new_amount, a.new_valid_until) is not distinct from (new.amount, new.valid_until))
  then
    return null;
  elsif tg_name = 'contract_frozen' and system.merging()
    and row(new.direction, new.number, new.currency, new.valid_from, new.signed_on, new.terms)
      is not distinct from row(old.direction, old.number, old.currency, old.valid_from, old.signed_on, old.terms)
  then
    -- The party has become one with another.
    return null;
  end if;
  if tg_name = 'contract_frozen' then
    perform system.refuse_frozen(tg_relid, tg_name, old.state);
  end if;
  perform system.refuse(tg_relid, tg_name, case tg_name when 'contract_amended' then
    case when new.amount is distinct from old.amount then 'amount' else 'valid_until' end
    else 'party_id' end);
  return null;
end
$$;
comment on function sales.judge_contract is
  'Keeps what was agreed as it was agreed. | Хранит согласованное таким, как согласовано.';
create constraint trigger contract_frozen after update on sales.contract
  for each row when (old.state <> 'draft' and row(new.party_id, new.direction, new.number, new.currency, new.valid_from,
    new.signed_on, new.terms) is distinct from row(old.party_id, old.direction, old.number, old.currency, old.valid_from,
    old.signed_on, old.terms)) execute function sales.judge_contract();
create constraint trigger contract_amended after update on sales.contract
  for each row when (new.state <> 'draft' and row(new.amount, new.valid_until, new.state)
    is distinct from row(old.amount, old.valid_until, old.state)) execute function sales.judge_contract();
create constraint trigger contract_state_back after update on sales.contract
  for each row when (old.state <> 'draft' and new.state = 'draft') execute function sales.judge_contract();
comment on trigger contract_frozen on sales.contract is
  'What was agreed stays as it was agreed. | Согласованное не меняется.';
comment on trigger contract_amended on sales.contract is
  'The amount and the end of a contract in force change by renewal, indexation or termination. | Сумма и окончание действующего договора меняются продлением, индексацией или расторжением.';
comment on trigger contract_state_back on sales.contract is
  'A contract does not become a draft again. | Договор не становится снова черновиком.';
insert into system.succession (place, rule, condition, function_name) values
  ('sales.contract.owner_id', 'hand_over', 'state in (''draft'', ''active'')', null);
