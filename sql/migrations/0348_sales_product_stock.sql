-- 0348_sales_product_stock: what lies in stock, what it is worth, and what must be ordered again.
-- Why: whoever buys asks every day which goods run out; a filter compares a field with a value, not with another field.
-- Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the view.
create view sales.product_stock with (security_invoker = true) as
select
  p.id, p.code, p.name, p.product_category_id, c.name as category, p.supplier_id, s.name as supplier, p.discontinued,
  p.currency, p.list_price, p.in_stock, p.on_order, p.reorder_level,
  trim_scale(p.in_stock * p.list_price) as list_value, trim_scale(p.in_stock * p.cost) as cost_value,
  not p.discontinued and coalesce(p.in_stock < p.reorder_level, false) as is_low,
  not p.discontinued and coalesce(coalesce(p.in_stock, 0) + coalesce(p.on_order, 0) <= p.reorder_level, false)
    as must_reorder
from sales.product as p
left join sales.product_category as c on c.id = p.product_category_id
left join clients.party as s on s.id = p.supplier_id
where p.kind = 'goods' and p.archived_at is null;
comment on view sales.product_stock is
  'Stock: goods, what of them lies in stock, and what must be ordered again. | Запасы: товары, их остатки и что пора заказать.';
comment on column sales.product_stock.id is 'Number: of the product. | Номер: товара.';
comment on column sales.product_stock.code is 'Code: of the product. | Код: товара.';
comment on column sales.product_stock.name is 'Name: of the product. | Название: товара.';
comment on column sales.product_stock.product_category_id is
  'Category number: where it belongs. | Номер категории: к чему относится.';
comment on column sales.product_stock.category is 'Category: where it belongs. | Категория: к чему относится.';
comment on column sales.product_stock.supplier_id is
  'Supplier number: from whom it is bought. | Номер поставщика: у кого закупают.';
comment on column sales.product_stock.supplier is 'Supplier: from whom it is bought. | Поставщик: у кого закупают.';
comment on column sales.product_stock.discontinued is
  'Discontinued: sold while it lasts, not ordered again. | Снят: продаётся остаток, больше не закупается.';
comment on column sales.product_stock.currency is 'Currency: of all values. | Валюта: всех сумм.';
comment on column sales.product_stock.list_price is 'List price: of one unit. | Цена: за единицу.';
comment on column sales.product_stock.in_stock is 'In stock: units, as last counted. | На складе: единиц по последнему учёту.';
comment on column sales.product_stock.on_order is 'On order: units that are on their way. | В заказе: единиц в пути.';
comment on column sales.product_stock.reorder_level is
  'Reorder level: below which it is ordered again. | Точка заказа: ниже которой заказывают снова.';
comment on column sales.product_stock.list_value is
  'List value: of what is in stock, exact and not rounded. | Стоимость в ценах продажи: остатка, без округления.';
comment on column sales.product_stock.cost_value is
  'Cost value: of what is in stock, exact and not rounded. | Себестоимость остатка: без округления.';
comment on column sales.product_stock.is_low is
  'Low: less in stock than the reorder level. | Мало: на складе меньше точки заказа.';
comment on column sales.product_stock.must_reorder is
  'To order: stock and what is on its way do not exceed the reorder level. | Заказать: остаток вместе с заказанным не больше точки заказа.';
grant select on sales.product_stock to crm_service, crm_limited, crm_reader, crm_report;
select system.permit('{administrator,head_of_department,sales,purchasing,accountant,auditor}', '{product_stock}',
    '{read,export}', 'all'),
  system.permit('{hr,read_only}', '{product_stock}', '{read}', 'all');
