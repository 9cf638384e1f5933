-- 0271_sales_order_line: what an order is of, line by line.
-- Why: the money of an order is what its lines come to; each reckons its own, exactly and to four decimals, and no
-- total is kept. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table sales.sales_order_line (
  id bigint generated always as identity constraint sales_order_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  sales_order_id bigint not null constraint sales_order_line_order_fkey references sales.sales_order,
  place integer not null default 1 constraint sales_order_line_place_range check (place between 1 and 10000),
  product_id bigint not null constraint sales_order_line_product_fkey references sales.product,
  description text constraint sales_order_line_description_length check (length(description) <= 2000),
  quantity numeric(19, 6) not null constraint sales_order_line_quantity_range check (quantity > 0),
  -- Unit, price and rate are found where they are not said; a plain "is not null" would make the API demand them.
  unit_id bigint constraint sales_order_line_unit_fkey references sales.unit,
  unit_price numeric(19, 4) constraint sales_order_line_price_range check (unit_price >= 0),
  discount_percent numeric(7, 4) not null default 0
    constraint sales_order_line_discount_range check (discount_percent between 0 and 100),
  vat_rate numeric(5, 2) constraint sales_order_line_vat_range check (vat_rate between 0 and 100),
  quote_line_id bigint constraint sales_order_line_quote_line_fkey references sales.quote_line,
  net numeric(19, 4) generated always as (
    round(unit_price * quantity * (100 - discount_percent) * 0.01, 4)) stored,
  vat numeric(19, 4) generated always as (
    round(round(unit_price * quantity * (100 - discount_percent) * 0.01, 4) * vat_rate * 0.01, 4)) stored,
  gross numeric(19, 4) generated always as (
    round(unit_price * quantity * (100 - discount_percent) * 0.01, 4)
    + round(round(unit_price * quantity * (100 - discount_percent) * 0.01, 4) * vat_rate * 0.01, 4)) stored,
  external_source text,
  external_key text,
  constraint sales_order_line_unit_given check (num_nonnulls(unit_id) = 1),
  constraint sales_order_line_price_given check (num_nonnulls(unit_price) = 1),
  constraint sales_order_line_vat_given check (num_nonnulls(vat_rate) = 1),
  constraint sales_order_line_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint sales_order_line_external_key unique (external_source, external_key)
);
create index sales_order_line_order_idx on sales.sales_order_line (sales_order_id, place, id);
create index sales_order_line_product_idx on sales.sales_order_line (product_id);
create index sales_order_line_quote_line_idx on sales.sales_order_line (quote_line_id)
  where quote_line_id is not null;
create index sales_order_line_unit_idx on sales.sales_order_line (unit_id);

-- What is not said of a line its product says, and the price lists of the day.
create function sales.fill_order_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.unit_id is null or new.vat_rate is null then
    select coalesce(new.unit_id, p.unit_id), coalesce(new.vat_rate, p.vat_rate) into new.unit_id, new.vat_rate
    from sales.product as p where p.id = new.product_id;
  end if;
  if new.unit_price is null then
    select sales.price_of(new.product_id, o.party_id, o.currency, new.quantity, o.ordered_on) into new.unit_price
    from sales.sales_order as o where o.id = new.sales_order_id;
    -- A product that is not there is refused as such, not for its price.
    if new.unit_price is null and not exists (select from sales.product as p where p.id = new.product_id) then
      new.unit_price := 0;
    end if;
  end if;
  return new;
end
$$;
comment on function sales.fill_order_line is
  'Gives a line of an order what its product and the price lists say. | Дополняет строку заказа данными товара и прайс-листа.';
create trigger fill_sales_order_line before insert or update on sales.sales_order_line
  for each row execute function sales.fill_order_line();

comment on table sales.sales_order_line is
  'Order line: a product of an order. | Строка заказа: товар в заказе.';
comment on column sales.sales_order_line.sales_order_id is 'Order: whose line. | Заказ: чья строка.';
comment on column sales.sales_order_line.place is 'Place: in the order of lines. | Место: по порядку строк.';
comment on column sales.sales_order_line.product_id is 'Product: what is ordered. | Товар: что заказано.';
comment on column sales.sales_order_line.description is
  'Description: in the words of the order. | Описание: словами заказа.';
comment on column sales.sales_order_line.quantity is 'Quantity: how many units. | Количество: сколько единиц.';
comment on column sales.sales_order_line.unit_id is
  'Unit: the product''s unless another is given. | Единица: как у товара, если не указана другая.';
comment on column sales.sales_order_line.unit_price is
  'Price: of one unit without VAT; that of the price lists unless another is given. | Цена: единицы без НДС; по прайс-листу, если не указана другая.';
comment on column sales.sales_order_line.discount_percent is 'Discount: in percent. | Скидка: в процентах.';
comment on column sales.sales_order_line.vat_rate is
  'VAT rate: in percent; the product''s unless another is given. | Ставка НДС: в процентах; как у товара, если не указана другая.';
comment on column sales.sales_order_line.quote_line_id is
  'Quote line: of which it was made. | Строка предложения: из которой сделана.';
comment on column sales.sales_order_line.net is
  'Net: price by quantity less the discount, half up to four decimals. | Сумма без НДС: цена на количество минус скидка, до четырёх знаков.';
comment on column sales.sales_order_line.vat is
  'VAT: of the net, half up to four decimals. | НДС: с суммы без НДС, до четырёх знаков.';
comment on column sales.sales_order_line.gross is 'Gross: net with VAT. | Сумма с НДС: вместе с налогом.';
comment on constraint sales_order_line_order_fkey on sales.sales_order_line is
  'There is no such order. | Такого заказа нет.';
comment on constraint sales_order_line_place_range on sales.sales_order_line is
  'The place must be 1 to 10,000. | Место — от 1 до 10 000.';
comment on constraint sales_order_line_product_fkey on sales.sales_order_line is
  'There is no such product. | Такого товара нет.';
comment on constraint sales_order_line_description_length on sales.sales_order_line is
  'The description must have at most 2,000 characters. | Описание должно быть не длиннее 2000 знаков.';
comment on constraint sales_order_line_quantity_range on sales.sales_order_line is
  'The quantity must be more than 0. | Количество должно быть больше 0.';
comment on constraint sales_order_line_unit_fkey on sales.sales_order_line is
  'There is no such unit. | Такой единицы нет.';
comment on constraint sales_order_line_price_range on sales.sales_order_line is
  'The price must not be negative. | Цена не может быть отрицательной.';
comment on constraint sales_order_line_discount_range on sales.sales_order_line is
  'The discount is 0 to 100 percent. | Скидка — от 0 до 100 процентов.';
comment on constraint sales_order_line_vat_range on sales.sales_order_line is
  'The VAT is 0 to 100 percent. | НДС — от 0 до 100 процентов.';
comment on constraint sales_order_line_quote_line_fkey on sales.sales_order_line is
  'There is no such line of a quote. | Такой строки предложения нет.';
comment on constraint sales_order_line_unit_given on sales.sales_order_line is
  'The unit is required. | Единица обязательна.';
comment on constraint sales_order_line_price_given on sales.sales_order_line is
  'No price list has a price of the product in the currency of the order: give one. | В прайс-листах нет цены товара в валюте заказа: укажите её.';
comment on constraint sales_order_line_vat_given on sales.sales_order_line is
  'The VAT rate is required. | Ставка НДС обязательна.';
select clients.describe_common('sales.sales_order_line'::regclass);
select system.business('sales.sales_order_line'::regclass, 'sales_order_id', 'sales.sales_order'::regclass);
select access.protect_child(
  'sales.sales_order_line'::regclass, 'sales_orders', 'sales_order_id', 'sales.sales_order'::regclass);
revoke insert (quote_line_id), update (quote_line_id, sales_order_id) on sales.sales_order_line from crm_service;

select system.permit('{administrator}', '{sales_orders,sales_order_lines}',
    '{read,create,update,delete,export,import,confirm,cancel,ship,request}', 'all'),
  system.permit('{head_of_department}', '{sales_orders,sales_order_lines}',
    '{read,create,update,delete,export,import,confirm,cancel,ship,request}', 'below'),
  system.permit('{sales}', '{sales_orders,sales_order_lines}', '{read,export}', 'department'),
  system.permit('{sales}', '{sales_orders,sales_order_lines}',
    '{create,update,delete,import,confirm,cancel,ship,request}', 'own'),
  system.permit('{accountant}', '{sales_orders,sales_order_lines}', '{read,export}', 'all'),
  system.permit('{accountant}', '{sales_orders}', '{request}', 'all'),
  system.permit('{read_only}', '{sales_orders,sales_order_lines}', '{read}', 'all'),
  system.permit('{auditor}', '{sales_orders,sales_order_lines}', '{read,export}', 'all');
