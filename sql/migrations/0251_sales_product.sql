-- 0251_sales_product: what is sold and bought.
-- Why: one register of goods and services for sales and purchasing. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create table sales.product (
  id bigint generated always as identity constraint product_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  code text not null
    constraint product_code_length check (length(code) between 1 and 50)
    constraint product_code_key unique,
  name text not null constraint product_name_length check (length(name) between 1 and 300),
  name_key text collate "C" generated always as (lower(name)) stored,
  kind text not null default 'goods' constraint product_kind_known check (kind in ('goods', 'service')),
  unit_id bigint not null constraint product_unit_fkey references sales.unit,
  product_category_id bigint constraint product_category_fkey references sales.product_category,
  supplier_id bigint constraint product_supplier_fkey references clients.party,
  vat_rate numeric(5, 2) not null default 0 constraint product_vat_range check (vat_rate between 0 and 100),
  list_price numeric(19, 4) constraint product_price_range check (list_price >= 0),
  cost numeric(19, 4) constraint product_cost_range check (cost >= 0),
  currency text constraint product_currency_fkey references system.currency,
  packaging text constraint product_packaging_length check (length(packaging) <= 200),
  in_stock numeric(19, 6),
  on_order numeric(19, 6),
  reorder_level numeric(19, 6),
  discontinued boolean not null default false,
  description text constraint product_description_length check (length(description) <= 10000),
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint product_currency_given check (currency is not null or (list_price is null and cost is null)),
  constraint product_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint product_external_key unique (external_source, external_key)
);
create index product_name_idx on sales.product (name_key, id);
create index product_created_idx on sales.product (created_at, id);
create index product_updated_idx on sales.product (updated_at, id);
create index product_unit_idx on sales.product (unit_id);
create index product_category_idx on sales.product (product_category_id) where product_category_id is not null;
create index product_supplier_idx on sales.product (supplier_id) where supplier_id is not null;
create index product_currency_idx on sales.product (currency) where currency is not null;
comment on column sales.product.code is
  'Code: a short unique name. | Код: краткое уникальное имя.';
comment on column sales.product.name is
  'Name: of the product. | Название: товара или услуги.';
comment on column sales.product.name_key is
  'Name for sorting: the name in small letters. | Название для сортировки: название строчными буквами.';
comment on column sales.product.kind is
  'Kind: goods are shipped, services are rendered. | Вид: товар отгружают, услугу оказывают. {goods=Goods/Товар, service=Service/Услуга}';
comment on column sales.product.unit_id is
  'Unit: in which it is counted. | Единица: в чём считается.';
comment on column sales.product.product_category_id is
  'Category: where it belongs. | Категория: к чему относится.';
comment on column sales.product.supplier_id is
  'Supplier: from whom it is bought as a rule. | Поставщик: у кого обычно покупают.';
comment on column sales.product.vat_rate is
  'VAT: in percent. | НДС: в процентах.';
comment on column sales.product.list_price is
  'List price: of one unit, where no price list says more. | Цена: за единицу, если нет прайс-листа.';
comment on column sales.product.cost is
  'Cost: of one unit. | Себестоимость: единицы.';
comment on column sales.product.currency is
  'Currency: of list price and cost. | Валюта: цены и себестоимости.';
comment on column sales.product.packaging is
  'Packaging: how much one unit holds. | Упаковка: сколько в единице.';
comment on column sales.product.in_stock is
  'In stock: units, as last counted. | На складе: единиц по последнему учёту.';
comment on column sales.product.on_order is
  'On order: units that are on their way. | В заказе: единиц в пути.';
comment on column sales.product.reorder_level is
  'Reorder level: below which it is ordered again. | Точка заказа: ниже которой заказывают снова.';
comment on column sales.product.discontinued is
  'Discontinued: sold while it lasts, not ordered again. | Снят: продаётся остаток, больше не закупается.';
comment on column sales.product.description is
  'Description: what it is. | Описание: что это.';
comment on table sales.product is
  'Product: goods or a service that is sold or bought. | Товар: товар или услуга, которые продают или покупают.';
comment on constraint product_code_length on sales.product is
  'The code must have 1 to 50 characters. | Код должен быть от 1 до 50 знаков.';
comment on constraint product_code_key on sales.product is
  'Another product has this code. | Такой код уже есть у другого товара.';
comment on constraint product_name_length on sales.product is
  'The name must have 1 to 300 characters. | Название должно быть от 1 до 300 знаков.';
comment on constraint product_kind_known on sales.product is
  'The kind is goods or service. | Вид: goods или service.';
comment on constraint product_unit_fkey on sales.product is
  'There is no such unit. | Такой единицы нет.';
comment on constraint product_category_fkey on sales.product is
  'There is no such category. | Такой категории нет.';
comment on constraint product_supplier_fkey on sales.product is
  'There is no such supplier. | Такого поставщика нет.';
comment on constraint product_vat_range on sales.product is
  'The VAT is 0 to 100 percent. | НДС — от 0 до 100 процентов.';
comment on constraint product_price_range on sales.product is
  'The price must not be negative. | Цена не может быть отрицательной.';
comment on constraint product_cost_range on sales.product is
  'The cost must not be negative. | Себестоимость не может быть отрицательной.';
comment on constraint product_currency_fkey on sales.product is
  'There is no such currency. | Такой валюты нет.';
comment on constraint product_packaging_length on sales.product is
  'The packaging must have at most 200 characters. | Упаковка должна быть не длиннее 200 знаков.';
comment on constraint product_description_length on sales.product is
  'The description must have at most 10,000 characters. | Описание должно быть не длиннее 10 000 знаков.';
comment on constraint product_currency_given on sales.product is
  'A price or cost needs a currency. | Цене и себестоимости нужна валюта.';
select clients.describe_common('sales.product'::regclass);
select system.business('sales.product'::regclass);
select access.protect_shared('sales.product'::regclass, 'products');
select access.name_seen('sales.product'::regclass, 'supplier_id', 'clients.party'::regclass);
-- Whoever is held to prices does not make them: discounts are judged by the list price.
select system.permit('{administrator}', '{units,product_categories,products}',
    '{read,create,update,delete,export,import}', 'all'),
  system.permit('{purchasing}', '{products,product_categories}', '{read,create,update,export,import}', 'all'),
  system.permit('{sales}', '{products,product_categories}', '{read,export}', 'all'),
  system.permit('{sales,purchasing,accountant,hr,head_of_department,read_only,auditor}',
    '{units,product_categories,products}', '{read}', 'all'),
  system.permit('{head_of_department,accountant,auditor}', '{products}', '{export}', 'all');
