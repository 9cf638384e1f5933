-- 0377_finance_entry_line: the lines of an entry, in the currency of the books and in their own.
-- Why: the ledger by account, party, department, project, contract and currency is the sum of these rows. Each fiscal
-- year has a partition of its own, so that an archived one can be shut for everybody (0480) while reports read on.
-- Kind: expand. Locks: none on existing tables; opening a year waits for who writes to what lines refer to, and holds
-- them for milliseconds. Time: milliseconds. Forward only.

-- A third word of the trigger is the table that is told of, where rows lie in partitions of it.
create or replace function audit.record() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
begin
  with made as (
    insert into audit.change (account_id, request_id, table_name, record_id, parent_table, parent_id,
      action, old, new)
    values (access.account_id(), nullif(current_setting('crm.request', true), ''),
      coalesce(tg_argv[2], tg_table_schema || '.' || tg_table_name), coalesce(new.id, old.id), tg_argv[1],
      (coalesce(after, before) ->> tg_argv[0])::bigint, lower(tg_op), before, after)
    returning id, at, table_name, record_id, action, parent_table, parent_id, account_id, request_id
  )
  insert into system.event (id, at, table_name, record_id, version, action, parent_table, parent_id,
    account_id, request_id)
  select m.id, m.at, m.table_name, m.record_id, (coalesce(after, before) ->> 'version')::bigint, m.action,
    m.parent_table, m.parent_id, m.account_id, m.request_id
  from made as m;
  return null;
end
$$;

create table finance.entry_line (
  id bigint generated always as identity,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  entry_id bigint not null constraint entry_line_entry_fkey references finance.entry,
  position integer not null,
  -- Of the entry, so that the line lies in its year and what belongs to a month is found.
  posted_on date not null,
  account_id bigint not null constraint entry_line_account_fkey references finance.account,
  party_id bigint constraint entry_line_party_fkey references clients.party,
  department_id bigint constraint entry_line_department_fkey references access.department,
  project_id bigint constraint entry_line_project_fkey references work.project,
  contract_id bigint constraint entry_line_contract_fkey references sales.contract,
  currency text not null constraint entry_line_currency_fkey references system.currency,
  debit numeric(19, 4) not null,
  credit numeric(19, 4) not null,
  amount numeric(19, 4) not null,
  tax_id bigint,
  description text constraint entry_line_description_length check (length(description) between 1 and 2000),
  constraint entry_line_pkey primary key (id, posted_on),
  constraint entry_line_place_key unique (entry_id, position, posted_on),
  constraint entry_line_place_range check (position >= 1),
  constraint entry_line_side check (debit >= 0 and credit >= 0 and (debit = 0 or credit = 0)),
  constraint entry_line_sign check (amount * (debit - credit) >= 0),
  constraint entry_line_empty check (debit <> 0 or credit <> 0 or amount <> 0)
) partition by range (posted_on);
create index entry_line_account_idx on finance.entry_line (account_id, posted_on, id);
create index entry_line_posted_idx on finance.entry_line (posted_on, id);
create index entry_line_party_idx on finance.entry_line (party_id, account_id, posted_on) where party_id is not null;
create index entry_line_department_idx on finance.entry_line (department_id, posted_on) where department_id is not null;
create index entry_line_project_idx on finance.entry_line (project_id, posted_on) where project_id is not null;
create index entry_line_contract_idx on finance.entry_line (contract_id, posted_on) where contract_id is not null;
create index entry_line_currency_idx on finance.entry_line (currency);
comment on table finance.entry_line is
  'Line of an entry: one account, debit or credit. | Строка проводки: один счёт, дебет или кредит.';
comment on column finance.entry_line.entry_id is 'Entry: whose line. | Проводка: чья строка.';
comment on column finance.entry_line.position is 'Position: in the entry. | Место: в проводке.';
comment on column finance.entry_line.posted_on is 'Posted on: the day of the entry. | Дата: проводки.';
comment on column finance.entry_line.account_id is 'Account: that it changes. | Счёт: который меняет.';
comment on column finance.entry_line.party_id is 'Party: with whom. | Контрагент: с кем.';
comment on column finance.entry_line.department_id is 'Department: whose it is. | Отдел: чьё.';
comment on column finance.entry_line.project_id is 'Project: for which. | Проект: для какого.';
comment on column finance.entry_line.contract_id is 'Contract: under which. | Договор: по какому.';
comment on column finance.entry_line.currency is 'Currency: of the amount. | Валюта: суммы.';
comment on column finance.entry_line.debit is 'Debit: in the currency of the books. | Дебет: в валюте учёта.';
comment on column finance.entry_line.credit is 'Credit: in the currency of the books. | Кредит: в валюте учёта.';
comment on column finance.entry_line.amount is
  'Amount: in its currency, negative on the credit side. | Сумма: в своей валюте, по кредиту отрицательная.';
comment on column finance.entry_line.tax_id is 'Tax: that it is, or that it is the base of. | Налог: которым является или базой которого служит.';
comment on column finance.entry_line.description is 'Description: of the line. | Описание: строки.';
comment on constraint entry_line_entry_fkey on finance.entry_line is 'There is no such entry. | Такой проводки нет.';
comment on constraint entry_line_account_fkey on finance.entry_line is 'There is no such account. | Такого счёта нет.';
comment on constraint entry_line_project_fkey on finance.entry_line is 'There is no such project. | Такого проекта нет.';
comment on constraint entry_line_contract_fkey on finance.entry_line is 'There is no such contract. | Такого договора нет.';
comment on constraint entry_line_currency_fkey on finance.entry_line is 'There is no such currency. | Такой валюты нет.';
comment on constraint entry_line_description_length on finance.entry_line is
  'The description must have 1 to 2,000 characters. | Описание — от 1 до 2000 знаков.';
comment on constraint entry_line_place_key on finance.entry_line is
  'The entry has a line at this place. | На этом месте проводки уже есть строка.';
comment on constraint entry_line_place_range on finance.entry_line is
  'The position must be 1 or more. | Место — от 1.';
comment on constraint entry_line_side on finance.entry_line is
  'A line has a debit or a credit, neither negative: the other one is 0. | В строке дебет или кредит, не отрицательный: другая сторона равна 0.';
comment on constraint entry_line_sign on finance.entry_line is
  'The amount is positive beside a debit and negative beside a credit. | Сумма положительна при дебете и отрицательна при кредите.';
comment on constraint entry_line_empty on finance.entry_line is
  'A line has a debit, a credit or an amount. | В строке есть дебет, кредит или сумма.';
select clients.describe_common('finance.entry_line'::regclass);
comment on column finance.entry_line.department_id is 'Department: whose it is. | Отдел: чьё.';
select system.business('finance.entry_line'::regclass, 'entry_id', 'finance.entry'::regclass);
-- What is written of a line names the ledger, not the partition that it lies in.
drop trigger audit_entry_line on finance.entry_line;
create trigger audit_entry_line after insert or update or delete on finance.entry_line
  for each row execute function audit.record('entry_id', 'finance.entry', 'finance.entry_line');
select access.protect_child('finance.entry_line'::regclass, 'entries', 'entry_id', 'finance.entry'::regclass);
do $$
declare
  columns constant text := (select string_agg(quote_ident(a.attname), ', ') from pg_attribute as a
    where a.attrelid = 'finance.entry_line'::regclass and a.attnum > 0 and not a.attisdropped);
begin
  execute format('revoke insert (%1$s), update (%1$s), delete on finance.entry_line from crm_service', columns);
end
$$;
select system.permit('{administrator,accountant}', '{entries}', '{read,create,reverse,export}', 'all'),
  system.permit('{administrator,accountant,auditor}', '{entry_lines}', '{read,export}', 'all'),
  system.permit('{auditor}', '{entries}', '{read,export}', 'all'),
  system.permit('{head_of_department}', '{entries,entry_lines}', '{read,export}', 'below'),
  system.permit('{read_only}', '{entries,entry_lines}', '{read}', 'all');

-- A year that is opened gets its partition, one that goes or moves loses an empty one. Nobody but the owner reads or
-- writes a partition itself: who may read lines reads them through the ledger and its policies.
create function finance.year_part(p_starts_on date) returns text
language sql immutable strict set search_path = pg_catalog
return 'entry_line_' || to_char(p_starts_on::timestamp, 'YYYY_MM');
comment on function finance.year_part is
  'The partition of the lines of a year. | Секция строк года.';

create function finance.refuse_part_change() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  perform system.refuse('finance.entry_line'::regclass, 'entry_line_stays', '');
  return null;
end
$$;
comment on function finance.refuse_part_change is
  'Refuses statements past the ledger. | Отклоняет команды мимо книги.';

create function finance.keep_year_part() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  part text;
begin
  if tg_op <> 'INSERT' then
    part := finance.year_part(old.starts_on);
    execute format('alter table finance.entry_line detach partition finance.%I', part);
    execute format('drop table finance.%I', part);
  end if;
  if tg_op <> 'DELETE' then
    part := finance.year_part(new.starts_on);
    execute format(
      'create table finance.%I (like finance.entry_line including all excluding identity excluding comments)', part);
    execute format('alter table finance.entry_line attach partition finance.%I for values from (%L) to (%L)',
      part, new.starts_on, new.ends_on + 1);
    execute format('alter table finance.%I enable row level security', part);
    execute format('create trigger entry_line_part_kept before insert or update or delete or truncate on finance.%I
      for each statement execute function finance.refuse_part_change()', part);
    execute format('alter table finance.%I enable always trigger entry_line_part_kept', part);
    execute format('comment on table finance.%I is %L', part,
      'Lines of one fiscal year. | Строки одного финансового года.');
  end if;
  return null;
end
$$;
comment on function finance.keep_year_part is
  'Makes the partition of a year, and drops it. | Создаёт секцию года и удаляет её.';
create trigger part_fiscal_year after insert or delete on finance.fiscal_year
  for each row execute function finance.keep_year_part();
create trigger part_fiscal_year_moved after update of starts_on, ends_on on finance.fiscal_year
  for each row when (row(old.starts_on, old.ends_on) is distinct from row(new.starts_on, new.ends_on))
  execute function finance.keep_year_part();
comment on trigger part_fiscal_year on finance.fiscal_year is
  'Gives each year its part of the ledger. | Отводит каждому году его часть книги.';
comment on trigger part_fiscal_year_moved on finance.fiscal_year is
  'Gives each year its part of the ledger. | Отводит каждому году его часть книги.';
