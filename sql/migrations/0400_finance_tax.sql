-- 0400_finance_tax: the taxes that lines of invoices bear.
-- Why: several rates stand in one document, and what was posted under a rate must not change with it; so a rate that has
-- changed is a new tax. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.tax (
  id bigint generated always as identity constraint tax_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  code text not null constraint tax_code_form check (code ~ '^[A-Z0-9][A-Z0-9_.-]{0,19}$')
    constraint tax_code_key unique,
  name text not null constraint tax_name_length check (length(name) between 1 and 200),
  percent numeric(7, 4) not null constraint tax_percent_range check (percent between 0 and 100),
  kind text not null default 'standard' constraint tax_kind_known check (kind in ('standard', 'reverse_charge')),
  output_account_id bigint constraint tax_output_account_fkey references finance.account,
  input_account_id bigint constraint tax_input_account_fkey references finance.account,
  archived_at timestamptz,
  external_source text,
  external_key text,
  constraint tax_external_length check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint tax_external_key unique (external_source, external_key)
);
create index tax_output_account_idx on finance.tax (output_account_id) where output_account_id is not null;
create index tax_input_account_idx on finance.tax (input_account_id) where input_account_id is not null;
comment on table finance.tax is
  'Tax: a rate of VAT that lines of invoices bear. | Налог: ставка НДС в строках счетов.';
comment on column finance.tax.code is 'Code: by which it is named. | Код: по которому его называют.';
comment on column finance.tax.name is 'Name: of the tax. | Название: налога.';
comment on column finance.tax.percent is 'Percent: of the amount without tax. | Процент: от суммы без налога.';
comment on column finance.tax.kind is
  'Kind: who owes it to the state. | Вид: кто должен его государству. {standard=The seller/Продавец, reverse_charge=The buyer (reverse charge)/Покупатель (налоговый агент)}';
comment on column finance.tax.output_account_id is
  'Account of sales: where it is owed; the one of the settings without it. | Счёт при продаже: где начисляется; без него — из настроек.';
comment on column finance.tax.input_account_id is
  'Account of purchases: where it is deducted; the one of the settings without it. | Счёт при покупке: где принимается к вычету; без него — из настроек.';
comment on constraint tax_code_form on finance.tax is
  'The code has 1 to 20 capital letters, digits, dots, dashes and _. | Код — от 1 до 20 заглавных латинских букв, цифр, точек, дефисов и _.';
comment on constraint tax_code_key on finance.tax is 'Another tax has this code. | Такой код уже есть у другого налога.';
comment on constraint tax_name_length on finance.tax is
  'The name must have 1 to 200 characters. | Название — от 1 до 200 знаков.';
comment on constraint tax_percent_range on finance.tax is
  'The percentage must be 0 to 100. | Процент — от 0 до 100.';
comment on constraint tax_kind_known on finance.tax is
  'The kind is standard or reverse_charge. | Вид: standard или reverse_charge.';
comment on constraint tax_output_account_fkey on finance.tax is 'There is no such account. | Такого счёта нет.';
comment on constraint tax_input_account_fkey on finance.tax is 'There is no such account. | Такого счёта нет.';
select clients.describe_common('finance.tax'::regclass);
insert into finance.tax (code, name, percent, kind) values
  ('VAT22', 'НДС 22 %', 22, 'standard'), ('VAT20', 'НДС 20 %', 20, 'standard'), ('VAT10', 'НДС 10 %', 10, 'standard'),
  ('VAT0', 'НДС 0 %', 0, 'standard'), ('RC22', 'НДС 22 %, налоговый агент', 22, 'reverse_charge');
select system.business('finance.tax'::regclass);
select access.protect_shared('finance.tax'::regclass, 'taxes');
select system.permit('{administrator,accountant}', '{taxes}', '{read,create,update,delete,export,import}', 'all'),
  system.permit('{head_of_department,sales,purchasing,read_only,auditor}', '{taxes}', '{read}', 'all'),
  system.permit('{auditor}', '{taxes}', '{export}', 'all');

-- Invoices come to name it in 0403.
create function finance.judge_tax() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_name = 'tax_by_document' then
    if num_nonnulls(finance.kept_by_documents(new.output_account_id), finance.kept_by_documents(new.input_account_id)) > 0 then
      perform system.refuse(tg_relid::regclass, tg_name, case
        when finance.kept_by_documents(new.output_account_id) is null then 'input_account_id' else 'output_account_id' end);
    end if;
    return null;
  end if;
  -- Lines of whoever came before are seen then.
  perform system.demand_read_committed();
  if exists (select from finance.invoice_line as l where l.tax_id = old.id) then
    perform system.refuse(tg_relid::regclass, tg_name, 'percent', old.code);
  end if;
  return null;
end
$$;
comment on function finance.judge_tax is
  'Keeps a tax that lines bear as it is. | Не даёт менять применённый налог.';
create constraint trigger tax_used after update on finance.tax
  for each row when (row(old.percent, old.kind) is distinct from row(new.percent, new.kind))
  execute function finance.judge_tax();
create constraint trigger tax_by_document after insert or update of output_account_id, input_account_id on finance.tax
  for each row when (num_nonnulls(new.output_account_id, new.input_account_id) > 0) execute function finance.judge_tax();
comment on trigger tax_by_document on finance.tax is
  'Documents explain this account: a tax does not go there. | Этот счёт объясняют документы: налог на него не проводится.';
comment on trigger tax_used on finance.tax is
  'Invoices bear {value}: put it away and make a new tax. | {value} уже применён в счетах: отправьте его в архив и создайте новый налог.';

alter table finance.entry_line add constraint entry_line_tax_fkey foreign key (tax_id) references finance.tax;
create index entry_line_tax_idx on finance.entry_line (tax_id) where tax_id is not null;
comment on constraint entry_line_tax_fkey on finance.entry_line is 'There is no such tax. | Такого налога нет.';
