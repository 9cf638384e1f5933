-- 0372_finance_account_use: which account the postings of documents use for what, and the journals.
-- Why: a chart of accounts is the enterprise's own, and a document must not guess where it goes. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.account_use (
  id bigint generated always as identity constraint account_use_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  use text not null constraint account_use_key unique
    constraint account_use_known check (use in ('receivable', 'payable', 'advance_received', 'advance_paid', 'tax_output',
      'tax_input', 'revenue', 'expense', 'exchange_gain', 'exchange_loss', 'write_off', 'rounding', 'bank', 'cash',
      'opening', 'retained_earnings', 'transfer')),
  account_id bigint not null constraint account_use_account_fkey references finance.account,
  external_source text,
  external_key text,
  constraint account_use_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint account_use_external_key unique (external_source, external_key)
);
create index account_use_account_idx on finance.account_use (account_id);
comment on table finance.account_use is
  'Account in use: where postings of documents go. | Назначение счёта: куда идут проводки документов.';
comment on column finance.account_use.use is
  'Use: for what. | Назначение: для чего. {receivable=Receivables/Расчёты с покупателями, payable=Payables/Расчёты с поставщиками, advance_received=Advances received/Авансы полученные, advance_paid=Advances paid/Авансы выданные, tax_output=Tax on sales/Налог с продаж, tax_input=Tax on purchases/Входящий налог, revenue=Revenue/Выручка, expense=Expense/Расходы, exchange_gain=Exchange gain/Положительные курсовые разницы, exchange_loss=Exchange loss/Отрицательные курсовые разницы, write_off=Write-offs/Списания, rounding=Rounding/Округление, bank=Bank/Банк, cash=Cash/Касса, opening=Opening balances/Начальные остатки, retained_earnings=Retained earnings/Нераспределённая прибыль, transfer=Transfers/Переводы в пути}';
comment on column finance.account_use.account_id is 'Account: where it goes. | Счёт: куда относится.';
comment on constraint account_use_key on finance.account_use is
  'This use has its account: change it. | У этого назначения счёт уже есть: измените его.';
comment on constraint account_use_known on finance.account_use is 'The use is not known. | Такого назначения нет.';
comment on constraint account_use_account_fkey on finance.account_use is 'There is no such account. | Такого счёта нет.';
select clients.describe_common('finance.account_use'::regclass);
select system.business('finance.account_use'::regclass);
select access.protect_shared('finance.account_use'::regclass, 'account_uses');
revoke update (use) on finance.account_use from crm_service;

create function finance.account_for(p_use text) returns bigint
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  found_id constant bigint := (select u.account_id from finance.account_use as u where u.use = p_use);
begin
  if found_id is null then
    perform system.refuse('finance.account_use'::regclass, 'account_use_set', '', p_use);
  end if;
  return found_id;
end
$$;
comment on function finance.account_for is
  'The account of a use; refuses one that was not set. | Счёт по назначению; отказывает, если не задан.';

-- For which of the uses that documents explain an account is; null for none. On such an account stands what is open of
-- documents, to the last line: nothing else goes there.
create function finance.kept_by_documents(p_account bigint) returns text
language sql stable security definer set search_path = pg_catalog
begin atomic
  select min(u.use) from finance.account_use as u
  where u.account_id = p_account and u.use in ('receivable', 'payable', 'advance_received', 'advance_paid');
end;
comment on function finance.kept_by_documents is
  'For what documents use an account that they explain; null for others. | Для чего счёт, который объясняют документы; у прочих пусто.';

-- Documents are told from what was entered by hand by these accounts, so they stay once documents went there.
create function finance.judge_account_use() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  other text;
begin
  if tg_name = 'account_use_set' then
    if exists (select from finance.account as a where a.parent_id = new.account_id)
      or exists (select from finance.account as a where a.id = new.account_id and (a.archived_at is not null or a.type is null))
    then
      perform system.refuse(tg_relid::regclass, 'account_use_leaf', 'account_id');
    end if;
    -- Whoever gives the account another use waits.
    perform system.demand_read_committed();
    perform from finance.account as a where a.id = new.account_id for no key update;
    other := (select min(u.use) from finance.account_use as u where u.account_id = new.account_id and u.id <> new.id
      and u.use in ('receivable', 'payable', 'advance_received', 'advance_paid'));
    if new.use not in ('receivable', 'payable', 'advance_received', 'advance_paid') then
      if other is not null then
        perform system.refuse(tg_relid::regclass, 'account_use_by_document', 'account_id', other);
      end if;
      return null;
    end if;
    -- What is being posted is waited for.
    lock table finance.entry in share row exclusive mode;
    if other is null and (exists (select from finance.entry_line as l where l.account_id = new.account_id)
      or exists (select from finance.account_use as u where u.account_id = new.account_id and u.id <> new.id)
      or exists (select from finance.bank_account as b where b.account_id = new.account_id))
    then
      perform system.refuse(tg_relid::regclass, 'account_use_fresh', 'account_id', new.use);
    end if;
  else
    perform system.demand_read_committed();
    lock table finance.entry in share row exclusive mode;
    if exists (select from finance.entry_line as l where l.account_id = old.account_id) then
      perform system.refuse(tg_relid::regclass, tg_name, 'account_id');
    end if;
  end if;
  return null;
end
$$;
comment on function finance.judge_account_use is
  'Judges where postings go. | Проверяет, куда идут проводки.';
create constraint trigger account_use_set after insert or update of account_id on finance.account_use
  for each row execute function finance.judge_account_use();
create constraint trigger account_use_leaf after update on finance.account_use
  for each row when (old.use <> new.use) execute function finance.judge_account_use();
-- Their names are here for what is said then.
create constraint trigger account_use_by_document after insert on finance.account_use
  for each row when (false) execute function finance.judge_account_use();
create constraint trigger account_use_fresh after insert on finance.account_use
  for each row when (false) execute function finance.judge_account_use();
comment on trigger account_use_by_document on finance.account_use is
  'Documents explain this account ({value}): nothing else goes there. | Этот счёт объясняют документы ({value}): другое на него не проводится.';
comment on trigger account_use_fresh on finance.account_use is
  'For {value} an account is needed that nothing else was or is used for. | Для назначения {value} нужен счёт, на котором больше ничего не было и нет.';
create constraint trigger account_use_stays after update of account_id or delete on finance.account_use
  for each row when (old.use in ('receivable', 'payable', 'advance_received', 'advance_paid'))
  execute function finance.judge_account_use();
comment on trigger account_use_set on finance.account_use is
  'No account is set for the use {value}: set one in the accounts in use. | Для назначения {value} не задан счёт: задайте его в назначениях счетов.';
comment on trigger account_use_leaf on finance.account_use is
  'Entries go to an account of a type, in use and without others below it. | Проводки идут на действующий счёт с видом, под которым нет других.';
comment on trigger account_use_stays on finance.account_use is
  'Entries stand on this account: its use stays. | На этом счёте есть проводки: его назначение не меняется.';

create table finance.journal (
  id bigint generated always as identity constraint journal_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  code text not null constraint journal_code_form check (code ~ '^[A-ZА-ЯЁ0-9]{1,8}$')
    constraint journal_code_key unique,
  name text not null constraint journal_name_length check (length(name) between 1 and 200),
  kind text not null default 'general' constraint journal_kind_known check (kind in (
    'general', 'sales', 'purchase', 'bank', 'cash', 'exchange', 'opening', 'closing')),
  by_currency boolean not null default false,
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint journal_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint journal_external_key unique (external_source, external_key)
);
create index journal_kind_idx on finance.journal (kind, id);
comment on table finance.journal is 'Journal: a book of entries, numbered by itself. | Журнал: книга проводок со своей нумерацией.';
comment on column finance.journal.code is 'Code: what its numbers begin with. | Код: с него начинаются номера.';
comment on column finance.journal.name is 'Name: of the journal. | Название: журнала.';
comment on column finance.journal.kind is
  'Kind: what is entered there. | Вид: что в нём учитывают. {general=General/Общий, sales=Sales/Продажи, purchase=Purchases/Закупки, bank=Bank/Банк, cash=Cash/Касса, exchange=Exchange/Курсовые разницы, opening=Opening/Начальные остатки, closing=Closing/Закрытие}';
comment on column finance.journal.by_currency is
  'By currency: entries balance in each currency too. | По валютам: проводки сходятся и в каждой валюте.';
comment on constraint journal_code_form on finance.journal is
  'The code is 1 to 8 capital letters or digits. | Код — от 1 до 8 заглавных букв или цифр.';
comment on constraint journal_code_key on finance.journal is
  'Another journal has this code. | Такой код уже есть у другого журнала.';
comment on constraint journal_name_length on finance.journal is
  'The name must have 1 to 200 characters. | Название — от 1 до 200 знаков.';
comment on constraint journal_kind_known on finance.journal is 'The kind is not known. | Такого вида журнала нет.';
select clients.describe_common('finance.journal'::regclass);
insert into finance.journal (code, name, kind) values ('GEN', 'General', 'general'), ('SAL', 'Sales', 'sales'),
  ('PUR', 'Purchases', 'purchase'), ('BNK', 'Bank', 'bank'), ('CSH', 'Cash', 'cash'), ('EXC', 'Exchange', 'exchange'),
  ('OPN', 'Opening', 'opening'), ('CLS', 'Closing', 'closing');
select system.business('finance.journal'::regclass);
select access.protect_shared('finance.journal'::regclass, 'journals');

create function finance.journal_of(p_kind text) returns bigint
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  found_id constant bigint := (
    select j.id from finance.journal as j where j.kind = p_kind and j.archived_at is null order by j.id limit 1);
begin
  if found_id is null then
    perform system.refuse('finance.journal'::regclass, 'journal_posted', '', p_kind);
  end if;
  return found_id;
end
$$;
comment on function finance.journal_of is
  'The first journal of a kind; refuses a kind that has none. | Первый журнал вида; отказывает, если такого нет.';
create function finance.judge_journal() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  -- What is being posted is waited for.
  perform system.demand_read_committed();
  lock table finance.entry in share row exclusive mode;
  if exists (select from finance.entry as e where e.journal_id = old.id) then
    perform system.refuse(tg_relid::regclass, tg_name, '', new.kind);
  end if;
  return null;
end
$$;
comment on function finance.judge_journal is
  'Keeps the code and kind of a journal that has entries. | Не даёт менять код и вид журнала с проводками.';
create constraint trigger journal_posted after update on finance.journal
  for each row when (old.code <> new.code or old.kind <> new.kind) execute function finance.judge_journal();
comment on trigger journal_posted on finance.journal is
  'A journal with entries keeps its code and kind, and each kind has a journal in use: {value}. | У журнала с проводками код и вид не меняются, и у каждого вида есть действующий журнал: {value}.';
select system.permit('{administrator,accountant}', '{account_uses,journals}', '{read,create,update,delete,export,import}', 'all'),
  system.permit('{auditor}', '{account_uses,journals}', '{read,export}', 'all'),
  system.permit('{head_of_department,sales,purchasing,read_only}', '{account_uses,journals}', '{read}', 'all');
