-- 0409_finance_allocation: what settles what: payments and credit notes against invoices, write-offs, reversals.
-- Why: each step is a row with its day and its entry, so what was open at any day is told by rows, and a step is taken
-- back by another row. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.allocation (
  id bigint generated always as identity constraint allocation_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint allocation_owner_fkey references access.account,
  department_id bigint constraint allocation_department_fkey references access.department,
  kind text not null constraint allocation_kind_known check (kind in ('allocation', 'write_off', 'reversal')),
  allocated_on date not null,
  debit_item_id bigint constraint allocation_debit_fkey references finance.open_item,
  credit_item_id bigint constraint allocation_credit_fkey references finance.open_item,
  debit_amount numeric(19, 4),
  credit_amount numeric(19, 4),
  debit_base numeric(19, 4),
  credit_base numeric(19, 4),
  difference numeric(19, 4) generated always as (case kind when 'allocation' then credit_base - debit_base end) stored,
  entry_id bigint not null constraint allocation_entry_fkey references finance.entry,
  reverses_id bigint constraint allocation_reverses_key unique
    constraint allocation_reverses_fkey references finance.allocation,
  reason text constraint allocation_reason_length check (length(reason) between 1 and 2000),
  constraint allocation_items check (num_nonnulls(debit_item_id, credit_item_id)
    = case kind when 'allocation' then 2 else 1 end),
  constraint allocation_debit_amounts check (num_nonnulls(debit_item_id, debit_amount, debit_base) in (0, 3)),
  constraint allocation_credit_amounts check (num_nonnulls(credit_item_id, credit_amount, credit_base) in (0, 3)),
  constraint allocation_sign check (case when reverses_id is null
    then coalesce(debit_amount, 1) > 0 and coalesce(credit_amount, 1) > 0
      and coalesce(debit_base, 0) >= 0 and coalesce(credit_base, 0) >= 0
    else coalesce(debit_amount, -1) < 0 and coalesce(credit_amount, -1) < 0
      and coalesce(debit_base, 0) <= 0 and coalesce(credit_base, 0) <= 0 end),
  constraint allocation_reason_given check (kind = 'allocation' and reverses_id is null or reason is not null)
);
create index allocation_owner_idx on finance.allocation (owner_id, allocated_on, id);
create index allocation_department_idx on finance.allocation (department_id, allocated_on, id);
create index allocation_debit_idx on finance.allocation (debit_item_id, allocated_on)
  include (debit_amount, debit_base) where debit_item_id is not null;
create index allocation_credit_idx on finance.allocation (credit_item_id, allocated_on)
  include (credit_amount, credit_base) where credit_item_id is not null;
create index allocation_entry_idx on finance.allocation (entry_id);
create index allocation_day_idx on finance.allocation (allocated_on, id);
create index allocation_created_idx on finance.allocation (created_at, id);
create index allocation_updated_idx on finance.allocation (updated_at, id);
comment on table finance.allocation is
  'Allocation: what settled what, when and by how much; never changed, only taken back. | Разнесение: что чем погашено, когда и на сколько; не меняется, только отменяется.';
comment on column finance.allocation.kind is
  'Kind: how it was settled. | Вид: чем погашено. {allocation=By another document/Другим документом, write_off=Written off/Списано, reversal=Document reversed/Документ сторнирован}';
comment on column finance.allocation.allocated_on is 'Allocated on: the day, also of the entry. | Дата: разнесения и проводки.';
comment on column finance.allocation.debit_item_id is
  'What we are owed: the item, such as of an invoice of ours. | Что должны нам: позиция, например нашего счёта.';
comment on column finance.allocation.credit_item_id is
  'What we owe: the item, such as of a payment received. | Что должны мы: позиция, например полученного платежа.';
comment on column finance.allocation.debit_amount is
  'Amount of what we are owed: in its currency. | Сумма того, что должны нам: в её валюте.';
comment on column finance.allocation.credit_amount is
  'Amount of what we owe: in its currency. | Сумма того, что должны мы: в её валюте.';
comment on column finance.allocation.debit_base is
  'What we are owed, in the currency of the books: as it was carried. | Что должны нам, в валюте учёта: по учётной стоимости.';
comment on column finance.allocation.credit_base is
  'What we owe, in the currency of the books: as it was carried. | Что должны мы, в валюте учёта: по учётной стоимости.';
comment on column finance.allocation.difference is
  'Exchange difference: posted with it; a gain if more than 0. | Курсовая разница: проведена вместе; больше 0 — доход.';
comment on column finance.allocation.entry_id is 'Entry: in the ledger. | Проводка: в журнале.';
comment on column finance.allocation.reverses_id is 'Takes back: the allocation. | Отменяет: разнесение.';
comment on column finance.allocation.reason is 'Reason: why. | Причина: почему.';
comment on constraint allocation_kind_known on finance.allocation is
  'The kind is allocation, write_off or reversal. | Вид: allocation, write_off или reversal.';
comment on constraint allocation_debit_fkey on finance.allocation is 'There is no such item. | Такой позиции нет.';
comment on constraint allocation_credit_fkey on finance.allocation is 'There is no such item. | Такой позиции нет.';
comment on constraint allocation_entry_fkey on finance.allocation is 'There is no such entry. | Такой проводки нет.';
comment on constraint allocation_reverses_key on finance.allocation is
  'It was taken back already. | Разнесение уже отменено.';
comment on constraint allocation_reverses_fkey on finance.allocation is
  'There is no such allocation. | Такого разнесения нет.';
comment on constraint allocation_reason_length on finance.allocation is
  'The reason must have 1 to 2,000 characters. | Причина — от 1 до 2000 знаков.';
comment on constraint allocation_items on finance.allocation is
  'An allocation has two sides, a write-off or reversal one. | У разнесения две стороны, у списания и сторно — одна.';
comment on constraint allocation_debit_amounts on finance.allocation is
  'A side has its item and both amounts. | У стороны есть позиция и обе суммы.';
comment on constraint allocation_credit_amounts on finance.allocation is
  'A side has its item and both amounts. | У стороны есть позиция и обе суммы.';
comment on constraint allocation_sign on finance.allocation is
  'The amount must be more than 0; less where an allocation is taken back. | Сумма должна быть больше 0; меньше — при отмене.';
comment on constraint allocation_reason_given on finance.allocation is
  'A write-off and what takes back say why. | У списания и отмены указана причина.';
select clients.describe_common('finance.allocation'::regclass);
select system.business('finance.allocation'::regclass);
select access.protect('finance.allocation'::regclass, 'allocations');
-- Verbs alone write, and what is written stays.
do $$
begin
  revoke insert, update, delete on finance.allocation from crm_service;
  execute (select format('revoke insert (%1$s), update (%1$s) on finance.allocation from crm_service',
    string_agg(quote_ident(attname), ', '))
    from pg_attribute where attrelid = 'finance.allocation'::regclass and attnum > 0 and not attisdropped);
end
$$;
insert into system.succession (place, rule, condition) values ('finance.allocation.owner_id', 'keep', null);
select system.permit('{administrator,accountant}', '{allocations}', '{read,export,reverse}', 'all'),
  system.permit('{head_of_department}', '{allocations}', '{read,export}', 'below'),
  system.permit('{sales,purchasing}', '{allocations}', '{read}', 'department'),
  system.permit('{read_only}', '{allocations}', '{read}', 'all'),
  system.permit('{auditor}', '{allocations}', '{read,export}', 'all');

-- How much may be given up, by currency; none where nothing is said.
create table finance.write_off_limit (
  id bigint generated always as identity constraint write_off_limit_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  currency text not null constraint write_off_limit_currency_fkey references system.currency
    constraint write_off_limit_once unique,
  amount numeric(19, 4) not null constraint write_off_limit_amount_range check (amount >= 0),
  percent numeric(7, 4) not null default 100
    constraint write_off_limit_percent_range check (percent between 0 and 100)
);
comment on table finance.write_off_limit is
  'Write-off limit: how much of a document may be given up. | Лимит списания: сколько по документу можно списать.';
comment on column finance.write_off_limit.currency is 'Currency: of the documents. | Валюта: документов.';
comment on column finance.write_off_limit.amount is 'Amount: at most for each document. | Сумма: не больше на документ.';
comment on column finance.write_off_limit.percent is
  'Percent: of the document at most. | Процент: не больше от документа.';
comment on constraint write_off_limit_currency_fkey on finance.write_off_limit is
  'There is no such currency. | Такой валюты нет.';
comment on constraint write_off_limit_once on finance.write_off_limit is
  'The currency has a limit already. | У валюты уже есть лимит.';
comment on constraint write_off_limit_amount_range on finance.write_off_limit is
  'The limit must not be negative. | Лимит не может быть отрицательным.';
comment on constraint write_off_limit_percent_range on finance.write_off_limit is
  'The percentage must be 0 to 100. | Процент — от 0 до 100.';
select clients.describe_common('finance.write_off_limit'::regclass);
select system.business('finance.write_off_limit'::regclass);
select access.protect_shared('finance.write_off_limit'::regclass, 'write_off_limits');
create function finance.judge_write_off_limit() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform finance.refuse_decimals(tg_relid::regclass, tg_name, new.currency, jsonb_build_object('amount', new.amount));
  return null;
end
$$;
comment on function finance.judge_write_off_limit is
  'Refuses limits that are no money. | Отклоняет лимиты с лишними знаками.';
create constraint trigger write_off_limit_decimals after insert or update of amount, currency on finance.write_off_limit
  for each row execute function finance.judge_write_off_limit();
comment on trigger write_off_limit_decimals on finance.write_off_limit is
  'More decimals than the currency has; right would be {value}. | Знаков больше, чем у валюты; правильно: {value}.';
-- Who writes off raises no limit of his own.
select system.permit('{administrator}', '{write_off_limits}', '{read,create,update,delete,export}', 'all'),
  system.permit('{accountant,head_of_department,read_only,auditor}', '{write_off_limits}', '{read}', 'all'),
  system.permit('{accountant,auditor}', '{write_off_limits}', '{export}', 'all');
