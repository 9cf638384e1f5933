-- 0374_finance_rate: what one unit of a currency is worth in the currency of the books, by day.
-- Why: each document is reckoned by the rate of its day, and tomorrow's rate changes nothing of yesterday. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.rate (
  id bigint generated always as identity constraint rate_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  currency text not null constraint rate_currency_fkey references system.currency,
  rated_on date not null,
  rate numeric(24, 12) not null constraint rate_range check (rate > 0),
  source text not null default 'manual' constraint rate_source_length check (length(source) between 1 and 100),
  external_source text,
  external_key text,
  constraint rate_once unique (currency, rated_on),
  constraint rate_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint rate_external_key unique (external_source, external_key)
);
create index rate_day_idx on finance.rate (rated_on, currency);
comment on table finance.rate is
  'Rate: what one unit of a currency is worth in the currency of the books, from a day on. | Курс: сколько стоит единица валюты в валюте учёта, начиная с дня.';
comment on column finance.rate.currency is 'Currency: of which one unit. | Валюта: единица которой.';
comment on column finance.rate.rated_on is 'Day: from which on, until the next. | День: с которого действует до следующего.';
comment on column finance.rate.rate is
  'Rate: for one unit, in the currency of the books. | Курс: за единицу, в валюте учёта.';
comment on column finance.rate.source is 'Source: where it comes from. | Откуда: взят курс.';
comment on constraint rate_currency_fkey on finance.rate is 'There is no such currency. | Такой валюты нет.';
comment on constraint rate_range on finance.rate is 'The rate must be greater than 0. | Курс должен быть больше 0.';
comment on constraint rate_source_length on finance.rate is
  'The source must have 1 to 100 characters. | Источник — от 1 до 100 знаков.';
comment on constraint rate_once on finance.rate is
  'There is a rate of this currency for this day. | Курс этой валюты на этот день уже есть.';
select clients.describe_common('finance.rate'::regclass);
create function finance.judge_rate() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform system.refuse(tg_relid::regclass, tg_name, case tg_name when 'rate_base' then 'currency' end, new.currency);
  return null;
end
$$;
comment on function finance.judge_rate is 'Refuses a rate that cannot be. | Отклоняет невозможный курс.';
create constraint trigger rate_base after insert or update of currency on finance.rate
  for each row when (new.currency = finance.base_currency()) execute function finance.judge_rate();
create constraint trigger rate_known after update on finance.rate
  for each row when (old.currency <> new.currency) execute function finance.judge_rate();
comment on trigger rate_base on finance.rate is
  '{value} is the currency of the books: its rate is 1. | {value} — валюта учёта: её курс равен 1.';
comment on trigger rate_known on finance.rate is
  'There is no rate for it on that day: {value}. Enter or import one. | Нет курса на этот день: {value}. Внесите или загрузите его.';
select system.business('finance.rate'::regclass);
select access.protect_shared('finance.rate'::regclass, 'rates');
revoke update (currency) on finance.rate from crm_service;
select system.permit('{administrator,accountant}', '{rates}', '{read,create,update,delete,export,import}', 'all'),
  system.permit('{auditor}', '{rates}', '{read,export}', 'all'),
  system.permit('{head_of_department,sales,purchasing,read_only}', '{rates}', '{read}', 'all');

-- Units of the currency of the books for one unit: the latest rate that is not after the day; refuses when there is none.
create function finance.rate_on(p_currency text, p_on date) returns numeric
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  found_rate numeric;
begin
  if p_currency = finance.base_currency() then
    return 1;
  end if;
  select r.rate into found_rate from finance.rate as r
  where r.currency = p_currency and r.rated_on <= p_on order by r.rated_on desc limit 1;
  if found_rate is null then
    perform system.refuse('finance.rate'::regclass, 'rate_known', 'currency', concat_ws(', ', p_currency, p_on));
  end if;
  return found_rate;
end
$$;
comment on function finance.rate_on is
  'The rate of a currency on a day; refuses when there is none. | Курс валюты на день; отказывает, если его нет.';
create function finance.to_base(p_amount numeric, p_currency text, p_on date) returns numeric
language sql stable security definer set search_path = pg_catalog
begin atomic
  select finance.round_money(p_amount * finance.rate_on(p_currency, p_on), finance.base_currency());
end;
comment on function finance.to_base is
  'An amount in the currency of the books, rounded. | Сумма в валюте учёта, с округлением.';
grant execute on function finance.rate_on, finance.to_base to crm_service, crm_limited, crm_reader, crm_report;
