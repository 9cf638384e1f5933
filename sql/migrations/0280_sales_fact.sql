-- 0280_sales_fact: every line of every order that counts as a sale, with all that sales are looked at by.
-- Why: revenue by year, month, client, employee, product, category and country is one summary of this. What it comes to
-- is not rounded: a sum of rounded lines is another sum. Kind: expand. Locks: none. Time: milliseconds. Reversible:
-- drop the view.
create view sales.sales_fact with (security_invoker = true) as
select
  l.id, l.sales_order_id, o.number, o.state, o.ordered_on, o.party_id, p.name as party, p.country, o.contact_id,
  o.owner_id, a.name as owner, o.department_id, l.product_id, r.code as product_code, r.name as product,
  r.kind, r.product_category_id, c.name as category, r.supplier_id, o.currency, l.quantity, l.unit_price,
  l.discount_percent,
  trim_scale(l.unit_price * l.quantity) as list_value,
  trim_scale(l.unit_price * l.quantity * l.discount_percent * 0.01) as discount,
  trim_scale(l.unit_price * l.quantity * (100 - l.discount_percent) * 0.01) as net,
  round(l.unit_price * l.quantity * (100 - l.discount_percent) * 0.01, 2) as net_in_cents,
  l.vat, l.gross
from sales.sales_order_line as l
join sales.sales_order as o on o.id = l.sales_order_id
left join clients.party as p on p.id = o.party_id
left join access.account as a on a.id = o.owner_id
left join sales.product as r on r.id = l.product_id
left join sales.product_category as c on c.id = r.product_category_id
where o.state in ('confirmed', 'shipped', 'closed');
comment on view sales.sales_fact is
  'Sales: lines of confirmed, shipped and closed orders. | Продажи: строки подтверждённых, отгруженных и закрытых заказов.';
comment on column sales.sales_fact.id is 'Number: of the line. | Номер: строки.';
comment on column sales.sales_fact.sales_order_id is 'Order: whose line. | Заказ: чья строка.';
comment on column sales.sales_fact.number is 'Order number: of the order. | Номер заказа: номер.';
comment on column sales.sales_fact.state is
  'State: of the order. | Состояние: заказа. {confirmed=Confirmed/Подтверждён, shipped=Shipped/Отгружен, closed=Closed/Закрыт}';
comment on column sales.sales_fact.ordered_on is 'Ordered on: the day. | Дата заказа: день.';
comment on column sales.sales_fact.party_id is 'Client: who ordered. | Клиент: кто заказал.';
comment on column sales.sales_fact.party is 'Client name: of the client. | Название клиента: клиента.';
comment on column sales.sales_fact.country is 'Country: of the client. | Страна: клиента.';
comment on column sales.sales_fact.contact_id is 'Contact: person of the client. | Контакт: человек у клиента.';
comment on column sales.sales_fact.owner_id is 'Employee: whose order it is. | Сотрудник: чей заказ.';
comment on column sales.sales_fact.owner is 'Employee name: of the account. | Имя сотрудника: учётной записи.';
comment on column sales.sales_fact.department_id is 'Department: whose order it is. | Отдел: чей заказ.';
comment on column sales.sales_fact.product_id is 'Product: what was ordered. | Товар: что заказано.';
comment on column sales.sales_fact.product_code is 'Product code: of the product. | Код товара: товара.';
comment on column sales.sales_fact.product is 'Product name: of the product. | Название товара: товара.';
comment on column sales.sales_fact.kind is
  'Kind: of the product. | Вид: товара. {goods=Goods/Товар, service=Service/Услуга}';
comment on column sales.sales_fact.product_category_id is 'Category: of the product. | Категория: товара.';
comment on column sales.sales_fact.category is 'Category name: of the category. | Название категории: категории.';
comment on column sales.sales_fact.supplier_id is
  'Supplier: from whom the product comes. | Поставщик: от кого товар.';
comment on column sales.sales_fact.currency is 'Currency: of all sums. | Валюта: всех сумм.';
comment on column sales.sales_fact.quantity is 'Quantity: how many units. | Количество: сколько единиц.';
comment on column sales.sales_fact.unit_price is 'Price: of one unit. | Цена: единицы.';
comment on column sales.sales_fact.discount_percent is 'Discount, percent: of the line. | Скидка, %: строки.';
comment on column sales.sales_fact.list_value is
  'Before discount: price by quantity. | До скидки: цена на количество.';
comment on column sales.sales_fact.discount is 'Discount given: in money. | Скидка: в деньгах.';
comment on column sales.sales_fact.net is
  'Net: without VAT, exact and not rounded. | Сумма без НДС: точная, без округления.';
comment on column sales.sales_fact.net_in_cents is
  'Net in cents: rounded half up to two decimals. | Сумма до копеек: округлена до двух знаков.';
comment on column sales.sales_fact.vat is 'VAT: of the line. | НДС: строки.';
comment on column sales.sales_fact.gross is 'Gross: with VAT. | Сумма с НДС: вместе с налогом.';
grant select on sales.sales_fact to crm_service, crm_limited, crm_reader, crm_report;

create function sales.permit_figures(p_resources text[]) returns void
language sql set search_path = pg_catalog
begin atomic
  select system.permit('{administrator,accountant,auditor}', p_resources, '{read,export}', 'all'),
    system.permit('{head_of_department}', p_resources, '{read,export}', 'below'),
    system.permit('{sales}', p_resources, '{read,export}', 'department'),
    system.permit('{read_only}', p_resources, '{read}', 'all');
end;
comment on function sales.permit_figures is
  'Gives the roles of the beginning the right to figures. | Даёт исходным ролям право на показатели.';
select sales.permit_figures('{sales_facts}');
