-- 0421_finance_revaluation: what claims, debts and money in other currencies are worth at the end of a period.
-- Why: a balance sheet states them at the rate of its day; each step is kept by item, so that what is settled later knows
-- at what it was carried. Advances are no claims for money and stay as they were paid. Kind: expand. Locks: none on
-- existing tables. Time: milliseconds. Forward only.
create table finance.revaluation (
  id bigint generated always as identity constraint revaluation_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint revaluation_owner_fkey references access.account,
  department_id bigint constraint revaluation_department_fkey references access.department,
  revalued_on date not null,
  note text constraint revaluation_note_length check (length(note) between 1 and 2000),
  state text not null default 'draft' constraint revaluation_state_known check (state in ('draft', 'posted', 'reversed')),
  entry_id bigint constraint revaluation_entry_key unique
    constraint revaluation_entry_fkey references finance.entry,
  return_entry_id bigint constraint revaluation_return_key unique
    constraint revaluation_return_fkey references finance.entry,
  reversed_on date,
  reversal_reason text constraint revaluation_reason_length check (length(reversal_reason) between 1 and 2000),
  constraint revaluation_posting check ((state = 'draft') = (entry_id is null)
    and (return_entry_id is null or entry_id is not null)),
  constraint revaluation_reversal check (num_nonnulls(reversed_on, reversal_reason)
    = case state when 'reversed' then 2 else 0 end)
);
create index revaluation_created_idx on finance.revaluation (created_at, id);
create index revaluation_updated_idx on finance.revaluation (updated_at, id);
create index revaluation_owner_idx on finance.revaluation (owner_id, revalued_on, id);
create index revaluation_department_idx on finance.revaluation (department_id, revalued_on, id);
create index revaluation_day_idx on finance.revaluation (revalued_on, id);
comment on table finance.revaluation is
  'Revaluation: of what is open in other currencies, at the rate of a day. | Переоценка: открытого в других валютах по курсу дня.';
comment on column finance.revaluation.revalued_on is 'Revalued on: the day, also of the entry. | Дата: переоценки и проводки.';
comment on column finance.revaluation.note is 'Note: on the revaluation. | Примечание: к переоценке.';
comment on column finance.revaluation.state is
  'State: how far it is; set by what is done with it. | Состояние: на каком этапе; меняется действиями. {draft=Draft/Черновик, posted=Posted/Проведена, reversed=Reversed/Сторнирована}';
comment on column finance.revaluation.entry_id is 'Entry: in the ledger. | Проводка: в журнале.';
comment on column finance.revaluation.return_entry_id is
  'Second entry: of the day after, for what was settled since and carries its own difference. | Вторая проводка: следующего дня, по погашенному с тех пор со своей разницей.';
comment on column finance.revaluation.reversed_on is
  'Reversed on: date of the entry that takes it back. | Сторнирована: дата обратной проводки.';
comment on column finance.revaluation.reversal_reason is 'Reason of reversal: why. | Причина сторно: почему.';
comment on constraint revaluation_note_length on finance.revaluation is
  'The note must have 1 to 2,000 characters. | Примечание — от 1 до 2000 знаков.';
comment on constraint revaluation_state_known on finance.revaluation is
  'The state is draft, posted or reversed. | Состояние: draft, posted или reversed.';
comment on constraint revaluation_entry_key on finance.revaluation is
  'An entry is of one revaluation. | Проводка относится к одной переоценке.';
comment on constraint revaluation_entry_fkey on finance.revaluation is 'There is no such entry. | Такой проводки нет.';
comment on constraint revaluation_return_key on finance.revaluation is
  'An entry is of one revaluation. | Проводка относится к одной переоценке.';
comment on constraint revaluation_return_fkey on finance.revaluation is 'There is no such entry. | Такой проводки нет.';
comment on constraint revaluation_reason_length on finance.revaluation is
  'The reason must have 1 to 2,000 characters. | Причина — от 1 до 2000 знаков.';
comment on constraint revaluation_posting on finance.revaluation is
  'What is posted has its entry, and nothing else has. | У проведённой и только у неё есть проводка.';
comment on constraint revaluation_reversal on finance.revaluation is
  'What is reversed says when and why, and nothing else does. | У сторнированной и только у неё указано, когда и почему.';
select clients.describe_common('finance.revaluation'::regclass);
select system.business('finance.revaluation'::regclass);
select access.protect('finance.revaluation'::regclass, 'revaluations');
revoke insert (state, entry_id, return_entry_id, reversed_on, reversal_reason),
  update (state, entry_id, return_entry_id, reversed_on, reversal_reason) on finance.revaluation from crm_service;
insert into system.succession (place, rule, condition) values
  ('finance.revaluation.owner_id', 'hand_over', 'state = ''draft''');

create table finance.revaluation_line (
  id bigint generated always as identity constraint revaluation_line_pkey primary key,
  revaluation_id bigint not null constraint revaluation_line_whole_fkey references finance.revaluation,
  open_item_id bigint constraint revaluation_line_item_fkey references finance.open_item,
  account_id bigint not null constraint revaluation_line_account_fkey references finance.account,
  party_id bigint constraint revaluation_line_party_fkey references clients.party,
  currency text not null constraint revaluation_line_currency_fkey references system.currency,
  amount numeric(19, 4) not null,
  rate numeric(24, 12) not null,
  carried numeric(19, 4) not null,
  difference numeric(19, 4) not null,
  kept numeric(19, 4) not null,
  left_amount numeric(19, 4) not null,
  constraint revaluation_line_once unique nulls not distinct (revaluation_id, open_item_id, account_id, currency)
);
create index revaluation_line_item_idx on finance.revaluation_line (open_item_id) where open_item_id is not null;
create index revaluation_line_account_idx on finance.revaluation_line (account_id);
create index revaluation_line_party_idx on finance.revaluation_line (party_id) where party_id is not null;
create index revaluation_line_currency_idx on finance.revaluation_line (currency);
comment on table finance.revaluation_line is
  'Line of a revaluation: what one item or account was and is carried at. | Строка переоценки: по чему числилась и числится позиция или счёт.';
comment on column finance.revaluation_line.id is 'Number: of the line. | Номер: строки.';
comment on column finance.revaluation_line.revaluation_id is 'Revaluation: whose line. | Переоценка: чья строка.';
comment on column finance.revaluation_line.open_item_id is 'Item: none for an account of money. | Позиция: пусто для счёта денег.';
comment on column finance.revaluation_line.account_id is 'Account: of the ledger. | Счёт: учёта.';
comment on column finance.revaluation_line.party_id is 'Party: of the item. | Контрагент: позиции.';
comment on column finance.revaluation_line.currency is 'Currency: of the amount. | Валюта: суммы.';
comment on column finance.revaluation_line.amount is 'Amount: open on the day. | Сумма: открытая в этот день.';
comment on column finance.revaluation_line.rate is 'Rate: of the day. | Курс: этого дня.';
comment on column finance.revaluation_line.carried is
  'Carried: at what before, in the currency of the books. | Числилось: в валюте учёта до переоценки.';
comment on column finance.revaluation_line.difference is 'Difference: that was posted. | Разница: которая проведена.';
comment on column finance.revaluation_line.kept is
  'Kept: of it by what is open still; the rest went back the day after. | Осталось: по ещё открытому; остальное возвращено на следующий день.';
comment on column finance.revaluation_line.left_amount is
  'Left: what was open when it was posted, without a sign. | Остаток: открытое при проведении, без знака.';
comment on constraint revaluation_line_whole_fkey on finance.revaluation_line is
  'There is no such revaluation. | Такой переоценки нет.';
comment on constraint revaluation_line_item_fkey on finance.revaluation_line is 'There is no such item. | Такой позиции нет.';
comment on constraint revaluation_line_account_fkey on finance.revaluation_line is
  'There is no such account. | Такого счёта нет.';
comment on constraint revaluation_line_party_fkey on finance.revaluation_line is
  'There is no such party. | Такого контрагента нет.';
comment on constraint revaluation_line_currency_fkey on finance.revaluation_line is
  'There is no such currency. | Такой валюты нет.';
comment on constraint revaluation_line_once on finance.revaluation_line is
  'An item or account is revalued once. | Позиция или счёт переоценивается один раз.';
alter table finance.revaluation_line enable row level security;
select access.make_policy('finance.revaluation_line'::regclass, 'select',
  '(select access.level(''revaluation_lines'', ''read'')) > 0 and exists (select from finance.revaluation as r where r.id = revaluation_id)');
grant select on finance.revaluation_line to crm_service, crm_limited, crm_reader, crm_report;
select system.permit('{administrator,accountant}', '{revaluations}', '{read,create,update,delete,export,post,reverse}', 'all'),
  system.permit('{administrator,accountant,auditor}', '{revaluation_lines}', '{read,export}', 'all'),
  system.permit('{auditor}', '{revaluations}', '{read,export}', 'all'),
  system.permit('{read_only}', '{revaluations,revaluation_lines}', '{read}', 'all');
