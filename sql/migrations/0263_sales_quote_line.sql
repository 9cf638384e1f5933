-- 0263_sales_quote_line: what a quote offers, line by line; and what comes of all lines.
-- Why: a line without a price takes it from the price lists, and money is reckoned in one place. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table sales.quote_line (
  id bigint generated always as identity constraint quote_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  quote_id bigint not null constraint quote_line_quote_fkey references sales.quote on delete cascade,
  place integer not null default 1 constraint quote_line_place_range check (place between 1 and 10000),
  product_id bigint not null constraint quote_line_product_fkey references sales.product,
  description text constraint quote_line_description_length check (length(description) <= 2000),
  quantity numeric(19, 6) not null constraint quote_line_quantity_range check (quantity > 0),
  -- What is left empty complete_quote_line finds.
  unit_id bigint
    constraint quote_line_unit_fkey references sales.unit
    constraint quote_line_unit_given check (num_nonnulls(unit_id) = 1),
  unit_price numeric(19, 4)
    constraint quote_line_priced check (num_nonnulls(unit_price) = 1)
    constraint quote_line_price_range check (unit_price >= 0),
  discount_percent numeric(7, 4) not null default 0
    constraint quote_line_discount_range check (discount_percent between 0 and 100),
  vat_rate numeric(5, 2)
    constraint quote_line_vat_given check (num_nonnulls(vat_rate) = 1)
    constraint quote_line_vat_range check (vat_rate between 0 and 100),
  net numeric(19, 4) generated always as
    (round(quantity * unit_price * (100 - discount_percent) / 100, 4)) stored,
  vat numeric(19, 4) generated always as
    (round(round(quantity * unit_price * (100 - discount_percent) / 100, 4) * vat_rate / 100, 4)) stored,
  gross numeric(19, 4) generated always as
    (round(quantity * unit_price * (100 - discount_percent) / 100, 4)
      + round(round(quantity * unit_price * (100 - discount_percent) / 100, 4) * vat_rate / 100, 4)) stored,
  external_source text,
  external_key text,
  constraint quote_line_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint quote_line_external_key unique (external_source, external_key)
);
create index quote_line_quote_idx on sales.quote_line (quote_id, place, id);
create index quote_line_product_idx on sales.quote_line (product_id);
create index quote_line_unit_idx on sales.quote_line (unit_id);
comment on table sales.quote_line is
  'Line of a quote: a product, how much of it and for how much. | Строка предложения: товар, сколько и почём.';
comment on column sales.quote_line.quote_id is 'Quote: whose line. | Предложение: чья строка.';
comment on column sales.quote_line.place is 'Place: in the order. | Место: по порядку.';
comment on column sales.quote_line.product_id is 'Product: what is offered. | Товар: что предлагается.';
comment on column sales.quote_line.description is
  'Description: in the words of the quote. | Описание: словами предложения.';
comment on column sales.quote_line.quantity is 'Quantity: how much. | Количество: сколько.';
comment on column sales.quote_line.unit_id is
  'Unit: the product''s. | Единица: товара.';
comment on column sales.quote_line.unit_price is
  'Price: of one unit, without VAT; from the price lists when left empty. | Цена: единицы без НДС; если не указана — из прайс-листов.';
comment on column sales.quote_line.discount_percent is
  'Discount: in percent of the price. | Скидка: в процентах от цены.';
comment on column sales.quote_line.vat_rate is
  'VAT rate: in percent; the product''s when left empty. | Ставка НДС: в процентах; если не указана — товара.';
comment on column sales.quote_line.net is 'Net: the sum without VAT. | Без НДС: сумма строки.';
comment on column sales.quote_line.vat is 'VAT: on the net sum. | НДС: с суммы строки.';
comment on column sales.quote_line.gross is 'Gross: the sum with VAT. | С НДС: сумма строки.';
comment on constraint quote_line_quote_fkey on sales.quote_line is
  'There is no such quote. | Такого предложения нет.';
comment on constraint quote_line_place_range on sales.quote_line is
  'The place must be 1 to 10,000. | Место — от 1 до 10 000.';
comment on constraint quote_line_product_fkey on sales.quote_line is
  'There is no such product. | Такого товара нет.';
comment on constraint quote_line_description_length on sales.quote_line is
  'The description must have at most 2,000 characters. | Описание должно быть не длиннее 2000 знаков.';
comment on constraint quote_line_quantity_range on sales.quote_line is
  'The quantity must be more than nothing. | Количество должно быть больше нуля.';
comment on constraint quote_line_unit_fkey on sales.quote_line is
  'There is no such unit. | Такой единицы нет.';
comment on constraint quote_line_unit_given on sales.quote_line is
  'A line has the unit of its product. | У строки единица товара.';
comment on constraint quote_line_priced on sales.quote_line is
  'This line has no price: no price list has one for this client, currency, quantity and day. | У строки нет цены: её нет в прайс-листах для этого клиента, валюты, количества и дня.';
comment on constraint quote_line_price_range on sales.quote_line is
  'The price must not be negative. | Цена не может быть отрицательной.';
comment on constraint quote_line_discount_range on sales.quote_line is
  'The discount is 0 to 100 percent. | Скидка — от 0 до 100 процентов.';
comment on constraint quote_line_vat_given on sales.quote_line is
  'A line has a rate of VAT. | У строки есть ставка НДС.';
comment on constraint quote_line_vat_range on sales.quote_line is
  'The VAT is 0 to 100 percent. | НДС — от 0 до 100 процентов.';
select clients.describe_common('sales.quote_line'::regclass);
select system.business('sales.quote_line'::regclass, 'quote_id', 'sales.quote'::regclass);
select access.protect_child('sales.quote_line'::regclass, 'quotes', 'quote_id', 'sales.quote'::regclass);
revoke update (quote_id) on sales.quote_line from crm_service;

-- The day whose prices count: that of the quote, and none before it was written here.
create function sales.price_day(p_quote sales.quote) returns date
language sql stable set search_path = pg_catalog
return greatest((p_quote).quoted_on, ((p_quote).created_at at time zone 'UTC')::date);
comment on function sales.price_day is
  'The day whose prices count for a quote. | День, цены которого действуют для предложения.';

create function sales.complete_quote_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  product sales.product;
begin
  if new.unit_id is null or new.vat_rate is null then
    select * into product from sales.product as p where p.id = new.product_id;
    new.unit_id := coalesce(new.unit_id, product.unit_id);
    new.vat_rate := coalesce(new.vat_rate, product.vat_rate);
  end if;
  if new.unit_price is null then
    select sales.price_of(new.product_id, q.party_id, q.currency, new.quantity, sales.price_day(q))
    into new.unit_price from sales.quote as q where q.id = new.quote_id;
    -- A product that is not there is refused as such, not for its price.
    if new.unit_price is null and not exists (select from sales.product as p where p.id = new.product_id) then
      new.unit_price := 0;
    end if;
  end if;
  return new;
end
$$;
comment on function sales.complete_quote_line is
  'Gives a line the unit, VAT and price that it leaves out. | Дополняет строку единицей, НДС и ценой.';
create trigger complete_quote_line before insert or update on sales.quote_line
  for each row execute function sales.complete_quote_line();
select system.permit('{administrator}', '{quote_lines}', '{read,create,update,delete,export,import}', 'all'),
  system.permit('{head_of_department}', '{quote_lines}', '{read,create,update,delete,export,import}', 'below'),
  system.permit('{sales}', '{quote_lines}', '{read}', 'department'),
  system.permit('{sales}', '{quote_lines}', '{create,update,delete,export,import}', 'own'),
  system.permit('{accountant,read_only,auditor}', '{quote_lines}', '{read}', 'all'),
  system.permit('{accountant,auditor}', '{quote_lines}', '{export}', 'all');
