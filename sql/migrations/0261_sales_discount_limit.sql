-- 0261_sales_discount_limit: how much below the price a role may sell on its own.
-- Why: a discount is the whole way below what the price lists say, whether it was typed as a percent or as a price.
-- Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table sales.discount_limit (
  id bigint generated always as identity constraint discount_limit_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  role_id bigint not null constraint discount_limit_role_fkey references access.role on delete cascade,
  product_category_id bigint
    constraint discount_limit_category_fkey references sales.product_category on delete cascade,
  percent numeric(7, 4) not null constraint discount_limit_percent_range check (percent between 0 and 100),
  external_source text,
  external_key text,
  constraint discount_limit_key unique nulls not distinct (role_id, product_category_id),
  constraint discount_limit_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint discount_limit_external_key unique (external_source, external_key)
);
create index discount_limit_category_idx on sales.discount_limit (product_category_id)
  where product_category_id is not null;
comment on table sales.discount_limit is
  'Discount limit: how far below the price a role may sell on its own. | Предел скидки: насколько ниже цены роль может продать сама.';
comment on column sales.discount_limit.role_id is 'Role: whose limit. | Роль: чей предел.';
comment on column sales.discount_limit.product_category_id is
  'Category: of products, with all below it; all products when empty. | Категория: товаров, со всеми нижестоящими; пусто — все товары.';
comment on column sales.discount_limit.percent is
  'Percent: the greatest discount without an approval. | Процент: наибольшая скидка без согласования.';
comment on constraint discount_limit_role_fkey on sales.discount_limit is
  'There is no such role. | Такой роли нет.';
comment on constraint discount_limit_category_fkey on sales.discount_limit is
  'There is no such category. | Такой категории нет.';
comment on constraint discount_limit_percent_range on sales.discount_limit is
  'The percent must be 0 to 100. | Процент — от 0 до 100.';
comment on constraint discount_limit_key on sales.discount_limit is
  'The role has a limit for this category. | У роли уже есть предел для этой категории.';
select clients.describe_common('sales.discount_limit'::regclass);
select system.business('sales.discount_limit'::regclass);
select access.protect_shared('sales.discount_limit'::regclass, 'discount_limits');
select system.permit('{administrator}', '{discount_limits}', '{read,create,update,delete,export,import}', 'all'),
  system.permit('{sales,accountant,head_of_department,read_only,auditor}', '{discount_limits}', '{read}', 'all'),
  system.permit('{auditor}', '{discount_limits}', '{export}', 'all');
-- Where nothing is said nothing may be given away.
insert into sales.discount_limit (role_id, percent)
select r.id, l.percent
from (values ('administrator', 100), ('head_of_department', 25), ('sales', 5)) as l (code, percent)
join access.role as r on r.code = l.code;

-- A category and those above it, the nearest first.
create function sales.categories_above(p_category bigint) returns table (id bigint, distance integer)
language sql stable security definer set search_path = pg_catalog
begin atomic
  with recursive up (id, distance, way) as (
    select p_category, 0, array[p_category] where p_category is not null
    union all
    select c.parent_id, up.distance + 1, up.way || c.parent_id
    from up join sales.product_category as c on c.id = up.id
    where c.parent_id is not null and c.parent_id <> all (up.way)
  )
  select up.id, up.distance from up;
end;
comment on function sales.categories_above is
  'A category of products and all above it. | Категория товаров и все вышестоящие.';

-- The greatest limit of the roles that the account has now; of each role that of the nearest category. 0 without any.
create function sales.discount_limit_of(p_account bigint, p_category bigint) returns numeric
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce(max(nearest.percent), 0)
  from access.account_role as held
  join access.role as r on r.id = held.role_id and r.archived_at is null
  cross join lateral (
    select l.percent
    from sales.discount_limit as l
    left join sales.categories_above(p_category) as up on up.id = l.product_category_id
    where l.role_id = held.role_id and (l.product_category_id is null or up.id is not null)
    order by up.distance nulls last
    limit 1) as nearest
  where held.account_id = p_account and held.valid_from <= now()
    and (held.valid_until is null or held.valid_until > now());
end;
comment on function sales.discount_limit_of is
  'How much discount an account may give on its own. | Какую скидку учётная запись может дать сама.';

-- How many percent a price lies below what the price lists ask, rounded up; 100 where nothing bears it out, since a
-- product of 10 dollars could be sold for 1 euro otherwise. P_UNIT_PRICE is what is left of it after all discounts.
create function sales.discount_of(p_product bigint, p_party bigint, p_currency text, p_quantity numeric, p_on date,
  p_unit_price numeric) returns numeric
language sql stable security definer set search_path = pg_catalog
begin atomic
  select case
    when asked.price is null then 100
    when asked.price <= p_unit_price then 0
    else ceil((asked.price - p_unit_price) * 1000000 / asked.price) / 10000 end
  from (select sales.price_of(p_product, p_party, p_currency, p_quantity, p_on) as price) as asked;
end;
comment on function sales.discount_of is
  'How far a price lies below the price lists, in percent. | Насколько цена ниже прайс-листов, в процентах.';
