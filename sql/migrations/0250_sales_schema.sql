-- 0250_sales_schema: the area of sales, and units and categories of what is sold and bought.
-- Why: a schema is an area, and an area is a module. Kind: expand. Locks: none on existing tables. Time: milliseconds.
-- Forward only.
create schema sales;
comment on schema sales is
  'Sales: products, prices, leads, deals, quotes, orders and contracts. | Продажи: товары, цены, лиды, сделки, предложения, заказы и договоры.';
grant usage on schema sales to crm_service, crm_limited, crm_reader, crm_report, crm_monitor;
insert into licensing.module_table (place, module) values ('sales', 'sales');

create table sales.unit (
  id bigint generated always as identity constraint unit_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  code text not null
    constraint unit_code_length check (length(code) between 1 and 20)
    constraint unit_code_key unique,
  name text not null constraint unit_name_length check (length(name) between 1 and 100),
  external_source text,
  external_key text,
  constraint unit_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint unit_external_key unique (external_source, external_key)
);
comment on table sales.unit is
  'Unit: in which goods and services are counted. | Единица: в чём считают товары и услуги.';
comment on column sales.unit.code is 'Code: a short unique name. | Код: краткое уникальное имя.';
comment on column sales.unit.name is 'Name: of the unit. | Название: единицы.';
comment on constraint unit_code_length on sales.unit is
  'The code must have 1 to 20 characters. | Код должен быть от 1 до 20 знаков.';
comment on constraint unit_code_key on sales.unit is
  'Another unit has this code. | Такой код уже есть у другой единицы.';
comment on constraint unit_name_length on sales.unit is
  'The name must have 1 to 100 characters. | Название должно быть от 1 до 100 знаков.';
select clients.describe_common('sales.unit'::regclass);
select system.business('sales.unit'::regclass);
select access.protect_shared('sales.unit'::regclass, 'units');
insert into sales.unit (code, name) values ('pcs', 'Штука'), ('h', 'Час'), ('kg', 'Килограмм'), ('m', 'Метр');

create table sales.product_category (
  id bigint generated always as identity constraint product_category_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  parent_id bigint
    constraint product_category_parent_fkey references sales.product_category
    constraint product_category_not_itself check (parent_id <> id),
  name text not null constraint product_category_name_length check (length(name) between 1 and 200),
  name_key text collate "C" generated always as (lower(name)) stored,
  description text constraint product_category_description_length check (length(description) <= 2000),
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint product_category_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint product_category_external_key unique (external_source, external_key)
);
create index product_category_parent_idx on sales.product_category (parent_id) where parent_id is not null;
create index product_category_name_idx on sales.product_category (name_key, id);
create constraint trigger product_category_no_circle
  after insert or update of parent_id on sales.product_category
  for each row when (new.parent_id is not null) execute function clients.refuse_cycle();
comment on trigger product_category_no_circle on sales.product_category is
  'The categories would form a circle: {value}. | Категории замкнулись бы в круг: {value}.';
comment on table sales.product_category is
  'Product category: a place in the tree of what is sold and bought. | Категория товаров: место в дереве товаров и услуг.';
comment on column sales.product_category.parent_id is 'Parent: the category above. | Вышестоящая: категория над этой.';
comment on column sales.product_category.name is 'Name: of the category. | Название: категории.';
comment on column sales.product_category.name_key is
  'Name for sorting: the name in small letters. | Название для сортировки: название строчными буквами.';
comment on column sales.product_category.description is 'Description: what belongs here. | Описание: что сюда относится.';
comment on constraint product_category_parent_fkey on sales.product_category is
  'There is no such category. | Такой категории нет.';
comment on constraint product_category_not_itself on sales.product_category is
  'A category cannot stand above itself. | Категория не может стоять над собой.';
comment on constraint product_category_name_length on sales.product_category is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
comment on constraint product_category_description_length on sales.product_category is
  'The description must have at most 2,000 characters. | Описание должно быть не длиннее 2000 знаков.';
select clients.describe_common('sales.product_category'::regclass);
select system.business('sales.product_category'::regclass);
select access.protect_shared('sales.product_category'::regclass, 'product_categories');
