-- 0324_purchasing_match_tolerance: by how much an invoice may differ from order and receipt.
-- Why: cents of rounding are nobody's work, anything more is. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create table purchasing.match_tolerance (
  id bigint generated always as identity constraint match_tolerance_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  party_id bigint constraint match_tolerance_party_fkey references clients.party,
  product_category_id bigint constraint match_tolerance_category_fkey references sales.product_category,
  quantity_percent numeric(5, 2) not null default 0
    constraint match_tolerance_quantity_range check (quantity_percent between 0 and 100),
  price_percent numeric(5, 2) not null default 0
    constraint match_tolerance_price_range check (price_percent between 0 and 100),
  tax_amount numeric(12, 2) not null default 0 constraint match_tolerance_tax_range check (tax_amount >= 0),
  external_source text,
  external_key text,
  constraint match_tolerance_once unique nulls not distinct (party_id, product_category_id),
  constraint match_tolerance_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint match_tolerance_external_key unique (external_source, external_key)
);
create index match_tolerance_category_idx on purchasing.match_tolerance (product_category_id)
  where product_category_id is not null;
comment on table purchasing.match_tolerance is
  'Tolerance: by how much an invoice may differ; the closest one holds: of supplier and category, of the supplier, of the category, of all. | Допуск: на сколько может отличаться счёт; действует ближайший: поставщика и категории, поставщика, категории, общий.';
comment on column purchasing.match_tolerance.party_id is
  'Supplier: whose invoices; all when empty. | Поставщик: чьи счета; пусто — все.';
comment on column purchasing.match_tolerance.product_category_id is
  'Category: of the products; all when empty. | Категория: товаров; пусто — все.';
comment on column purchasing.match_tolerance.quantity_percent is
  'Quantity: percent beyond what was received. | Количество: процентов сверх полученного.';
comment on column purchasing.match_tolerance.price_percent is
  'Price: percent off the ordered one. | Цена: процентов от заказанной.';
comment on column purchasing.match_tolerance.tax_amount is
  'Tax: so much off the reckoned one, in the currency of the invoice. | Налог: отклонение от расчётного в валюте счёта.';
comment on constraint match_tolerance_category_fkey on purchasing.match_tolerance is
  'There is no such category. | Такой категории нет.';
comment on constraint match_tolerance_quantity_range on purchasing.match_tolerance is
  'The tolerance is 0 to 100 percent. | Допуск — от 0 до 100 процентов.';
comment on constraint match_tolerance_price_range on purchasing.match_tolerance is
  'The tolerance is 0 to 100 percent. | Допуск — от 0 до 100 процентов.';
comment on constraint match_tolerance_tax_range on purchasing.match_tolerance is
  'The tolerance must not be negative. | Допуск не может быть отрицательным.';
comment on constraint match_tolerance_once on purchasing.match_tolerance is
  'There is a tolerance for this supplier and category. | Для этого поставщика и категории допуск уже есть.';
select clients.describe_common('purchasing.match_tolerance'::regclass);
insert into purchasing.match_tolerance (tax_amount) values (0.05);
select system.business('purchasing.match_tolerance'::regclass);
select access.protect_shared('purchasing.match_tolerance'::regclass, 'match_tolerances');
select access.name_seen('purchasing.match_tolerance'::regclass, 'party_id', 'clients.party'::regclass);
select system.permit('{administrator,accountant}', '{match_tolerances}', '{read,create,update,delete}', 'all'),
  system.permit('{administrator}', '{match_tolerances}', '{export,import}', 'all'),
  system.permit('{head_of_department,purchasing,read_only,auditor}', '{match_tolerances}', '{read}', 'all'),
  system.permit('{auditor}', '{match_tolerances}', '{export}', 'all');

create function purchasing.tolerance_of(p_party bigint, p_product bigint) returns purchasing.match_tolerance
language sql stable security definer set search_path = pg_catalog
begin atomic
  select t.* from purchasing.match_tolerance as t
  where (t.party_id is null or t.party_id = p_party)
    and (t.product_category_id is null or t.product_category_id = (
      select k.product_category_id from sales.product as k where k.id = p_product))
  order by t.party_id nulls last, t.product_category_id nulls last limit 1;
end;
comment on function purchasing.tolerance_of is
  'The tolerance that holds for a product of a supplier. | Допуск, действующий для товара поставщика.';
