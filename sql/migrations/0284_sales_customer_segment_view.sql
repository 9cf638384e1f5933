-- 0284_sales_customer_segment_view: recency, frequency, money and segment of each client on each report day.
-- Why: apart from the tables it reads, so that each file is of one idea. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the view.
create view sales.customer_segment with (security_invoker = true) as
select
  s.day_id * 1000000000000 + s.party_id * 1000 + c.id as id, s.reported_on, s.party_id, p.name as party, p.country,
  p.owner_id, p.department_id, s.currency, s.recency, s.orders, s.net, coalesce(r.code, 'other') as segment,
  6 - ntile(5) over (partition by s.day_id, s.currency order by s.recency, s.party_id) as recency_score,
  ntile(5) over (partition by s.day_id, s.currency order by s.orders, s.party_id) as frequency_score,
  ntile(5) over (partition by s.day_id, s.currency order by s.net, s.party_id) as money_score
from (
  select d.id as day_id, d.reported_on, f.party_id, f.currency, d.reported_on - max(f.ordered_on) as recency,
    count(distinct f.sales_order_id) as orders, trim_scale(sum(f.net)) as net
  from (
    select t.id, t.reported_on from sales.report_day as t where t.reported_on <> current_date
    union all
    select 0, current_date
  ) as d
  join sales.sales_fact as f on f.ordered_on <= d.reported_on
  group by d.id, d.reported_on, f.party_id, f.currency
) as s
join clients.party as p on p.id = s.party_id
join system.currency as c on c.code = s.currency
left join lateral (
  select u.code from sales.segment_rule as u
  where s.recency between coalesce(u.recency_from, s.recency) and coalesce(u.recency_to, s.recency)
    and s.orders >= coalesce(u.orders_from, 0) and s.net >= coalesce(u.net_from, s.net)
  order by u.place limit 1) as r on true;
comment on view sales.customer_segment is
  'Client segments: recency, frequency and money on a day. | Сегменты клиентов: давность, частота и деньги на день.';
comment on column sales.customer_segment.id is 'Number: of day, client and currency. | Номер: дня, клиента и валюты.';
comment on column sales.customer_segment.reported_on is
  'Day: today, or a report day. | День: сегодняшний или отчётный.';
comment on column sales.customer_segment.party_id is 'Client: who bought. | Клиент: кто купил.';
comment on column sales.customer_segment.party is 'Name: of the client. | Название: клиента.';
comment on column sales.customer_segment.country is 'Country: of the client. | Страна: клиента.';
comment on column sales.customer_segment.owner_id is 'Owner: of the client. | Ответственный: за клиента.';
comment on column sales.customer_segment.department_id is 'Department: of the client. | Отдел: клиента.';
comment on column sales.customer_segment.currency is 'Currency: of the sum. | Валюта: суммы.';
comment on column sales.customer_segment.recency is
  'Recency: days since the last order. | Давность: дней с последнего заказа.';
comment on column sales.customer_segment.orders is 'Frequency: orders until the day. | Частота: заказов на этот день.';
comment on column sales.customer_segment.net is 'Money: net until the day, exact. | Деньги: сумма без НДС на этот день.';
comment on column sales.customer_segment.segment is
  'Segment: by the first rule that fits. | Сегмент: по первому подходящему правилу.';
comment on column sales.customer_segment.recency_score is
  'Recency score: its fifth, 5 for the latest. | Балл давности: пятая часть, 5 — самые недавние.';
comment on column sales.customer_segment.frequency_score is
  'Frequency score: its fifth, 5 for the most. | Балл частоты: пятая часть, 5 — самые частые.';
comment on column sales.customer_segment.money_score is
  'Money score: its fifth, 5 for the most. | Балл денег: пятая часть, 5 — самые крупные.';
grant select on sales.customer_segment to crm_service, crm_limited, crm_reader, crm_report;
select sales.permit_figures('{customer_segments}');
