-- 0283_sales_customer_segment: to which segment a client belongs, today and on the days that are looked back at.
-- Why: recency, frequency and money mean something on a day. Looking at all days would reckon everything for each;
-- somebody says which ones matter. Kind: expand. Locks: none. Time: milliseconds. Forward only.
create table sales.report_day (
  id bigint generated always as identity constraint report_day_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  reported_on date not null constraint report_day_key unique,
  external_source text,
  external_key text,
  constraint report_day_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint report_day_external_key unique (external_source, external_key)
);
comment on table sales.report_day is
  'Report day: a day beside today on which clients are put into segments. | Отчётный день: день помимо сегодняшнего, на который определяют сегменты.';
comment on column sales.report_day.reported_on is 'Day: that is looked back at. | День: на который смотрят.';
comment on constraint report_day_key on sales.report_day is 'The day is here already. | Такой день уже есть.';
select clients.describe_common('sales.report_day'::regclass);
select system.business('sales.report_day'::regclass);
select access.protect_shared('sales.report_day'::regclass, 'report_days');

create table sales.segment_rule (
  id bigint generated always as identity constraint segment_rule_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  place integer not null constraint segment_rule_place_key unique
    constraint segment_rule_place_range check (place between 1 and 1000000),
  code text not null
    constraint segment_rule_code_form check (code ~ '^[a-z][a-z0-9_]{0,48}$')
    constraint segment_rule_code_key unique
    constraint segment_rule_code_free check (code <> 'other'),
  recency_from integer constraint segment_rule_recency_from_range check (recency_from >= 0),
  recency_to integer constraint segment_rule_recency_to_range check (recency_to >= 0),
  orders_from integer constraint segment_rule_orders_range check (orders_from >= 0),
  net_from numeric(19, 4) constraint segment_rule_net_range check (net_from >= 0),
  external_source text,
  external_key text,
  constraint segment_rule_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint segment_rule_external_key unique (external_source, external_key)
);
comment on table sales.segment_rule is
  'Segment rule: the first that fits a client names its segment; other where none does. | Правило сегмента: первое подходящее даёт сегмент; если ни одно — other.';
comment on column sales.segment_rule.place is 'Place: in which order they are tried. | Место: порядок проверки.';
comment on column sales.segment_rule.code is 'Segment: what it is called. | Сегмент: как называется.';
comment on column sales.segment_rule.recency_from is
  'Recency from: days since the last order, at least. | Давность от: дней с последнего заказа не меньше.';
comment on column sales.segment_rule.recency_to is
  'Recency to: days since the last order, at most. | Давность до: дней с последнего заказа не больше.';
comment on column sales.segment_rule.orders_from is 'Orders from: at least. | Заказов от: не меньше.';
comment on column sales.segment_rule.net_from is
  'Net from: at least, in the currency of the orders. | Сумма от: не меньше, в валюте заказов.';
comment on constraint segment_rule_place_key on sales.segment_rule is
  'Another rule has this place. | Такое место уже у другого правила.';
comment on constraint segment_rule_place_range on sales.segment_rule is
  'The place must be 1 to 1,000,000. | Место — от 1 до 1 000 000.';
comment on constraint segment_rule_code_form on sales.segment_rule is
  'The segment is a word of small letters. | Сегмент — слово строчными латинскими буквами.';
comment on constraint segment_rule_code_key on sales.segment_rule is
  'Another rule names this segment. | Такой сегмент уже у другого правила.';
comment on constraint segment_rule_code_free on sales.segment_rule is
  'Other are those whom no rule fits. | other — те, кому не подошло ни одно правило.';
comment on constraint segment_rule_recency_from_range on sales.segment_rule is
  'The days must not be negative. | Дней не может быть меньше нуля.';
comment on constraint segment_rule_recency_to_range on sales.segment_rule is
  'The days must not be negative. | Дней не может быть меньше нуля.';
comment on constraint segment_rule_orders_range on sales.segment_rule is
  'The orders must not be negative. | Заказов не может быть меньше нуля.';
comment on constraint segment_rule_net_range on sales.segment_rule is
  'The sum must not be negative. | Сумма не может быть отрицательной.';
select clients.describe_common('sales.segment_rule'::regclass);
select system.business('sales.segment_rule'::regclass);
select access.protect_shared('sales.segment_rule'::regclass, 'segment_rules');
insert into sales.segment_rule (place, code, recency_from, recency_to, orders_from, net_from) values
  (10, 'champion', null, 30, 10, 10000), (20, 'loyal', null, 60, 5, null), (30, 'lost', 181, null, null, null),
  (40, 'at_risk', 91, null, null, null);
select system.permit('{administrator}', '{report_days,segment_rules}', '{read,create,update,delete,export,import}', 'all'),
  system.permit('{sales,head_of_department,accountant}', '{report_days}', '{read,create,delete}', 'all'),
  system.permit('{read_only,auditor}', '{report_days}', '{read}', 'all'),
  system.permit('{sales,head_of_department,accountant,read_only,auditor}', '{segment_rules}', '{read}', 'all');
