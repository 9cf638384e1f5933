-- 0401_finance_payment_term: by when what is invoiced is to be paid, in one part or several.
-- Why: half at once and the rest in 30 days is two claims with a day each; whoever asks what is overdue asks for the
-- parts. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.payment_term (
  id bigint generated always as identity constraint payment_term_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  name text not null constraint payment_term_name_length check (length(name) between 1 and 200)
    constraint payment_term_name_key unique,
  archived_at timestamptz,
  external_source text,
  external_key text,
  constraint payment_term_external_length check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint payment_term_external_key unique (external_source, external_key)
);
comment on table finance.payment_term is
  'Payment term: by when an invoice is to be paid. | Условие оплаты: к какому сроку оплачивается счёт.';
comment on column finance.payment_term.name is 'Name: of the term. | Название: условия.';
comment on constraint payment_term_name_length on finance.payment_term is
  'The name must have 1 to 200 characters. | Название — от 1 до 200 знаков.';
comment on constraint payment_term_name_key on finance.payment_term is
  'Another term has this name. | Такое название уже есть у другого условия.';
select clients.describe_common('finance.payment_term'::regclass);
select system.business('finance.payment_term'::regclass);
select access.protect_shared('finance.payment_term'::regclass, 'payment_terms');

create table finance.payment_term_part (
  id bigint generated always as identity constraint payment_term_part_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  payment_term_id bigint not null
    constraint payment_term_part_term_fkey references finance.payment_term on delete cascade,
  percent numeric(7, 4) not null default 100
    constraint payment_term_part_percent_range check (percent > 0 and percent <= 100),
  days integer not null default 0 constraint payment_term_part_days_range check (days between 0 and 3650),
  month_end boolean not null default false,
  constraint payment_term_part_once unique (payment_term_id, days, month_end)
);
comment on table finance.payment_term_part is
  'Part of a payment term: how much is due when. | Часть условия оплаты: сколько и когда.';
comment on column finance.payment_term_part.payment_term_id is 'Term: whose part. | Условие: чья часть.';
comment on column finance.payment_term_part.percent is 'Percent: of the whole. | Процент: от всей суммы.';
comment on column finance.payment_term_part.days is
  'Days: after the date of the invoice. | Дней: после даты счёта.';
comment on column finance.payment_term_part.month_end is
  'End of the month: the last day of the month that it comes to. | Конец месяца: последний день месяца, на который приходится.';
comment on constraint payment_term_part_term_fkey on finance.payment_term_part is
  'There is no such term. | Такого условия нет.';
comment on constraint payment_term_part_percent_range on finance.payment_term_part is
  'The percentage must be more than 0, at most 100. | Процент — больше 0 и не больше 100.';
comment on constraint payment_term_part_days_range on finance.payment_term_part is
  'The days must be 0 to 3,650. | Число дней — от 0 до 3650.';
comment on constraint payment_term_part_once on finance.payment_term_part is
  'Another part is due then. | На этот срок уже есть часть.';
select clients.describe_common('finance.payment_term_part'::regclass);
select system.business('finance.payment_term_part'::regclass, 'payment_term_id', 'finance.payment_term'::regclass);

-- A term belongs to nobody, so its parts are written by whoever may write all terms.
select access.protect_shared('finance.payment_term_part'::regclass, 'payment_term_parts');
select system.permit('{administrator,accountant}', '{payment_terms,payment_term_parts}',
    '{read,create,update,delete,export,import}', 'all'),
  system.permit('{head_of_department,sales,purchasing,read_only,auditor}', '{payment_terms,payment_term_parts}',
    '{read}', 'all'),
  system.permit('{auditor}', '{payment_terms,payment_term_parts}', '{export}', 'all');

-- A term without parts is due at once.
create function finance.judge_payment_term() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  whole bigint;
  parts numeric;
begin
  perform system.demand_read_committed();
  for whole in
    select distinct (k.row ->> 'payment_term_id')::bigint
    from unnest(array[to_jsonb(new), to_jsonb(old)]) as k (row) where k.row is not null
  loop
    -- Whoever changes other parts of it meanwhile waits.
    perform from finance.payment_term as t where t.id = whole for no key update;
    select sum(p.percent) into parts from finance.payment_term_part as p where p.payment_term_id = whole;
    if parts <> 100 then
      perform system.refuse(tg_relid::regclass, tg_name, 'percent', trim_scale(parts)::text);
    end if;
  end loop;
  return null;
end
$$;
comment on function finance.judge_payment_term is
  'Holds the parts of a term against the whole. | Сверяет части условия с целым.';
create constraint trigger payment_term_part_whole after insert or update or delete on finance.payment_term_part
  deferrable initially deferred for each row execute function finance.judge_payment_term();
comment on trigger payment_term_part_whole on finance.payment_term_part is
  'The parts of the term make {value} %, not 100 %. | Части условия составляют {value} %, а не 100 %.';

-- What is due when of an amount that was invoiced on a day; the parts make the amount, whatever the percentages.
create function finance.due_parts(p_term bigint, p_on date, p_amount numeric, p_currency text)
returns table (due_on date, amount numeric)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select d.due_on, finance.round_money(p_amount * sum(d.percent) over upto * 0.01, p_currency)
    - finance.round_money(p_amount * (sum(d.percent) over upto - d.percent) * 0.01, p_currency)
  from (
    select p.id, p.percent, case when p.month_end
      then (date_trunc('month', p_on + p.days) + interval '1 month - 1 day')::date else p_on + p.days end as due_on
    from finance.payment_term_part as p where p.payment_term_id = p_term) as d
  window upto as (order by d.due_on, d.id rows unbounded preceding)
  order by d.due_on, d.id;
end;
comment on function finance.due_parts is
  'What of an amount is due when. | Какая часть суммы когда оплачивается.';

insert into finance.payment_term (name) values ('At once'), ('14 days'), ('30 days'), ('Half at once, half in 30 days');
insert into finance.payment_term_part (payment_term_id, percent, days)
select t.id, p.percent, p.days
from (values ('At once', 100, 0), ('14 days', 100, 14), ('30 days', 100, 30), ('Half at once, half in 30 days', 50, 0),
  ('Half at once, half in 30 days', 50, 30)) as p (name, percent, days)
join finance.payment_term as t on t.name = p.name;
