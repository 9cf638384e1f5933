-- 0330_sales_contract_amendment: what changed the amount or the end of a contract.
-- Why: a contract in force is what its last amendment says, and amendments are written by verbs alone. Kind: expand.
-- Locks: sales.contract, empty. Time: milliseconds. Forward only.
create table sales.contract_amendment (
  id bigint generated always as identity constraint contract_amendment_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  contract_id bigint not null constraint contract_amendment_contract_fkey references sales.contract,
  kind text not null constraint contract_amendment_kind_known
    check (kind in ('activation', 'renewal', 'indexation', 'termination', 'expiry', 'cancellation')),
  amended_on date not null default current_date,
  old_amount numeric(19,4),
  new_amount numeric(19,4),
  old_valid_until date,
  new_valid_until date,
  percent numeric(7,4),
  reason text
);
create index contract_amendment_contract_idx on sales.contract_amendment (contract_id, id);
comment on table sales.contract_amendment is
  'Amendment: what changed the amount or the end of a contract. | Изменение договора: что изменило его сумму или окончание.';
comment on column sales.contract_amendment.contract_id is 'Contract: that was amended. | Договор: который изменён.';
comment on column sales.contract_amendment.kind is
  'Kind: of what it was. | Вид: что это было. {activation=Activation/Ввод в действие, renewal=Renewal/Продление, indexation=Indexation/Индексация, termination=Termination/Расторжение, expiry=Expiry/Истечение, cancellation=Cancellation/Отмена}';
comment on column sales.contract_amendment.amended_on is 'On: the day. | Дата: день.';
comment on column sales.contract_amendment.old_amount is 'Old amount: before. | Прежняя сумма: до изменения.';
comment on column sales.contract_amendment.new_amount is 'New amount: since. | Новая сумма: после изменения.';
comment on column sales.contract_amendment.old_valid_until is 'Old end: before. | Прежнее окончание: до изменения.';
comment on column sales.contract_amendment.new_valid_until is 'New end: since. | Новое окончание: после изменения.';
comment on column sales.contract_amendment.percent is 'Percent: of the indexation. | Процент: индексации.';
comment on column sales.contract_amendment.reason is 'Reason: why. | Причина: почему.';
comment on constraint contract_amendment_contract_fkey on sales.contract_amendment is
  'There is no such contract. | Такого договора нет.';
comment on constraint contract_amendment_kind_known on sales.contract_amendment is
  'The kind is activation, renewal, indexation, termination, expiry or cancellation. | Вид: activation, renewal, indexation, termination, expiry или cancellation.';
select system.business('sales.contract_amendment'::regclass, 'contract_id', 'sales.contract'::regclass);
select access.protect_child('sales.contract_amendment'::regclass, 'contracts', 'contract_id', 'sales.contract'::regclass);
revoke insert, update, delete on sales.contract_amendment from crm_service;

create function sales.keep_amendment() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  perform system.refuse(tg_relid, tg_name, 'contract_id');
  return null;
end
$$;
comment on function sales.keep_amendment is 'Keeps amendments as they are. | Не даёт менять изменения договора.';
create constraint trigger contract_amendment_kept after update or delete on sales.contract_amendment
  for each row execute function sales.keep_amendment();
comment on trigger contract_amendment_kept on sales.contract_amendment is
  'Amendments stay as they are. | Изменения договора не меняются.';
