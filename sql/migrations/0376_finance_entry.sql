-- 0376_finance_entry: entries of the ledger, posted when they are committed.
-- Why: what was posted never changes, whoever asks, the owner included: it is reversed. An entry says how many lines it
-- has, so that none comes later. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.entry (
  id bigint generated always as identity constraint entry_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint entry_owner_fkey references access.account,
  department_id bigint constraint entry_department_fkey references access.department,
  number text not null constraint entry_number_key unique,
  serial bigint not null,
  journal_id bigint not null constraint entry_journal_fkey references finance.journal,
  posted_on date not null,
  description text constraint entry_description_length check (length(description) between 1 and 2000),
  origin text not null default 'document' constraint entry_origin_known check (origin in ('document', 'manual')),
  reverses_id bigint constraint entry_reverses_fkey references finance.entry
    constraint entry_reverses_key unique,
  line_count integer not null constraint entry_lines_range check (line_count between 2 and 100000),
  total numeric(19, 4) not null constraint entry_total_range check (total >= 0),
  external_source text,
  external_key text,
  constraint entry_reverses_other check (reverses_id < id),
  constraint entry_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint entry_external_key unique (external_source, external_key)
);
create index entry_created_idx on finance.entry (created_at, id);
create index entry_posted_idx on finance.entry (posted_on, id);
create index entry_owner_idx on finance.entry (owner_id, posted_on, id);
create index entry_department_idx on finance.entry (department_id, posted_on, id);
create index entry_journal_idx on finance.entry (journal_id, posted_on, id);
comment on table finance.entry is
  'Entry: what was posted, whole; it never changes, it is reversed. | Проводка: что проведено, целиком; не меняется, а сторнируется.';
comment on column finance.entry.number is
  'Number: of its journal, department and year, without gaps. | Номер: в журнале, отделе и году, без пропусков.';
comment on column finance.entry.serial is
  'Serial: the running number in it. | Порядковый: номер внутри них.';
comment on column finance.entry.journal_id is 'Journal: where it stands. | Журнал: где стоит.';
comment on column finance.entry.posted_on is 'Posted on: the day of the books. | Дата: день учёта.';
comment on column finance.entry.description is 'Description: what happened. | Описание: что произошло.';
comment on column finance.entry.origin is
  'Origin: what made it. | Происхождение: что её создало. {document=Document/Документ, manual=By hand/Вручную}';
comment on column finance.entry.reverses_id is 'Reverses: the entry that it takes back. | Сторнирует: какую проводку отменяет.';
comment on column finance.entry.line_count is 'Lines: how many it has. | Строк: сколько в ней.';
comment on column finance.entry.total is
  'Total: of its debits, in the currency of the books. | Итого: по дебету, в валюте учёта.';
comment on constraint entry_number_key on finance.entry is
  'Another entry has this number. | Такой номер уже есть у другой проводки.';
comment on constraint entry_journal_fkey on finance.entry is 'There is no such journal. | Такого журнала нет.';
comment on constraint entry_description_length on finance.entry is
  'The description must have 1 to 2,000 characters. | Описание — от 1 до 2000 знаков.';
comment on constraint entry_origin_known on finance.entry is 'The origin is not known. | Такого происхождения нет.';
comment on constraint entry_reverses_fkey on finance.entry is 'There is no such entry. | Такой проводки нет.';
comment on constraint entry_reverses_key on finance.entry is
  'This entry was reversed already. | Эта проводка уже сторнирована.';
comment on constraint entry_lines_range on finance.entry is
  'An entry has 2 to 100,000 lines. | В проводке от 2 до 100 000 строк.';
comment on constraint entry_total_range on finance.entry is
  'The total must not be negative. | Итог не может быть отрицательным.';
comment on constraint entry_reverses_other on finance.entry is
  'An entry reverses an earlier one. | Проводка сторнирует более раннюю.';
select clients.describe_common('finance.entry'::regclass);
select system.business('finance.entry'::regclass);
select access.protect('finance.entry'::regclass, 'entries');
-- Functions of the owner post; no log-in writes.
do $$
declare
  columns constant text := (select string_agg(quote_ident(a.attname), ', ') from pg_attribute as a
    where a.attrelid = 'finance.entry'::regclass and a.attnum > 0 and not a.attisdropped);
begin
  execute format('revoke insert (%1$s), update (%1$s), delete on finance.entry from crm_service', columns);
end
$$;
insert into system.succession (place, rule, condition) values ('finance.entry.owner_id', 'keep', null);

-- The last number that was given; no log-in reads or writes it. Its row is held to the end of the transaction: what
-- fails gives its number back, and nobody overtakes.
create table finance.entry_counter (
  id bigint generated always as identity constraint entry_counter_pkey primary key,
  journal_id bigint not null constraint entry_counter_journal_fkey references finance.journal,
  -- 0 for entries of no department.
  department_id bigint not null,
  year integer not null,
  prefix text not null constraint entry_counter_prefix_key unique,
  last bigint not null,
  constraint entry_counter_key unique (journal_id, department_id, year)
) with (fillfactor = 50);
comment on table finance.entry_counter is
  'Counter: the last number of a journal. | Счётчик: последний номер журнала.';
comment on column finance.entry_counter.id is 'Number: of the row. | Номер: строки.';
comment on column finance.entry_counter.journal_id is 'Journal: that is counted. | Журнал: который считают.';
comment on column finance.entry_counter.department_id is
  'Department: of the entries; 0 for none. | Отдел: проводок; 0 — без отдела.';
comment on column finance.entry_counter.year is 'Year: of the entries. | Год: проводок.';
comment on column finance.entry_counter.prefix is
  'Prefix: what its numbers begin with. | Начало: её номеров.';
comment on column finance.entry_counter.last is 'Last: number that was given. | Последний: выданный номер.';
comment on constraint entry_counter_journal_fkey on finance.entry_counter is
  'There is no such journal. | Такого журнала нет.';
comment on constraint entry_counter_prefix_key on finance.entry_counter is
  'Another counter has this prefix. | Такое начало уже есть у другого счётчика.';
comment on constraint entry_counter_key on finance.entry_counter is
  'One counter for each journal, department and year. | Один счётчик на журнал, отдел и год.';
alter table finance.entry_counter enable row level security;
create policy entry_counter_nobody on finance.entry_counter for select using (false);
comment on policy entry_counter_nobody on finance.entry_counter is
  'Only the function that counts. | Только функция нумерации.';

-- Begins to count in a journal, department and year.
create function finance.open_entry_counter(p_journal bigint, p_department bigint, p_year integer) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  start text := concat_ws('-', (select j.code from finance.journal as j where j.id = p_journal),
    (select coalesce(d.code, d.id::text) from access.department as d where d.id = nullif(p_department, 0)), p_year);
begin
  -- A code that was another department's before.
  if exists (select from finance.entry_counter as c
    where c.prefix = start and (c.journal_id, c.department_id, c.year) is distinct from (p_journal, p_department, p_year))
  then
    start := concat_ws('-', start, 'D' || p_department);
  end if;
  -- The first ones of a year come at once: whichever key tells of the other, his counter is taken.
  insert into finance.entry_counter (journal_id, department_id, year, prefix, last)
  values (p_journal, p_department, p_year, start, 0) on conflict do nothing;
end
$$;
comment on function finance.open_entry_counter is
  'Begins to count entries. | Открывает нумерацию проводок.';

-- Who is about to post several entries holds the counters of all of them first, in one order: of two who need the same
-- ones, one waits. Those of the general journal come last, since a payment is posted before it is allocated. Where one is
-- still to be opened, only one at a time goes on: 6517357 is the product's.
create function finance.hold_entry_counters(p_journals bigint[], p_departments bigint[], p_days date[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  wanted bigint[];
  missing integer;
begin
  select array_agg(c.id order by j.kind = 'general', c.id), count(*) filter (where c.id is null) into wanted, missing
  from (
    select distinct w.journal, coalesce(w.department, 0) as department, extract(year from w.day)::integer as year
    from unnest(p_journals, p_departments, p_days) as w (journal, department, day)) as k
  join finance.journal as j on j.id = k.journal
  left join finance.entry_counter as c on c.journal_id = k.journal and c.department_id = k.department and c.year = k.year;
  if cardinality(wanted) < 2 then
    return;
  end if;
  if missing > 0 then
    perform pg_advisory_xact_lock(6517357, 3699);
  end if;
  perform from finance.entry_counter as c join unnest(wanted) with ordinality as w (id, place) on w.id = c.id
  order by w.place for no key update of c;
end
$$;
comment on function finance.hold_entry_counters is
  'Holds the counters of several entries in one order. | Удерживает счётчики нескольких проводок в одном порядке.';

-- After own_…, which gives the department: whatever number was given is replaced.
create function finance.number_entry() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  whose constant bigint := coalesce(new.department_id, 0);
  year_of constant integer := extract(year from new.posted_on);
  start text;
begin
  perform system.demand_read_committed();
  update finance.entry_counter as c set last = c.last + 1
  where c.journal_id = new.journal_id and c.department_id = whose and c.year = year_of
  returning c.prefix, c.last into start, new.serial;
  if start is null then
    perform finance.open_entry_counter(new.journal_id, whose, year_of);
    update finance.entry_counter as c set last = c.last + 1
    where c.journal_id = new.journal_id and c.department_id = whose and c.year = year_of
    returning c.prefix, c.last into strict start, new.serial;
  end if;
  new.number := start || '-' || lpad(new.serial::text, greatest(5, length(new.serial::text)), '0');
  return new;
end
$$;
comment on function finance.number_entry is
  'Gives an entry the next number of its journal. | Присваивает проводке следующий номер журнала.';
create trigger own_entry_number before insert on finance.entry
  for each row execute function finance.number_entry();
comment on trigger own_entry_number on finance.entry is
  'Gives the entry its number. | Присваивает проводке номер.';
