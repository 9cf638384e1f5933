-- 0282_sales_customer_figure: what each client has bought, in all and in each year.
-- Why: the best ones and those who never came, who stays, who is new and who was lost. Kind: expand. Locks: none.
-- Time: milliseconds. Reversible: drop the views.

-- One row for each client and currency, and one for a client without any order. Ranks and shares are among those whom
-- the caller sees.
create view sales.customer_figure with (security_invoker = true) as
select
  f.id, f.party_id, f.party, f.country, f.owner_id, f.department_id, f.currency, f.orders, f.order_days, f.lines,
  f.net, round(f.net / nullif(f.orders, 0), 4) as average_net, f.first_ordered_on, f.last_ordered_on, f.place,
  round(100 * f.net / nullif(f.total, 0), 4) as share_percent,
  round(100 * f.running / nullif(f.total, 0), 4) as running_percent,
  case when f.orders > 0 then
    case when f.running - f.net < 0.8 * f.total then 'A' when f.running - f.net < 0.95 * f.total then 'B' else 'C' end
  end as abc
from (
  select
    p.id * 1000 + coalesce(c.id, 0) as id, p.id as party_id, p.name as party, p.country, p.owner_id, p.department_id,
    s.currency, coalesce(s.orders, 0) as orders, coalesce(s.order_days, 0) as order_days,
    coalesce(s.lines, 0) as lines, coalesce(s.net, 0) as net, s.first_ordered_on, s.last_ordered_on,
    case when s.party_id is not null then
      row_number() over (partition by s.currency order by s.net desc nulls last, p.id) end as place,
    sum(s.net) over (partition by s.currency) as total,
    sum(s.net) over (partition by s.currency order by s.net desc nulls last, p.id) as running
  from clients.party as p
  left join (
    select f.party_id, f.currency, count(distinct f.sales_order_id) as orders,
      count(distinct f.ordered_on) as order_days, count(*) as lines, trim_scale(sum(f.net)) as net,
      min(f.ordered_on) as first_ordered_on, max(f.ordered_on) as last_ordered_on
    from sales.sales_fact as f group by f.party_id, f.currency
  ) as s on s.party_id = p.id
  left join system.currency as c on c.code = s.currency
  where p.archived_at is null and (p.customer or s.party_id is not null)
    -- Who sees a party without a right to figures would see figures without orders.
    and (access.account_id() is null or access.level('customer_figures', 'read') > 0)
) as f;
comment on view sales.customer_figure is
  'Client figures: what each client has bought. | Показатели клиентов: сколько купил каждый клиент.';
comment on column sales.customer_figure.id is 'Number: of client and currency. | Номер: клиента и валюты.';
comment on column sales.customer_figure.party_id is 'Client: who bought. | Клиент: кто купил.';
comment on column sales.customer_figure.party is 'Name: of the client. | Название: клиента.';
comment on column sales.customer_figure.country is 'Country: of the client. | Страна: клиента.';
comment on column sales.customer_figure.owner_id is 'Owner: of the client. | Ответственный: за клиента.';
comment on column sales.customer_figure.department_id is 'Department: of the client. | Отдел: клиента.';
comment on column sales.customer_figure.currency is
  'Currency: of all sums; empty without orders. | Валюта: всех сумм; пусто, если заказов нет.';
comment on column sales.customer_figure.orders is 'Orders: how many. | Заказов: сколько.';
comment on column sales.customer_figure.order_days is
  'Days with orders: how many different ones. | Дней с заказами: сколько разных.';
comment on column sales.customer_figure.lines is 'Lines: of all orders. | Строк: во всех заказах.';
comment on column sales.customer_figure.net is 'Net: without VAT, exact. | Сумма без НДС: точная.';
comment on column sales.customer_figure.average_net is 'Average order: net. | Средний заказ: без НДС.';
comment on column sales.customer_figure.first_ordered_on is 'First order: its day. | Первый заказ: его день.';
comment on column sales.customer_figure.last_ordered_on is 'Last order: its day. | Последний заказ: его день.';
comment on column sales.customer_figure.place is
  'Place: by net, the greatest first. | Место: по сумме, наибольшая первая.';
comment on column sales.customer_figure.share_percent is 'Share: of all net, in percent. | Доля: в общей сумме, %.';
comment on column sales.customer_figure.running_percent is
  'Running share: of this client and all before it, in percent. | Доля нарастающим итогом: этого и всех до него, %.';
comment on column sales.customer_figure.abc is
  'ABC: A up to 80 percent of all net, B up to 95, C the rest. | ABC: A — до 80 % суммы, B — до 95 %, C — остальные.';

create view sales.customer_year with (security_invoker = true) as
select
  (y.party_id * 1000 + c.id) * 10000 + y.year as id, y.party_id, p.name as party, p.country, p.owner_id,
  p.department_id, y.currency, y.year, y.orders, y.net,
  lag(y.year) over w is not distinct from y.year - 1 as bought_year_before,
  lead(y.year) over w is not distinct from y.year + 1 as bought_year_after,
  row_number() over w = 1 as first_year
from (
  select f.party_id, f.currency, extract(year from f.ordered_on)::integer as year,
    count(distinct f.sales_order_id) as orders, trim_scale(sum(f.net)) as net
  from sales.sales_fact as f group by 1, 2, 3
) as y
left join clients.party as p on p.id = y.party_id
join system.currency as c on c.code = y.currency
window w as (partition by y.party_id, y.currency order by y.year);
comment on view sales.customer_year is
  'Client years: what each client has bought in each year. | Годы клиентов: сколько клиент купил за каждый год.';
comment on column sales.customer_year.id is 'Number: of client, currency and year. | Номер: клиента, валюты и года.';
comment on column sales.customer_year.party_id is 'Client: who bought. | Клиент: кто купил.';
comment on column sales.customer_year.party is 'Name: of the client. | Название: клиента.';
comment on column sales.customer_year.country is 'Country: of the client. | Страна: клиента.';
comment on column sales.customer_year.owner_id is 'Owner: of the client. | Ответственный: за клиента.';
comment on column sales.customer_year.department_id is 'Department: of the client. | Отдел: клиента.';
comment on column sales.customer_year.currency is 'Currency: of the sum. | Валюта: суммы.';
comment on column sales.customer_year.year is 'Year: of the orders. | Год: заказов.';
comment on column sales.customer_year.orders is 'Orders: how many. | Заказов: сколько.';
comment on column sales.customer_year.net is 'Net: without VAT, exact. | Сумма без НДС: точная.';
comment on column sales.customer_year.bought_year_before is
  'Kept: bought in the year before too. | Удержан: покупал и годом раньше.';
comment on column sales.customer_year.bought_year_after is
  'Stays: bought in the year after too. | Остался: купил и в следующем году.';
comment on column sales.customer_year.first_year is 'New: bought in no year before. | Новый: раньше не покупал.';
grant select on sales.customer_figure, sales.customer_year to crm_service, crm_limited, crm_reader, crm_report;
select sales.permit_figures('{customer_figures,customer_years}');
