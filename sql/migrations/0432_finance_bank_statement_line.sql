-- 0432_finance_bank_statement_line: the movements of a statement, as the bank wrote them.
-- Why: what the bank wrote is evidence, valid or not: it is kept letter by letter, and never changes. What cannot be
-- read has no amount and says why; what came before in another statement says so and is not counted twice. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.bank_statement_line (
  id bigint generated always as identity constraint bank_statement_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  statement_id bigint not null
    constraint bank_statement_line_statement_fkey references finance.bank_statement on delete cascade,
  bank_account_id bigint not null constraint bank_statement_line_account_fkey references finance.bank_account,
  position integer not null constraint bank_statement_line_place_range check (position >= 1),
  file_line integer not null constraint bank_statement_line_line_range check (file_line >= 1),
  amount numeric(19, 4),
  fault text,
  booked_on date,
  valued_on date,
  kind_given text,
  document_number text,
  document_on date,
  reference text,
  bank_reference text,
  purpose text,
  party_name text,
  party_account text,
  party_bank text,
  party_tax_number text,
  parts jsonb,
  source text not null,
  fingerprint text not null,
  occurrence integer not null constraint bank_statement_line_occurrence_range check (occurrence >= 1),
  repeats_id bigint constraint bank_statement_line_repeats_fkey references finance.bank_statement_line,
  state text not null default 'open'
    constraint bank_statement_line_state_known check (state in ('open', 'matched', 'repeated', 'idle')),
  constraint bank_statement_line_place_key unique (statement_id, position),
  constraint bank_statement_line_once exclude using btree (bank_account_id with =, fingerprint with =, occurrence with =)
    where (repeats_id is null),
  constraint bank_statement_line_fault check (amount is not null or fault is not null),
  constraint bank_statement_line_state check (
    (state = 'repeated') = (repeats_id is not null)
    and (state = 'idle') = (repeats_id is null and coalesce(amount, 0) = 0))
);
create index bank_statement_line_created_idx on finance.bank_statement_line (created_at, id);
create index bank_statement_line_account_idx on finance.bank_statement_line (bank_account_id, booked_on, id);
create index bank_statement_line_repeats_idx on finance.bank_statement_line (repeats_id) where repeats_id is not null;
create index bank_statement_line_open_idx on finance.bank_statement_line (booked_on, id) where state = 'open';
comment on table finance.bank_statement_line is
  'Line of a statement: one movement, as the bank wrote it. | Строка выписки: одна операция, как её записал банк.';
comment on column finance.bank_statement_line.statement_id is 'Statement: whose line. | Выписка: чья строка.';
comment on column finance.bank_statement_line.bank_account_id is 'Money account: of ours. | Денежный счёт: наш.';
comment on column finance.bank_statement_line.position is 'Place: in the statement. | Место: по порядку.';
comment on column finance.bank_statement_line.file_line is 'Line: of the file. | Строка: файла.';
comment on column finance.bank_statement_line.amount is
  'Amount: what came, below 0 what went; empty where it cannot be read. | Сумма: поступило, ниже 0 — списано; пусто, если прочитать нельзя.';
comment on column finance.bank_statement_line.fault is
  'Fault: what is wrong with it. | Ошибка: что в строке неверно.';
comment on column finance.bank_statement_line.booked_on is 'Booked on: by the bank. | Проведено: банком.';
comment on column finance.bank_statement_line.valued_on is
  'Value date: from when interest counts. | Дата валютирования: с которой считаются проценты.';
comment on column finance.bank_statement_line.kind_given is 'Kind: the bank''s code of it. | Вид: код банка.';
comment on column finance.bank_statement_line.document_number is
  'Document: its number, as written. | Документ: его номер, как указан.';
comment on column finance.bank_statement_line.document_on is
  'Date of the document: as written. | Дата документа: как указана.';
comment on column finance.bank_statement_line.reference is 'Reference: the payer''s. | Ссылка: плательщика.';
comment on column finance.bank_statement_line.bank_reference is 'Reference of the bank: its own. | Ссылка банка: его собственная.';
comment on column finance.bank_statement_line.purpose is 'Purpose: what for, as written. | Назначение: за что, как указано.';
comment on column finance.bank_statement_line.party_name is
  'Other side: its name, as written. | Другая сторона: название, как указано.';
comment on column finance.bank_statement_line.party_account is
  'Account of the other side: as written. | Счёт другой стороны: как указан.';
comment on column finance.bank_statement_line.party_bank is
  'Bank of the other side: as written. | Банк другой стороны: как указан.';
comment on column finance.bank_statement_line.party_tax_number is
  'Tax number of the other side: as written. | Налоговый номер другой стороны: как указан.';
comment on column finance.bank_statement_line.parts is
  'Parts: the payments of a batch. | Части: платежи пакета.';
comment on column finance.bank_statement_line.source is
  'Source: what the bank wrote, letter by letter. | Источник: что записал банк, дословно.';
comment on column finance.bank_statement_line.fingerprint is
  'Fingerprint: of what it says; equal for the same movement. | Отпечаток: содержания; одинаков у одной операции.';
comment on column finance.bank_statement_line.occurrence is
  'Occurrence: which of those that say the same. | Который: из говорящих одно и то же.';
comment on column finance.bank_statement_line.repeats_id is
  'Repeats: the line that came first. | Повторяет: строку, пришедшую первой.';
comment on column finance.bank_statement_line.state is
  'State: how far it is; set by what is done with it. | Состояние: на каком этапе; меняется действиями. {open=To match/К разнесению, matched=Matched/Разнесена, repeated=Repeated/Повтор, idle=Moves nothing/Без движения}';
comment on constraint bank_statement_line_statement_fkey on finance.bank_statement_line is
  'There is no such statement. | Такой выписки нет.';
comment on constraint bank_statement_line_account_fkey on finance.bank_statement_line is
  'There is no such money account. | Такого денежного счёта нет.';
comment on constraint bank_statement_line_place_range on finance.bank_statement_line is
  'Places count from 1. | Места считаются с 1.';
comment on constraint bank_statement_line_line_range on finance.bank_statement_line is
  'Lines count from 1. | Строки считаются с 1.';
comment on constraint bank_statement_line_occurrence_range on finance.bank_statement_line is
  'Occurrences count from 1. | Повторения считаются с 1.';
comment on constraint bank_statement_line_repeats_fkey on finance.bank_statement_line is
  'There is no such line, or later statements repeat it. | Такой строки нет, или её повторяют более поздние выписки.';
comment on constraint bank_statement_line_state_known on finance.bank_statement_line is
  'The state is open, matched, repeated or idle. | Состояние: open, matched, repeated или idle.';
comment on constraint bank_statement_line_place_key on finance.bank_statement_line is
  'The statement has a line at this place. | На этом месте выписки уже есть строка.';
comment on constraint bank_statement_line_once on finance.bank_statement_line is
  'This movement is here already. | Эта операция уже загружена.';
comment on constraint bank_statement_line_fault on finance.bank_statement_line is
  'What has no amount says why. | Где нет суммы, указано почему.';
comment on constraint bank_statement_line_state on finance.bank_statement_line is
  'Only what moves money for the first time is open or matched. | Разносится только то, что двигает деньги впервые.';
select clients.describe_common('finance.bank_statement_line'::regclass);
select system.business('finance.bank_statement_line'::regclass, 'statement_id', 'finance.bank_statement'::regclass);
select access.protect_child('finance.bank_statement_line'::regclass, 'bank_statements', 'statement_id',
  'finance.bank_statement'::regclass);
do $$
declare
  columns constant text := (select string_agg(quote_ident(a.attname), ', ') from pg_attribute as a
    where a.attrelid = 'finance.bank_statement_line'::regclass and a.attnum > 0 and not a.attisdropped);
begin
  execute format('revoke insert (%1$s), update (%1$s), delete on finance.bank_statement_line from crm_service', columns);
end
$$;
select system.permit('{administrator,accountant,auditor}', '{bank_statement_lines}', '{read,export}', 'all'),
  system.permit('{head_of_department}', '{bank_statement_lines}', '{read,export}', 'below'),
  system.permit('{read_only}', '{bank_statement_lines}', '{read}', 'all');
