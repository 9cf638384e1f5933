-- 0301_purchasing_order: what is ordered from a supplier.
-- Why: receipts, invoices and payments are measured against what was ordered and approved; so the state is set by verbs
-- alone, and what is no draft any more does not change. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create table purchasing.purchase_order (
  id bigint generated always as identity constraint purchase_order_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint purchase_order_owner_fkey references access.account,
  department_id bigint constraint purchase_order_department_fkey references access.department,
  number text not null constraint purchase_order_number_key unique,
  party_id bigint not null constraint purchase_order_party_fkey references clients.party,
  -- Both are written by the verbs that make an order of them.
  requisition_id bigint,
  supplier_quote_id bigint,
  contract_number text
    constraint purchase_order_contract_length check (length(contract_number) between 1 and 100),
  currency text not null constraint purchase_order_currency_fkey references system.currency,
  ordered_on date not null default current_date,
  expected_on date,
  over_receipt_percent numeric(5, 2)
    constraint purchase_order_over_receipt_range check (over_receipt_percent between 0 and 100),
  notes text constraint purchase_order_notes_length check (length(notes) <= 10000),
  state text not null default 'draft' constraint purchase_order_state_known check (state in (
    'draft', 'submitted', 'approved', 'rejected', 'sent', 'received', 'closed', 'cancelled')),
  cancellation_reason text
    constraint purchase_order_cancellation_length check (length(cancellation_reason) between 1 and 2000),
  external_source text,
  external_key text,
  constraint purchase_order_dates check (expected_on >= ordered_on),
  constraint purchase_order_cancellation check ((state = 'cancelled') = (cancellation_reason is not null)),
  constraint purchase_order_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint purchase_order_external_key unique (external_source, external_key)
);
create index purchase_order_created_idx on purchasing.purchase_order (created_at, id);
create index purchase_order_updated_idx on purchasing.purchase_order (updated_at, id);
create index purchase_order_ordered_idx on purchasing.purchase_order (ordered_on, id);
create index purchase_order_owner_idx on purchasing.purchase_order (owner_id, ordered_on, id);
create index purchase_order_department_idx on purchasing.purchase_order (department_id, ordered_on, id);
create index purchase_order_party_idx on purchasing.purchase_order (party_id, ordered_on);
create index purchase_order_currency_idx on purchasing.purchase_order (currency);
create index purchase_order_requisition_idx on purchasing.purchase_order (requisition_id)
  where requisition_id is not null;

comment on table purchasing.purchase_order is
  'Purchase order: what is ordered from a supplier. | Заказ поставщику: что заказано у поставщика.';
comment on column purchasing.purchase_order.number is 'Number: of the order, without gaps. | Номер: заказа, без пропусков.';
comment on column purchasing.purchase_order.party_id is 'Supplier: from whom. | Поставщик: у кого.';
comment on column purchasing.purchase_order.requisition_id is
  'Requisition: that it was made from. | Заявка: по которой создан.';
comment on column purchasing.purchase_order.supplier_quote_id is
  'Quotation: that was awarded. | Предложение поставщика: которое выбрано.';
comment on column purchasing.purchase_order.contract_number is
  'Contract number: under which it is ordered. | Номер договора: по которому заказано.';
comment on column purchasing.purchase_order.currency is 'Currency: of all its amounts. | Валюта: всех его сумм.';
comment on column purchasing.purchase_order.ordered_on is 'Ordered on: date of the order. | Дата: заказа.';
comment on column purchasing.purchase_order.expected_on is
  'Expected on: when it should arrive. | Ожидается: когда должно прийти.';
comment on column purchasing.purchase_order.over_receipt_percent is
  'Over-receipt: how many percent more may arrive; none when empty. | Превышение: на сколько процентов можно принять больше; пусто — нельзя.';
comment on column purchasing.purchase_order.notes is 'Notes: on the order. | Примечания: к заказу.';
comment on column purchasing.purchase_order.state is
  'State: how far it is; set by what is done with it. | Состояние: на каком этапе; меняется действиями. {draft=Draft/Черновик, submitted=Submitted/На согласовании, approved=Approved/Согласован, rejected=Rejected/Отклонён, sent=Sent/Отправлен, received=Received/Получен, closed=Closed/Закрыт, cancelled=Cancelled/Отменён}';
comment on column purchasing.purchase_order.cancellation_reason is
  'Reason of cancellation: why. | Причина отмены: почему.';
comment on constraint purchase_order_number_key on purchasing.purchase_order is
  'Another order has this number. | Такой номер уже есть у другого заказа.';
comment on constraint purchase_order_contract_length on purchasing.purchase_order is
  'The contract number must have 1 to 100 characters. | Номер договора — от 1 до 100 знаков.';
comment on constraint purchase_order_currency_fkey on purchasing.purchase_order is
  'There is no such currency. | Такой валюты нет.';
comment on constraint purchase_order_over_receipt_range on purchasing.purchase_order is
  'The over-receipt is 0 to 100 percent. | Превышение — от 0 до 100 процентов.';
comment on constraint purchase_order_notes_length on purchasing.purchase_order is
  'The notes must have at most 10,000 characters. | Примечания должны быть не длиннее 10 000 знаков.';
comment on constraint purchase_order_state_known on purchasing.purchase_order is
  'The state is not known. | Такого состояния нет.';
comment on constraint purchase_order_cancellation_length on purchasing.purchase_order is
  'The reason must have 1 to 2,000 characters. | Причина — от 1 до 2000 знаков.';
comment on constraint purchase_order_dates on purchasing.purchase_order is
  'It cannot be expected before it is ordered. | Ожидать раньше даты заказа нельзя.';
comment on constraint purchase_order_cancellation on purchasing.purchase_order is
  'What is cancelled says why, and nothing else does. | У отменённого и только у него указана причина.';
select clients.describe_common('purchasing.purchase_order'::regclass);
select system.business('purchasing.purchase_order'::regclass);
select access.protect('purchasing.purchase_order'::regclass, 'purchase_orders');
select access.name_seen('purchasing.purchase_order'::regclass, 'party_id', 'clients.party'::regclass);
insert into system.number_series (kind, prefix) values ('purchase_order', 'PO');
-- After own_…, which gives the department.
create trigger own_purchase_order_number before insert on purchasing.purchase_order
  for each row execute function system.number_document('purchase_order', 'ordered_on');
comment on trigger own_purchase_order_number on purchasing.purchase_order is
  'Gives the order its number. | Присваивает заказу номер.';
revoke delete, insert (number, state, cancellation_reason, requisition_id, supplier_quote_id),
  update (number, state, cancellation_reason, requisition_id, supplier_quote_id)
  on purchasing.purchase_order from crm_service;

-- What may follow what, by whatever way: the argument tells it, state by state.
create function purchasing.follow_states() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if not coalesce(tg_argv[0]::jsonb -> old.state ? new.state, false) then
    perform system.refuse(tg_relid::regclass, tg_name, 'state', new.state);
  end if;
  return null;
end
$$;
comment on function purchasing.follow_states is
  'Lets a document go from state to state as its table says. | Допускает только предусмотренные переходы состояний.';
create function purchasing.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'UPDATE' and system.merged(to_jsonb(old), to_jsonb(new)) then
    return null;
  end if;
  if to_jsonb(old) ? 'state' then
    perform system.refuse_frozen(tg_relid::regclass, tg_name, to_jsonb(old) ->> 'state');
  end if;
  perform system.refuse(tg_relid::regclass, tg_name, '', coalesce(to_jsonb(new) ->> 'state', ''));
  return null;
end
$$;
comment on function purchasing.refuse_change is
  'Refuses what its trigger is for. | Отклоняет то, для чего стоит триггер.';
create function purchasing.judge_supplier() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not exists (select from clients.party as p where p.id = new.party_id and p.supplier) then
    perform system.refuse(tg_relid::regclass, tg_name, 'party_id');
  end if;
  return null;
end
$$;
comment on function purchasing.judge_supplier is
  'Refuses a party that is no supplier. | Отклоняет контрагента, который не поставщик.';
create constraint trigger purchase_order_supplier after insert or update of party_id on purchasing.purchase_order
  for each row execute function purchasing.judge_supplier();
create constraint trigger purchase_order_begins after insert on purchasing.purchase_order
  for each row when (new.state <> 'draft') execute function purchasing.refuse_change();
create constraint trigger purchase_order_states after update of state on purchasing.purchase_order
  for each row when (old.state <> new.state) execute function purchasing.follow_states('{
    "draft": ["submitted", "cancelled"], "submitted": ["draft", "approved", "rejected"],
    "rejected": ["draft", "cancelled"], "approved": ["sent", "cancelled"],
    "sent": ["received", "closed", "cancelled"], "received": ["sent", "closed"], "closed": ["sent", "received"]}');
create constraint trigger purchase_order_frozen after update on purchasing.purchase_order
  for each row when (old.state <> 'draft' and row(old.number, old.department_id, old.party_id, old.requisition_id,
    old.supplier_quote_id, old.contract_number, old.currency, old.ordered_on, old.expected_on, old.over_receipt_percent, old.notes)
    is distinct from row(new.number, new.department_id, new.party_id, new.requisition_id,
    new.supplier_quote_id, new.contract_number, new.currency, new.ordered_on, new.expected_on, new.over_receipt_percent, new.notes))
  execute function purchasing.refuse_change();
comment on trigger purchase_order_supplier on purchasing.purchase_order is
  'This party is no supplier. | Этот контрагент не поставщик.';
comment on trigger purchase_order_begins on purchasing.purchase_order is
  'An order begins as a draft. | Заказ начинается черновиком.';
comment on trigger purchase_order_states on purchasing.purchase_order is
  'The order cannot become {value} now. | Сейчас заказ не может получить состояние {value}.';
comment on trigger purchase_order_frozen on purchasing.purchase_order is
  'The order is {value}: only a draft changes. | Состояние заказа — {value}: меняется только черновик.';
insert into system.succession (place, rule, condition) values
  ('purchasing.purchase_order.owner_id', 'hand_over', 'state not in (''received'', ''closed'', ''cancelled'')');

-- Begins a verb of a document that must be in one of these states.
create function purchasing.begin(p_table regclass, p_resource text, p_action text, p_id bigint, p_states text[])
returns boolean
language plpgsql set search_path = pg_catalog as $$
declare
  kept text;
begin
  if not system.begin_verb(p_table, p_resource, p_action, p_id) then
    return false;
  end if;
  execute format('select d.state from %s as d where d.id = $1', p_table) into kept using p_id;
  if kept <> all (p_states) then
    perform system.refuse_state(p_table, kept, p_states);
  end if;
  return true;
end
$$;
comment on function purchasing.begin is
  'Begins a verb of a document in a state. | Начинает действие с документом в состоянии.';
