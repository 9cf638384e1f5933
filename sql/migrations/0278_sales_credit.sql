-- 0278_sales_credit: how much a client and everybody below it may owe us, and what happens when an order goes beyond.
-- Why: a group orders through many companies, and each of them alone looks harmless. What counts is what was confirmed
-- and not paid; of two orders at once the second sees the first. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create table sales.credit_limit (
  id bigint generated always as identity constraint credit_limit_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  party_id bigint not null constraint credit_limit_party_fkey references clients.party,
  amount numeric(19, 4) not null constraint credit_limit_amount_range check (amount >= 0),
  currency text not null constraint credit_limit_currency_fkey references system.currency,
  mode text not null default 'stop' constraint credit_limit_mode_known check (mode in ('stop', 'warn')),
  valid_from date not null default current_date,
  valid_until date,
  notes text constraint credit_limit_notes_length check (length(notes) <= 2000),
  external_source text,
  external_key text,
  constraint credit_limit_dates check (valid_from <= valid_until),
  constraint credit_limit_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint credit_limit_external_key unique (external_source, external_key),
  constraint credit_limit_no_overlap exclude using gist (party_id ext.gist_int8_ops with =,
    currency ext.gist_text_ops with =, daterange(valid_from, valid_until, '[]') with &&)
);
create index credit_limit_party_idx on sales.credit_limit (party_id, valid_from);
create index credit_limit_currency_idx on sales.credit_limit (currency);
comment on table sales.credit_limit is
  'Credit limit: how much a client and all below it may owe. | Кредитный лимит: сколько могут задолжать клиент и все под ним.';
comment on column sales.credit_limit.party_id is
  'Client: the top of the group that is meant. | Клиент: вершина группы, о которой речь.';
comment on column sales.credit_limit.amount is 'Amount: in its currency. | Сумма: в своей валюте.';
comment on column sales.credit_limit.currency is
  'Currency: of the amount, and of the orders that count. | Валюта: суммы и учитываемых заказов.';
comment on column sales.credit_limit.mode is
  'Mode: what happens to an order beyond it. | Режим: что будет с заказом сверх лимита. {stop=Stop/Запретить, warn=Warn/Предупредить}';
comment on column sales.credit_limit.valid_from is 'From: first day. | С: первый день.';
comment on column sales.credit_limit.valid_until is 'Until: last day. | По: последний день.';
comment on column sales.credit_limit.notes is 'Notes: why so much. | Заметки: почему столько.';
comment on constraint credit_limit_amount_range on sales.credit_limit is
  'The limit must not be negative. | Лимит не может быть отрицательным.';
comment on constraint credit_limit_currency_fkey on sales.credit_limit is
  'There is no such currency. | Такой валюты нет.';
comment on constraint credit_limit_mode_known on sales.credit_limit is
  'The mode is stop or warn. | Режим: stop или warn.';
comment on constraint credit_limit_notes_length on sales.credit_limit is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint credit_limit_dates on sales.credit_limit is
  'The last day lies before the first. | Последний день раньше первого.';
comment on constraint credit_limit_no_overlap on sales.credit_limit is
  'The client has a limit of this currency on some of these days. | На часть этих дней у клиента уже есть лимит в этой валюте.';
select clients.describe_common('sales.credit_limit'::regclass);
select system.business('sales.credit_limit'::regclass);
select access.protect_shared('sales.credit_limit'::regclass, 'credit_limits');
select access.name_seen('sales.credit_limit'::regclass, 'party_id', 'clients.party'::regclass);
create policy credit_limit_of_seen on sales.credit_limit as restrictive for select
  using (exists (select from clients.party as p where p.id = party_id));
comment on policy credit_limit_of_seen on sales.credit_limit is
  'A limit is seen with its client. | Лимит виден вместе с клиентом.';

create table sales.credit_warning (
  id bigint generated always as identity constraint credit_warning_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  sales_order_id bigint not null constraint credit_warning_order_fkey references sales.sales_order,
  credit_limit_id bigint not null constraint credit_warning_limit_fkey references sales.credit_limit,
  exposure numeric(19, 4) not null,
  amount numeric(19, 4) not null,
  currency text not null constraint credit_warning_currency_fkey references system.currency,
  constraint credit_warning_once unique (sales_order_id, credit_limit_id)
);
create index credit_warning_limit_idx on sales.credit_warning (credit_limit_id);
create index credit_warning_currency_idx on sales.credit_warning (currency);
comment on table sales.credit_warning is
  'Credit warning: an order was confirmed beyond a limit that only warns. | Предупреждение о кредите: заказ подтверждён сверх лимита, который лишь предупреждает.';
comment on column sales.credit_warning.sales_order_id is 'Order: that went beyond. | Заказ: превысивший лимит.';
comment on column sales.credit_warning.credit_limit_id is 'Limit: that it went beyond. | Лимит: который превышен.';
comment on column sales.credit_warning.exposure is
  'Exposure: of the group, with the order. | Задолженность: группы вместе с заказом.';
comment on column sales.credit_warning.amount is 'Limit then: as it was. | Лимит тогда: каким он был.';
comment on column sales.credit_warning.currency is 'Currency: of both. | Валюта: обеих сумм.';
comment on constraint credit_warning_order_fkey on sales.credit_warning is
  'There is no such order. | Такого заказа нет.';
comment on constraint credit_warning_limit_fkey on sales.credit_warning is
  'There is no such limit. | Такого лимита нет.';
comment on constraint credit_warning_currency_fkey on sales.credit_warning is
  'There is no such currency. | Такой валюты нет.';
comment on constraint credit_warning_once on sales.credit_warning is
  'An order is warned of once for each limit. | О заказе предупреждают один раз на лимит.';
select clients.describe_common('sales.credit_warning'::regclass);
select system.business('sales.credit_warning'::regclass, 'sales_order_id', 'sales.sales_order'::regclass);
select access.protect_child(
  'sales.credit_warning'::regclass, 'sales_orders', 'sales_order_id', 'sales.sales_order'::regclass);
revoke insert, update, delete on sales.credit_warning from crm_service;
select system.permit('{administrator,accountant}', '{credit_limits}', '{read,create,update,delete,export,import}', 'all'),
  system.permit('{administrator,accountant,auditor}', '{credit_exposures,credit_warnings}', '{read,export}', 'all'),
  system.permit('{head_of_department,sales,read_only}', '{credit_limits,credit_exposures,credit_warnings}', '{read}',
    'all'),
  system.permit('{auditor}', '{credit_limits}', '{read,export}', 'all');
