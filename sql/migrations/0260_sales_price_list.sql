-- 0260_sales_price_list: what is asked for a product, of whom, in which currency, from which quantity and when.
-- Why: prices are given to groups of clients once, and a price that nothing bears out is a discount. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table sales.price_list (
  id bigint generated always as identity constraint price_list_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  name text not null constraint price_list_name_length check (length(name) between 1 and 200),
  name_key text collate "C" generated always as (lower(name)) stored
    constraint price_list_name_key unique,
  currency text not null constraint price_list_currency_fkey references system.currency,
  party_group_id bigint constraint price_list_group_fkey references clients.party_group,
  valid_from date,
  valid_until date,
  priority integer not null default 0
    constraint price_list_priority_range check (priority between 0 and 1000),
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint price_list_dates check (valid_from <= valid_until),
  constraint price_list_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint price_list_external_key unique (external_source, external_key)
);
create index price_list_currency_idx on sales.price_list (currency);
create index price_list_group_idx on sales.price_list (party_group_id) where party_group_id is not null;
comment on table sales.price_list is
  'Price list: prices in a currency, for a group of clients or for everybody, for a time. | Прайс-лист: цены в валюте для группы клиентов или для всех на срок.';
comment on column sales.price_list.name is 'Name: of the list. | Название: прайс-листа.';
comment on column sales.price_list.name_key is
  'Name for sorting: the name in small letters. | Название для сортировки: название строчными буквами.';
comment on column sales.price_list.currency is 'Currency: of the prices. | Валюта: цен.';
comment on column sales.price_list.party_group_id is
  'Group: of clients, with all below it; everybody when empty. | Группа: клиентов, со всеми нижестоящими; пусто — для всех.';
comment on column sales.price_list.valid_from is
  'From: first day, open when empty. | С: первый день; пусто — без начала.';
comment on column sales.price_list.valid_until is
  'Until: last day, open when empty. | По: последний день; пусто — без конца.';
comment on column sales.price_list.priority is
  'Priority: of lists for the same group the greatest counts. | Приоритет: из прайс-листов одной группы берётся наибольший.';
comment on constraint price_list_name_length on sales.price_list is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
comment on constraint price_list_name_key on sales.price_list is
  'Another price list has this name. | Такое название уже есть у другого прайс-листа.';
comment on constraint price_list_currency_fkey on sales.price_list is
  'There is no such currency. | Такой валюты нет.';
comment on constraint price_list_group_fkey on sales.price_list is
  'There is no such group. | Такой группы нет.';
comment on constraint price_list_priority_range on sales.price_list is
  'The priority must be 0 to 1,000. | Приоритет — от 0 до 1000.';
comment on constraint price_list_dates on sales.price_list is
  'The last day cannot be before the first. | Последний день не может быть раньше первого.';
select clients.describe_common('sales.price_list'::regclass);
select system.business('sales.price_list'::regclass);
select access.protect_shared('sales.price_list'::regclass, 'price_lists');

create table sales.price_list_line (
  id bigint generated always as identity constraint price_list_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  price_list_id bigint not null
    constraint price_list_line_list_fkey references sales.price_list on delete cascade,
  product_id bigint not null constraint price_list_line_product_fkey references sales.product,
  from_quantity numeric(19, 6) not null default 0
    constraint price_list_line_quantity_range check (from_quantity >= 0),
  price numeric(19, 4) not null constraint price_list_line_price_range check (price >= 0),
  external_source text,
  external_key text,
  constraint price_list_line_key unique (price_list_id, product_id, from_quantity),
  constraint price_list_line_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint price_list_line_external_key unique (external_source, external_key)
);
create index price_list_line_product_idx on sales.price_list_line (product_id, price_list_id, from_quantity);
comment on table sales.price_list_line is
  'Price: of one unit of a product, from a quantity on. | Цена: единицы товара, начиная с количества.';
comment on column sales.price_list_line.price_list_id is 'Price list: whose price. | Прайс-лист: чья цена.';
comment on column sales.price_list_line.product_id is 'Product: what for. | Товар: за что.';
comment on column sales.price_list_line.from_quantity is
  'From quantity: it counts from so many units on. | От количества: действует от стольких единиц.';
comment on column sales.price_list_line.price is
  'Price: of one unit, without VAT. | Цена: единицы, без НДС.';
comment on constraint price_list_line_list_fkey on sales.price_list_line is
  'There is no such price list. | Такого прайс-листа нет.';
comment on constraint price_list_line_product_fkey on sales.price_list_line is
  'There is no such product. | Такого товара нет.';
comment on constraint price_list_line_quantity_range on sales.price_list_line is
  'The quantity must not be negative. | Количество не может быть отрицательным.';
comment on constraint price_list_line_price_range on sales.price_list_line is
  'The price must not be negative. | Цена не может быть отрицательной.';
comment on constraint price_list_line_key on sales.price_list_line is
  'The list has a price of this product from this quantity. | В прайс-листе уже есть цена этого товара от этого количества.';
select clients.describe_common('sales.price_list_line'::regclass);
select system.business('sales.price_list_line'::regclass, 'price_list_id', 'sales.price_list'::regclass);
select access.protect_shared('sales.price_list_line'::regclass, 'price_list_lines');
select system.permit('{administrator}', '{price_lists,price_list_lines}',
    '{read,create,update,delete,export,import}', 'all'),
  system.permit('{sales,accountant,head_of_department,read_only,auditor}', '{price_lists,price_list_lines}',
    '{read}', 'all'),
  system.permit('{accountant,head_of_department,auditor}', '{price_lists,price_list_lines}', '{export}', 'all');

-- A group and those above it, the nearest first.
create function sales.groups_above(p_group bigint) returns table (id bigint, distance integer)
language sql stable security definer set search_path = pg_catalog
begin atomic
  with recursive up (id, distance, way) as (
    select p_group, 0, array[p_group] where p_group is not null
    union all
    select g.parent_id, up.distance + 1, up.way || g.parent_id
    from up join clients.party_group as g on g.id = up.id
    where g.parent_id is not null and g.parent_id <> all (up.way)
  )
  select up.id, up.distance from up;
end;
comment on function sales.groups_above is
  'A group of clients and all above it. | Группа клиентов и все вышестоящие.';

-- The price of one unit: that of the nearest group of the party before everybody's, of the greatest priority, from the
-- greatest quantity; else the list price where it is in this currency; null where there is none.
create function sales.price_of(
  p_product bigint, p_party bigint, p_currency text, p_quantity numeric, p_on date) returns numeric
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce((
    select line.price
    from sales.price_list_line as line
    join sales.price_list as list on list.id = line.price_list_id
    left join sales.groups_above((select p.party_group_id from clients.party as p where p.id = p_party)) as up
      on up.id = list.party_group_id
    where line.product_id = p_product and line.from_quantity <= p_quantity
      and list.currency = p_currency and list.archived_at is null
      and (list.party_group_id is null or up.id is not null)
      and coalesce(list.valid_from <= p_on, true) and coalesce(list.valid_until >= p_on, true)
    order by up.distance nulls last, list.priority desc, line.from_quantity desc, list.id desc
    limit 1
  ), (
    select p.list_price from sales.product as p where p.id = p_product and p.currency = p_currency
  ));
end;
comment on function sales.price_of is
  'The most specific valid price of a product. | Самая точная действующая цена товара.';
