-- 0281_sales_order_figure: what each order comes to, how far each of its lines is, and what a request asks for.
-- Why: totals are not kept, they are reckoned; and whoever promises a day is measured by it. Kind: expand. Locks: none.
-- Time: milliseconds. Reversible: drop the views.
create view sales.order_progress with (security_invoker = true) as
select
  l.id, l.sales_order_id, o.state, o.party_id, o.owner_id, o.department_id, l.product_id, l.quantity as ordered,
  shipped.quantity as shipped, requested.quantity as requested,
  l.quantity - shipped.quantity as left_to_ship, shipped.quantity - requested.quantity as left_to_request
from sales.sales_order_line as l
join sales.sales_order as o on o.id = l.sales_order_id
cross join lateral (
  select coalesce(sum(s.quantity), 0) as quantity
  from sales.shipment_line as s join sales.shipment as d on d.id = s.shipment_id
  where s.sales_order_line_id = l.id and d.sales_order_id = o.id and d.state = 'shipped') as shipped
cross join lateral (
  select coalesce(sum(r.quantity), 0) as quantity
  from sales.shipment_line as s
  join sales.invoice_request_line as r on r.shipment_line_id = s.id
  join sales.invoice_request as q on q.id = r.invoice_request_id
  where s.sales_order_line_id = l.id and q.sales_order_id = o.id and q.state = 'open') as requested;
comment on view sales.order_progress is
  'Progress: how far each line of an order is. | Ход заказа: насколько выполнена каждая строка.';
comment on column sales.order_progress.id is 'Number: of the line. | Номер: строки.';
comment on column sales.order_progress.sales_order_id is 'Order: whose line. | Заказ: чья строка.';
comment on column sales.order_progress.state is
  'State: of the order. | Состояние: заказа. {draft=Draft/Черновик, confirmed=Confirmed/Подтверждён, shipped=Shipped/Отгружен, closed=Closed/Закрыт, cancelled=Cancelled/Отменён}';
comment on column sales.order_progress.party_id is 'Client: who ordered. | Клиент: кто заказал.';
comment on column sales.order_progress.owner_id is 'Employee: whose order it is. | Сотрудник: чей заказ.';
comment on column sales.order_progress.department_id is 'Department: whose order it is. | Отдел: чей заказ.';
comment on column sales.order_progress.product_id is 'Product: what was ordered. | Товар: что заказано.';
comment on column sales.order_progress.ordered is 'Ordered: quantity. | Заказано: количество.';
comment on column sales.order_progress.shipped is 'Shipped: quantity. | Отгружено: количество.';
comment on column sales.order_progress.requested is 'Requested: to be invoiced. | В заявках: на счёт.';
comment on column sales.order_progress.left_to_ship is 'Left to ship: quantity. | Осталось отгрузить: количество.';
comment on column sales.order_progress.left_to_request is
  'Left to invoice: shipped and in no request. | Осталось запросить: отгружено и не в заявках.';

create view sales.order_figure with (security_invoker = true) as
select
  o.id, o.number, o.state, o.party_id, p.name as party, p.country, o.owner_id, a.name as owner, o.department_id,
  o.shipper_id, o.quote_id, o.ordered_on, o.required_on, sent.shipped_on,
  sent.shipped_on - o.ordered_on as days_to_ship,
  coalesce(sent.shipped_on > o.required_on, false) as late,
  coalesce(o.state = 'confirmed' and o.required_on < current_date, false) as overdue,
  o.currency, o.freight, sums.lines, sums.quantity, sums.net, sums.vat, sums.gross
from sales.sales_order as o
left join clients.party as p on p.id = o.party_id
left join access.account as a on a.id = o.owner_id
cross join lateral (
  select count(*) as lines, sum(l.quantity) as quantity,
    trim_scale(coalesce(sum(l.unit_price * l.quantity * (100 - l.discount_percent) * 0.01), 0)) as net,
    coalesce(sum(l.vat), 0) as vat, coalesce(sum(l.gross), 0) as gross
  from sales.sales_order_line as l where l.sales_order_id = o.id) as sums
left join lateral (
  select max(d.shipped_on) as shipped_on from sales.shipment as d
  where d.sales_order_id = o.id and d.state = 'shipped' and o.state in ('shipped', 'closed')) as sent on true
where o.state <> 'cancelled';
comment on view sales.order_figure is
  'Order figures: what each order comes to, and how it was delivered. | Показатели заказов: суммы и сроки каждого заказа.';
comment on column sales.order_figure.id is 'Number: of the order. | Номер: заказа.';
comment on column sales.order_figure.number is 'Order number: of the order. | Номер заказа: номер.';
comment on column sales.order_figure.state is
  'State: of the order; cancelled ones do not count. | Состояние: заказа; отменённые не в счёт. {draft=Draft/Черновик, confirmed=Confirmed/Подтверждён, shipped=Shipped/Отгружен, closed=Closed/Закрыт}';
comment on column sales.order_figure.party_id is 'Client: who ordered. | Клиент: кто заказал.';
comment on column sales.order_figure.party is 'Client name: of the client. | Название клиента: клиента.';
comment on column sales.order_figure.country is 'Country: of the client. | Страна: клиента.';
comment on column sales.order_figure.owner_id is 'Employee: whose order it is. | Сотрудник: чей заказ.';
comment on column sales.order_figure.owner is 'Employee name: of the account. | Имя сотрудника: учётной записи.';
comment on column sales.order_figure.department_id is 'Department: whose order it is. | Отдел: чей заказ.';
comment on column sales.order_figure.shipper_id is 'Shipper: who carries it. | Перевозчик: кто везёт.';
comment on column sales.order_figure.quote_id is 'Quote: of which it was made. | Предложение: из которого он сделан.';
comment on column sales.order_figure.ordered_on is 'Ordered on: the day. | Дата заказа: день.';
comment on column sales.order_figure.required_on is 'Required on: the latest day. | Нужен к: крайний день.';
comment on column sales.order_figure.shipped_on is
  'Shipped on: the day on which all had left. | Отгружен: день, когда отгружено всё.';
comment on column sales.order_figure.days_to_ship is
  'Days to ship: from the order until all had left. | Дней до отгрузки: от заказа до полной отгрузки.';
comment on column sales.order_figure.late is
  'Late: all had left after the required day. | Опоздал: отгружен позже нужного дня.';
comment on column sales.order_figure.overdue is
  'Overdue: required before today and not shipped. | Просрочен: нужен раньше сегодняшнего дня и не отгружен.';
comment on column sales.order_figure.currency is 'Currency: of all sums. | Валюта: всех сумм.';
comment on column sales.order_figure.freight is 'Freight: of the carriage. | Доставка: стоимость перевозки.';
comment on column sales.order_figure.lines is 'Lines: how many. | Строк: сколько.';
comment on column sales.order_figure.quantity is 'Quantity: units of all lines. | Количество: единиц во всех строках.';
comment on column sales.order_figure.net is
  'Net: without VAT and freight, exact and not rounded. | Сумма без НДС: без доставки, точная, без округления.';
comment on column sales.order_figure.vat is 'VAT: of all lines. | НДС: всех строк.';
comment on column sales.order_figure.gross is 'Gross: with VAT, without freight. | Сумма с НДС: без доставки.';

create view sales.invoice_request_amount with (security_invoker = true) as
select
  r.id, r.invoice_request_id, q.state, q.sales_order_id, o.party_id, q.owner_id, q.department_id,
  l.id as sales_order_line_id, l.product_id, l.description, r.quantity, l.unit_id, l.unit_price, l.discount_percent,
  l.vat_rate, o.currency,
  round(l.net * r.quantity / l.quantity, 4) as net, round(l.vat * r.quantity / l.quantity, 4) as vat,
  round(l.net * r.quantity / l.quantity, 4) + round(l.vat * r.quantity / l.quantity, 4) as gross
from sales.invoice_request_line as r
join sales.invoice_request as q on q.id = r.invoice_request_id
join sales.shipment_line as s on s.id = r.shipment_line_id
join sales.sales_order_line as l on l.id = s.sales_order_line_id
join sales.sales_order as o on o.id = l.sales_order_id;
comment on view sales.invoice_request_amount is
  'Request amounts: what each line of a request comes to. | Суммы заявок: сколько составляет каждая строка заявки на счёт.';
comment on column sales.invoice_request_amount.id is 'Number: of the line. | Номер: строки.';
comment on column sales.invoice_request_amount.invoice_request_id is 'Request: whose line. | Заявка: чья строка.';
comment on column sales.invoice_request_amount.state is
  'State: of the request. | Состояние: заявки. {open=Open/Открыта, cancelled=Cancelled/Отменена}';
comment on column sales.invoice_request_amount.sales_order_id is 'Order: of which it is. | Заказ: по которому.';
comment on column sales.invoice_request_amount.party_id is 'Client: who ordered. | Клиент: кто заказал.';
comment on column sales.invoice_request_amount.owner_id is 'Owner: of the request. | Ответственный: за заявку.';
comment on column sales.invoice_request_amount.department_id is 'Department: of the request. | Отдел: заявки.';
comment on column sales.invoice_request_amount.sales_order_line_id is 'Order line: of which it is. | Строка заказа: из которой.';
comment on column sales.invoice_request_amount.product_id is 'Product: what is invoiced. | Товар: за что счёт.';
comment on column sales.invoice_request_amount.description is 'Description: in the words of the order. | Описание: словами заказа.';
comment on column sales.invoice_request_amount.quantity is 'Quantity: to be invoiced. | Количество: к оплате.';
comment on column sales.invoice_request_amount.unit_id is 'Unit: of the quantity. | Единица: количества.';
comment on column sales.invoice_request_amount.unit_price is 'Price: of one unit without VAT. | Цена: единицы без НДС.';
comment on column sales.invoice_request_amount.discount_percent is 'Discount: in percent. | Скидка: в процентах.';
comment on column sales.invoice_request_amount.vat_rate is 'VAT rate: in percent. | Ставка НДС: в процентах.';
comment on column sales.invoice_request_amount.currency is 'Currency: of all sums. | Валюта: всех сумм.';
comment on column sales.invoice_request_amount.net is 'Net: without VAT. | Сумма без НДС: без налога.';
comment on column sales.invoice_request_amount.vat is 'VAT: of the net. | НДС: с суммы.';
comment on column sales.invoice_request_amount.gross is 'Gross: with VAT. | Сумма с НДС: вместе с налогом.';
grant select on sales.order_progress, sales.order_figure, sales.invoice_request_amount
  to crm_service, crm_limited, crm_reader, crm_report;
select sales.permit_figures('{order_progress,order_figures,invoice_request_amounts}');
