-- 0322_finance_invoice_line: what an invoice is for, line by line, and what keeps an invoice as it is.
-- Why: only lines can be held against an order; and what was matched must not change behind the match. Kind: expand.
-- Locks: finance.invoice, empty. Time: milliseconds. Forward only.
create table finance.invoice_line (
  id bigint generated always as identity constraint invoice_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  invoice_id bigint not null constraint invoice_line_invoice_fkey references finance.invoice on delete cascade,
  place integer not null default 1 constraint invoice_line_place_range check (place between 1 and 10000),
  description text constraint invoice_line_description_length check (length(description) between 1 and 2000),
  product_id bigint constraint invoice_line_product_fkey references sales.product,
  order_line_id bigint constraint invoice_line_order_line_fkey references purchasing.purchase_order_line,
  quantity numeric(19, 6) not null constraint invoice_line_quantity_range check (quantity > 0),
  unit_price numeric(19, 4) not null constraint invoice_line_price_range check (unit_price >= 0),
  net numeric(19, 4) generated always as (round(quantity * unit_price, 2)) stored,
  vat numeric(19, 4) not null default 0 constraint invoice_line_vat_range check (vat >= 0),
  gross numeric(19, 4) generated always as (round(quantity * unit_price, 2) + vat) stored,
  category text constraint invoice_line_category_length check (length(category) between 1 and 200),
  external_source text,
  external_key text,
  constraint invoice_line_named
    check (description is not null or product_id is not null or order_line_id is not null),
  constraint invoice_line_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint invoice_line_external_key unique (external_source, external_key)
);
create index invoice_line_invoice_idx on finance.invoice_line (invoice_id, place, id);
create index invoice_line_product_idx on finance.invoice_line (product_id) where product_id is not null;
create index invoice_line_order_line_idx on finance.invoice_line (order_line_id) where order_line_id is not null;
comment on table finance.invoice_line is
  'Line of an invoice: how much of what, at which price. | Строка счёта: чего, сколько и по какой цене.';
comment on column finance.invoice_line.invoice_id is 'Invoice: whose line. | Счёт: чья строка.';
comment on column finance.invoice_line.place is 'Place: in the invoice. | Место: по порядку.';
comment on column finance.invoice_line.description is 'Description: what it is for. | Описание: за что.';
comment on column finance.invoice_line.product_id is 'Product: what it is for. | Товар: за что.';
comment on column finance.invoice_line.order_line_id is
  'Line of the order: by which it was ordered. | Строка заказа: по которой заказано.';
comment on column finance.invoice_line.quantity is
  'Quantity: in the unit of the order. | Количество: в единице заказа.';
comment on column finance.invoice_line.unit_price is 'Price: of one unit, without VAT. | Цена: за единицу, без НДС.';
comment on column finance.invoice_line.net is 'Net: quantity times price. | Без НДС: количество на цену.';
comment on column finance.invoice_line.vat is 'VAT: of the line, as stated. | НДС: строки, как указано.';
comment on column finance.invoice_line.gross is 'Gross: net and VAT. | С НДС: сумма вместе с НДС.';
comment on column finance.invoice_line.category is 'Category: of expense. | Статья: расходов.';
comment on constraint invoice_line_invoice_fkey on finance.invoice_line is
  'There is no such invoice. | Такого счёта нет.';
comment on constraint invoice_line_place_range on finance.invoice_line is
  'The place must be 1 to 10,000. | Место — от 1 до 10 000.';
comment on constraint invoice_line_description_length on finance.invoice_line is
  'The description must have 1 to 2,000 characters. | Описание — от 1 до 2000 знаков.';
comment on constraint invoice_line_product_fkey on finance.invoice_line is
  'There is no such product. | Такого товара нет.';
comment on constraint invoice_line_order_line_fkey on finance.invoice_line is
  'There is no such line of an order. | Такой строки заказа нет.';
comment on constraint invoice_line_quantity_range on finance.invoice_line is
  'The quantity must be greater than 0. | Количество должно быть больше 0.';
comment on constraint invoice_line_price_range on finance.invoice_line is
  'The price must not be negative. | Цена не может быть отрицательной.';
comment on constraint invoice_line_vat_range on finance.invoice_line is
  'The VAT must not be negative. | НДС не может быть отрицательным.';
comment on constraint invoice_line_category_length on finance.invoice_line is
  'The category must have 1 to 200 characters. | Статья — от 1 до 200 знаков.';
comment on constraint invoice_line_named on finance.invoice_line is
  'A line says what it is for: a description, a product or a line of an order. | В строке сказано, за что: описание, товар или строка заказа.';
select clients.describe_common('finance.invoice_line'::regclass);
select system.business('finance.invoice_line'::regclass, 'invoice_id', 'finance.invoice'::regclass);
select access.protect_child('finance.invoice_line'::regclass, 'invoices', 'invoice_id', 'finance.invoice'::regclass);
select access.name_seen('finance.invoice_line'::regclass, 'order_line_id',
  'purchasing.purchase_order_line'::regclass);

-- The invoice is locked, so that no line comes in while it is being matched.
create function finance.judge_invoice_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  kept record;
begin
  perform system.demand_read_committed();
  if tg_name = 'invoice_line_supplier' then
    if not exists (
      select from finance.invoice as i
      join purchasing.purchase_order_line as l on l.id = new.order_line_id
      join purchasing.purchase_order as o on o.id = l.order_id
      where i.id = new.invoice_id and o.party_id = i.party_id and o.currency = i.currency
        and coalesce(i.order_id, o.id) = o.id)
    then
      perform system.refuse(tg_relid::regclass, tg_name, 'order_line_id');
    end if;
    return null;
  end if;
  for kept in
    select i.state from finance.invoice as i
    where i.id in (case when tg_op <> 'INSERT' then old.invoice_id end,
      case when tg_op <> 'DELETE' then new.invoice_id end)
    order by i.id for no key update
  loop
    if kept.state <> 'draft' then
      perform system.refuse_frozen(tg_relid::regclass, tg_name, kept.state);
    end if;
  end loop;
  return null;
end
$$;
comment on function finance.judge_invoice_line is
  'Judges a line of an invoice: a draft''s, of the supplier''s order. | Проверяет строку счёта: черновик, заказ поставщика.';
create constraint trigger invoice_line_frozen after insert or update or delete on finance.invoice_line
  for each row execute function finance.judge_invoice_line();
create constraint trigger invoice_line_supplier after insert or update of order_line_id, invoice_id
  on finance.invoice_line for each row when (new.order_line_id is not null)
  execute function finance.judge_invoice_line();
comment on trigger invoice_line_frozen on finance.invoice_line is
  'The invoice is {value}: only the lines of a draft change. | Состояние счёта — {value}: строки меняются только у черновика.';
comment on trigger invoice_line_supplier on finance.invoice_line is
  'This is a line of an order of another supplier, currency or number. | Это строка заказа другого поставщика, в другой валюте или другого номера.';
select system.permit('{administrator}', '{invoice_lines}', '{read,create,update,delete,export,import}', 'all'),
  system.permit('{head_of_department}', '{invoice_lines}', '{read,create,update,delete,export}', 'below'),
  system.permit('{purchasing}', '{invoice_lines}', '{read,export}', 'department'),
  system.permit('{purchasing}', '{invoice_lines}', '{create,update,delete}', 'own'),
  system.permit('{accountant}', '{invoice_lines}', '{read,create,update,delete,export}', 'all'),
  system.permit('{read_only}', '{invoice_lines}', '{read}', 'all'),
  system.permit('{auditor}', '{invoice_lines}', '{read,export}', 'all');
