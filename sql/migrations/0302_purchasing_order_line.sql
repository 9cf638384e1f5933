-- 0302_purchasing_order_line: what an order is for, and what it comes to.
-- Why: amounts follow from quantity, price and VAT of the lines and are nowhere else. Kind: expand. Locks: none on
-- existing tables. Time: milliseconds. Forward only.
create table purchasing.purchase_order_line (
  id bigint generated always as identity constraint purchase_order_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  order_id bigint not null
    constraint purchase_order_line_order_fkey references purchasing.purchase_order on delete cascade,
  place integer not null default 1
    constraint purchase_order_line_place_range check (place between 1 and 10000),
  product_id bigint constraint purchase_order_line_product_fkey references sales.product,
  description text constraint purchase_order_line_description_length check (length(description) between 1 and 2000),
  quantity numeric(19, 6) not null constraint purchase_order_line_quantity_range check (quantity > 0),
  unit_id bigint not null constraint purchase_order_line_unit_fkey references sales.unit,
  unit_price numeric(19, 4) not null constraint purchase_order_line_price_range check (unit_price >= 0),
  vat_rate numeric(5, 2) not null default 0
    constraint purchase_order_line_vat_range check (vat_rate between 0 and 100),
  net numeric(19, 4) generated always as (round(quantity * unit_price, 4)) stored,
  vat numeric(19, 4) generated always as (round(round(quantity * unit_price, 4) * vat_rate / 100, 4)) stored,
  gross numeric(19, 4) generated always as (round(quantity * unit_price, 4)
    + round(round(quantity * unit_price, 4) * vat_rate / 100, 4)) stored,
  -- Both are written by the verbs that make an order of them.
  requisition_line_id bigint,
  supplier_quote_line_id bigint,
  external_source text,
  external_key text,
  constraint purchase_order_line_named check (product_id is not null or description is not null),
  constraint purchase_order_line_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint purchase_order_line_external_key unique (external_source, external_key),
  constraint purchase_order_line_order_key unique (id, order_id)
);
create index purchase_order_line_order_idx on purchasing.purchase_order_line (order_id, place, id);
create index purchase_order_line_product_idx on purchasing.purchase_order_line (product_id)
  where product_id is not null;
create index purchase_order_line_unit_idx on purchasing.purchase_order_line (unit_id);
create index purchase_order_line_requisition_idx on purchasing.purchase_order_line (requisition_line_id)
  where requisition_line_id is not null;
create index purchase_order_line_quote_idx on purchasing.purchase_order_line (supplier_quote_line_id)
  where supplier_quote_line_id is not null;

comment on table purchasing.purchase_order_line is
  'Line of a purchase order: how much of what, at which price. | Строка заказа поставщику: чего, сколько и по какой цене.';
comment on column purchasing.purchase_order_line.order_id is 'Order: whose line. | Заказ: чья строка.';
comment on column purchasing.purchase_order_line.place is 'Place: in the order. | Место: по порядку.';
comment on column purchasing.purchase_order_line.product_id is
  'Product: what is ordered; described where it is none of the register. | Товар: что заказано; если его нет в справочнике — описание.';
comment on column purchasing.purchase_order_line.description is
  'Description: what is ordered. | Описание: что заказано.';
comment on column purchasing.purchase_order_line.quantity is 'Quantity: in its unit. | Количество: в единице строки.';
comment on column purchasing.purchase_order_line.unit_id is 'Unit: of the quantity. | Единица: количества.';
comment on column purchasing.purchase_order_line.unit_price is
  'Price: of one unit, without VAT. | Цена: за единицу, без НДС.';
comment on column purchasing.purchase_order_line.vat_rate is 'VAT rate: in percent. | Ставка НДС: в процентах.';
comment on column purchasing.purchase_order_line.net is 'Net: quantity times price. | Без НДС: количество на цену.';
comment on column purchasing.purchase_order_line.vat is 'VAT: of the net amount. | НДС: с суммы без НДС.';
comment on column purchasing.purchase_order_line.gross is 'Gross: net and VAT. | С НДС: сумма вместе с НДС.';
comment on column purchasing.purchase_order_line.requisition_line_id is
  'Requisition line: that it fulfils. | Строка заявки: которую исполняет.';
comment on column purchasing.purchase_order_line.supplier_quote_line_id is
  'Quotation line: whose price it has. | Строка предложения: цена которой взята.';
comment on constraint purchase_order_line_order_fkey on purchasing.purchase_order_line is
  'There is no such order. | Такого заказа нет.';
comment on constraint purchase_order_line_place_range on purchasing.purchase_order_line is
  'The place must be 1 to 10,000. | Место — от 1 до 10 000.';
comment on constraint purchase_order_line_product_fkey on purchasing.purchase_order_line is
  'There is no such product. | Такого товара нет.';
comment on constraint purchase_order_line_description_length on purchasing.purchase_order_line is
  'The description must have 1 to 2,000 characters. | Описание — от 1 до 2000 знаков.';
comment on constraint purchase_order_line_quantity_range on purchasing.purchase_order_line is
  'The quantity must be greater than 0. | Количество должно быть больше 0.';
comment on constraint purchase_order_line_unit_fkey on purchasing.purchase_order_line is
  'There is no such unit. | Такой единицы нет.';
comment on constraint purchase_order_line_price_range on purchasing.purchase_order_line is
  'The price must not be negative. | Цена не может быть отрицательной.';
comment on constraint purchase_order_line_vat_range on purchasing.purchase_order_line is
  'The VAT is 0 to 100 percent. | НДС — от 0 до 100 процентов.';
comment on constraint purchase_order_line_named on purchasing.purchase_order_line is
  'A line names a product or describes what is ordered. | В строке указан товар или описание.';
comment on constraint purchase_order_line_order_key on purchasing.purchase_order_line is
  'A line belongs to one order. | Строка относится к одному заказу.';
select clients.describe_common('purchasing.purchase_order_line'::regclass);
select system.business('purchasing.purchase_order_line'::regclass, 'order_id', 'purchasing.purchase_order'::regclass);
select access.protect_child('purchasing.purchase_order_line'::regclass, 'purchase_orders', 'order_id',
  'purchasing.purchase_order'::regclass);
revoke insert (requisition_line_id, supplier_quote_line_id), update (requisition_line_id, supplier_quote_line_id)
  on purchasing.purchase_order_line from crm_service;

-- The document is locked, so that no line comes in while it is being submitted. Arguments: the table of the document,
-- the column that names it, and the states in which its lines change.
create function purchasing.judge_part() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  kept text;
begin
  perform system.demand_read_committed();
  if tg_op = 'UPDATE' and system.merged(to_jsonb(old), to_jsonb(new)) then
    return null;
  end if;
  for kept in
    execute format('select o.state from %s as o where o.id = any ($1) order by o.id for no key update',
      tg_argv[0]::regclass)
    using array[(to_jsonb(old) ->> tg_argv[1])::bigint, (to_jsonb(new) ->> tg_argv[1])::bigint]
  loop
    if kept <> all (tg_argv[2]::text[]) then
      perform system.refuse_frozen(tg_relid::regclass, tg_name, kept);
    end if;
  end loop;
  return null;
end
$$;
comment on function purchasing.judge_part is
  'Keeps the lines of a document that is no draft. | Не даёт менять строки документа, который не черновик.';
create constraint trigger purchase_order_line_frozen after insert or update or delete on purchasing.purchase_order_line
  for each row execute function purchasing.judge_part('purchasing.purchase_order', 'order_id', '{draft}');
comment on trigger purchase_order_line_frozen on purchasing.purchase_order_line is
  'The order is {value}: only the lines of a draft change. | Состояние заказа — {value}: строки меняются только у черновика.';

create view purchasing.purchase_order_total with (security_invoker = true) as
select o.id, o.number, o.party_id, o.owner_id, o.department_id, o.state, o.ordered_on, o.currency,
  t.lines, t.net, t.vat, t.gross
from purchasing.purchase_order as o
cross join lateral (
  select count(*) as lines, coalesce(sum(l.net), 0) as net, coalesce(sum(l.vat), 0) as vat,
    coalesce(sum(l.gross), 0) as gross
  from purchasing.purchase_order_line as l where l.order_id = o.id) as t;
comment on view purchasing.purchase_order_total is
  'Order total: what the lines of an order add up to. | Итог заказа: сумма строк заказа.';
comment on column purchasing.purchase_order_total.id is 'Order: its number as a record. | Заказ: номер записи.';
comment on column purchasing.purchase_order_total.number is 'Number: of the order. | Номер: заказа.';
comment on column purchasing.purchase_order_total.party_id is 'Supplier: from whom. | Поставщик: у кого.';
comment on column purchasing.purchase_order_total.owner_id is 'Owner: who is responsible. | Ответственный: кто отвечает.';
comment on column purchasing.purchase_order_total.department_id is 'Department: whose work it is. | Отдел: чья это работа.';
comment on column purchasing.purchase_order_total.state is
  'State: how far it is. | Состояние: на каком этапе. {draft=Draft/Черновик, submitted=Submitted/На согласовании, approved=Approved/Согласован, rejected=Rejected/Отклонён, sent=Sent/Отправлен, received=Received/Получен, closed=Closed/Закрыт, cancelled=Cancelled/Отменён}';
comment on column purchasing.purchase_order_total.ordered_on is 'Ordered on: date of the order. | Дата: заказа.';
comment on column purchasing.purchase_order_total.currency is 'Currency: of the amounts. | Валюта: сумм.';
comment on column purchasing.purchase_order_total.lines is 'Lines: how many. | Строк: сколько.';
comment on column purchasing.purchase_order_total.net is 'Net: without VAT. | Без НДС: сумма.';
comment on column purchasing.purchase_order_total.vat is 'VAT: of all lines. | НДС: всех строк.';
comment on column purchasing.purchase_order_total.gross is 'Gross: net and VAT. | С НДС: сумма вместе с НДС.';
grant select on purchasing.purchase_order_total to crm_service, crm_limited, crm_reader, crm_report;
select system.permit('{administrator}', '{purchase_orders,purchase_order_lines}',
    '{read,create,update,export,import}', 'all'),
  system.permit('{administrator}', '{purchase_order_lines}', '{delete}', 'all'),
  system.permit('{head_of_department}', '{purchase_orders,purchase_order_lines}',
    '{read,create,update,export}', 'below'),
  system.permit('{head_of_department}', '{purchase_order_lines}', '{delete}', 'below'),
  system.permit('{purchasing}', '{purchase_orders,purchase_order_lines}', '{read,export}', 'department'),
  system.permit('{purchasing}', '{purchase_orders,purchase_order_lines}', '{create,update,import}', 'own'),
  system.permit('{purchasing}', '{purchase_order_lines}', '{delete}', 'own'),
  system.permit('{accountant,read_only}', '{purchase_orders,purchase_order_lines,purchase_order_totals}', '{read}', 'all'),
  system.permit('{auditor}', '{purchase_orders,purchase_order_lines,purchase_order_totals}', '{read,export}', 'all'),
  system.permit('{administrator}', '{purchase_order_totals}', '{read,export}', 'all'),
  system.permit('{head_of_department}', '{purchase_order_totals}', '{read,export}', 'below'),
  system.permit('{purchasing}', '{purchase_order_totals}', '{read,export}', 'department');

create function purchasing.send_order(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not purchasing.begin('purchasing.purchase_order'::regclass, 'purchase_orders', 'send', p_id, '{approved}') then
    return null;
  end if;
  update purchasing.purchase_order as d set state = 'sent' where d.id = p_id;
  return p_id;
end
$$;
comment on function purchasing.send_order is 'Says that an order went to its supplier. | Отмечает отправку заказа поставщику.';
-- What was received of it keeps it from that: a trigger refuses.
create function purchasing.cancel_order(p_id bigint, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not purchasing.begin('purchasing.purchase_order'::regclass, 'purchase_orders', 'cancel', p_id, '{draft,rejected,approved,sent}') then
    return null;
  end if;
  update purchasing.purchase_order as d set state = 'cancelled', cancellation_reason = p_reason where d.id = p_id;
  return p_id;
end
$$;
comment on function purchasing.cancel_order is 'Cancels an order. | Отменяет заказ.';
create function purchasing.close_order(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not purchasing.begin('purchasing.purchase_order'::regclass, 'purchase_orders', 'close', p_id, '{sent,received}') then
    return null;
  end if;
  update purchasing.purchase_order as d set state = 'closed' where d.id = p_id;
  return p_id;
end
$$;
comment on function purchasing.close_order is 'Says that no more is expected. | Отмечает, что больше ничего не ждут.';
grant execute on function purchasing.send_order, purchasing.cancel_order, purchasing.close_order to crm_service;
select system.permit('{administrator}', '{purchase_orders}', '{send,cancel,close}', 'all'),
  system.permit('{head_of_department}', '{purchase_orders}', '{send,cancel,close}', 'below'),
  system.permit('{purchasing}', '{purchase_orders}', '{send,cancel,close}', 'own');
