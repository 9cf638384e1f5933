-- 0370_finance_money: the currency of the books, and the one place where money is rounded.
-- Why: every posting is in the currency of the books and in its own, and two places that round differ one day. Kind:
-- expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.ledger_setting (
  id bigint generated always as identity constraint ledger_setting_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  base_currency text not null constraint ledger_setting_currency_fkey references system.currency,
  note text constraint ledger_setting_note_length check (length(note) <= 2000),
  constraint ledger_setting_one exclude using btree ((true) with =)
);
create index ledger_setting_currency_idx on finance.ledger_setting (base_currency);
comment on table finance.ledger_setting is
  'Ledger setting: how the books are kept; roubles where nothing was set. | Настройка учёта: как ведутся книги; рубли, если не задано иное.';
comment on column finance.ledger_setting.base_currency is
  'Currency of the books: of all balances; it stays once something was posted. | Валюта учёта: всех остатков; после первой проводки не меняется.';
comment on column finance.ledger_setting.note is 'Note: on how the books are kept. | Примечание: о ведении учёта.';
comment on constraint ledger_setting_note_length on finance.ledger_setting is
  'The note must have at most 2,000 characters. | Примечание должно быть не длиннее 2000 знаков.';
comment on constraint ledger_setting_currency_fkey on finance.ledger_setting is
  'There is no such currency. | Такой валюты нет.';
comment on constraint ledger_setting_one on finance.ledger_setting is
  'The setting is there already: change it. | Настройка уже есть: измените её.';
select system.business('finance.ledger_setting'::regclass);
select access.protect_shared('finance.ledger_setting'::regclass, 'ledger_settings');
revoke delete on finance.ledger_setting from crm_service;
select system.permit('{administrator,accountant}', '{ledger_settings}', '{read,create,update,export}', 'all'),
  system.permit('{auditor}', '{ledger_settings}', '{read,export}', 'all'),
  system.permit('{head_of_department,sales,purchasing,read_only}', '{ledger_settings}', '{read}', 'all');

-- Asked for with each posting: its plan is kept, which that of a function in SQL is not.
create function finance.base_currency() returns text
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return coalesce((select s.base_currency from finance.ledger_setting as s), 'RUB');
end
$$;
comment on function finance.base_currency is 'The currency of the books. | Валюта учёта.';

-- The one place where money is rounded: to the smallest unit of its currency, halves away from zero.
create function finance.round_money(p_amount numeric, p_currency text) returns numeric
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  units constant integer := (select c.minor_units from system.currency as c where c.code = p_currency);
begin
  if units is null then
    perform system.refuse('finance.ledger_setting'::regclass, 'ledger_setting_known', 'currency', p_currency);
  end if;
  return round(p_amount, units);
end
$$;
comment on function finance.round_money is
  'An amount in the smallest unit of its currency; the one place that rounds. | Сумма в наименьших единицах валюты; округляют только здесь.';
grant execute on function finance.base_currency, finance.round_money to crm_service, crm_limited, crm_reader, crm_report;

-- The currency of the books stays once something was posted; what is being posted is waited for.
create function finance.judge_base_currency() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  before constant text := case tg_op when 'INSERT' then 'RUB' else old.base_currency end;
begin
  if tg_name = 'ledger_setting_known' then
    if not exists (select from system.currency as c where c.code = new.base_currency) then
      perform system.refuse(tg_relid::regclass, tg_name, 'base_currency', new.base_currency);
    end if;
    return null;
  end if;
  perform system.demand_read_committed();
  lock table finance.entry in share row exclusive mode;
  if before <> (case tg_op when 'DELETE' then 'RUB' else new.base_currency end)
    and (exists (select from finance.entry) or exists (select from finance.rate))
  then
    perform system.refuse(tg_relid::regclass, tg_name, 'base_currency', before);
  end if;
  return null;
end
$$;
comment on function finance.judge_base_currency is
  'Keeps the currency of books in which something was posted. | Не даёт сменить валюту книг, в которых есть проводки.';
create constraint trigger ledger_setting_known after insert or update of base_currency on finance.ledger_setting
  for each row execute function finance.judge_base_currency();
create constraint trigger ledger_setting_stays after insert or delete or update of base_currency on finance.ledger_setting
  for each row execute function finance.judge_base_currency();
comment on trigger ledger_setting_known on finance.ledger_setting is
  'There is no currency {value}. | Валюты {value} нет.';
comment on trigger ledger_setting_stays on finance.ledger_setting is
  'The books are kept in {value}: their currency stays once something was posted. | Книги ведутся в {value}: после первой проводки валюта не меняется.';
