-- 0373_finance_fiscal_year: the years of the books and their months.
-- Why: an entry stands in a year that is open, and a year of another length is a number that nobody finds. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.fiscal_year (
  id bigint generated always as identity constraint fiscal_year_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  name text not null constraint fiscal_year_name_length check (length(name) between 1 and 100)
    constraint fiscal_year_name_key unique,
  starts_on date not null,
  ends_on date not null,
  state text not null default 'open' constraint fiscal_year_state_known check (state in ('open', 'closed', 'archived')),
  external_source text,
  external_key text,
  constraint fiscal_year_dates check (starts_on < ends_on and ends_on - starts_on < 740),
  constraint fiscal_year_range check (starts_on between '1900-01-01' and '9999-01-01'),
  constraint fiscal_year_months check (extract(day from starts_on) = 1 and extract(day from ends_on + 1) = 1),
  constraint fiscal_year_no_overlap exclude using gist (daterange(starts_on, ends_on, '[]') with &&),
  constraint fiscal_year_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint fiscal_year_external_key unique (external_source, external_key)
);
comment on table finance.fiscal_year is 'Fiscal year: of the books. | Финансовый год: учёта.';
comment on column finance.fiscal_year.name is 'Name: of the year. | Название: года.';
comment on column finance.fiscal_year.starts_on is 'Starts on: the first day. | Начало: первый день.';
comment on column finance.fiscal_year.ends_on is 'Ends on: the last day. | Конец: последний день.';
comment on column finance.fiscal_year.state is
  'State: whether entries may come. | Состояние: принимаются ли проводки. {open=Open/Открыт, closed=Closed/Закрыт, archived=Archived/В архиве}';
comment on constraint fiscal_year_name_length on finance.fiscal_year is
  'The name must have 1 to 100 characters. | Название — от 1 до 100 знаков.';
comment on constraint fiscal_year_name_key on finance.fiscal_year is
  'Another year has this name. | Такое название уже есть у другого года.';
comment on constraint fiscal_year_state_known on finance.fiscal_year is
  'The state is open, closed or archived. | Состояние: open, closed или archived.';
comment on constraint fiscal_year_dates on finance.fiscal_year is
  'A year ends after it starts and lasts two years at most. | Год кончается после начала и длится не больше двух лет.';
comment on constraint fiscal_year_range on finance.fiscal_year is
  'A year starts between 1900 and 9999. | Год начинается между 1900 и 9999.';
comment on constraint fiscal_year_months on finance.fiscal_year is
  'A year is made of whole months. | Год состоит из целых месяцев.';
comment on constraint fiscal_year_no_overlap on finance.fiscal_year is
  'Some of these days are in another year. | Часть этих дней уже в другом году.';
select clients.describe_common('finance.fiscal_year'::regclass);
select system.business('finance.fiscal_year'::regclass);
select access.protect_shared('finance.fiscal_year'::regclass, 'fiscal_years');
revoke insert (state), update (state, starts_on, ends_on) on finance.fiscal_year from crm_service;

create table finance.period (
  id bigint generated always as identity constraint period_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  fiscal_year_id bigint not null
    constraint period_year_fkey references finance.fiscal_year on delete cascade,
  starts_on date not null,
  ends_on date not null,
  constraint period_dates check (starts_on <= ends_on),
  constraint period_no_overlap exclude using gist (daterange(starts_on, ends_on, '[]') with &&)
);
create index period_year_idx on finance.period (fiscal_year_id, starts_on);
comment on table finance.period is 'Period: a month of a fiscal year. | Период: месяц финансового года.';
comment on column finance.period.fiscal_year_id is 'Year: whose month. | Год: чей месяц.';
comment on column finance.period.starts_on is 'Starts on: the first day. | Начало: первый день.';
comment on column finance.period.ends_on is 'Ends on: the last day. | Конец: последний день.';
comment on constraint period_year_fkey on finance.period is 'There is no such year. | Такого года нет.';
comment on constraint period_dates on finance.period is
  'A period does not end before it starts. | Период не кончается раньше начала.';
comment on constraint period_no_overlap on finance.period is
  'Some of these days are in another period. | Часть этих дней уже в другом периоде.';
select system.business('finance.period'::regclass);
select access.protect_shared('finance.period'::regclass, 'periods');
revoke insert, update, delete on finance.period from crm_service;

create function finance.make_periods() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into finance.period (fiscal_year_id, starts_on, ends_on)
  select new.id, m::date, (m + interval '1 month')::date - 1
  from generate_series(new.starts_on::timestamp, new.ends_on::timestamp, interval '1 month') as m;
  return null;
end
$$;
comment on function finance.make_periods is 'Makes the months of a year. | Создаёт месяцы года.';
create trigger make_periods after insert on finance.fiscal_year
  for each row execute function finance.make_periods();

-- A year with entries neither goes nor moves; of a closed year entries have been waited for.
create function finance.judge_fiscal_year() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform system.demand_read_committed();
  lock table finance.entry in share row exclusive mode;
  if tg_name = 'fiscal_year_kept'
    and exists (select from finance.entry as e where e.posted_on between old.starts_on and old.ends_on)
  then
    perform system.refuse(tg_relid::regclass, tg_name, '', old.name);
  end if;
  return null;
end
$$;
comment on function finance.judge_fiscal_year is
  'Keeps years that have entries. | Сохраняет годы, в которых есть проводки.';
create constraint trigger fiscal_year_kept after delete or update of starts_on, ends_on on finance.fiscal_year
  for each row execute function finance.judge_fiscal_year();
create constraint trigger fiscal_year_waits after update of state on finance.fiscal_year
  for each row execute function finance.judge_fiscal_year();
comment on trigger fiscal_year_kept on finance.fiscal_year is
  'The year {value} has entries: it stays as it is. | В году {value} есть проводки: он остаётся как есть.';
comment on trigger fiscal_year_waits on finance.fiscal_year is
  'What is being posted is waited for. | Проводки, которые сейчас вносятся, дожидаются.';
select system.permit('{administrator,accountant}', '{fiscal_years}', '{read,create,update,delete,export,import}', 'all'),
  system.permit('{administrator,accountant}', '{periods}', '{read,export}', 'all'),
  system.permit('{auditor}', '{fiscal_years,periods}', '{read,export}', 'all'),
  system.permit('{head_of_department,sales,purchasing,read_only}', '{fiscal_years,periods}', '{read}', 'all');
