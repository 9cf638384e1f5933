-- 0256_sales_board: deals as a board shows them, the board itself in one answer, and how deals go.
-- Why: what is expected of a deal, that it rots, win rate and time to close follow from the deals and are stored
-- nowhere. Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the views and the function.
create view sales.deal_card with (security_invoker = true) as
select
  d.id,
  d.title,
  d.owner_id,
  d.department_id,
  d.team_id,
  d.party_id,
  d.product_id,
  d.pipeline_id,
  d.stage_id,
  d.state,
  d.currency,
  d.amount,
  coalesce(case d.state when 'open' then d.probability end, s.probability) as probability,
  round(d.amount * coalesce(case d.state when 'open' then d.probability end, s.probability) / 100, 4)::numeric(19, 4)
    as expected_value,
  d.opened_on,
  d.expected_on,
  d.closed_on,
  y.entered_at,
  floor(extract(epoch from now() - y.entered_at) / 86400)::integer as days_in_stage,
  coalesce(d.state = 'open' and y.entered_at < now() - make_interval(days => s.rot_days), false) as rotting
from sales.deal as d
join sales.stage as s on s.id = d.stage_id
left join sales.deal_stay as y on y.deal_id = d.id and y.left_at is null
where d.archived_at is null;
comment on view sales.deal_card is
  'Deal card: a deal with what its stage says of it. | Карточка сделки: сделка с тем, что следует из её этапа.';
comment on column sales.deal_card.id is 'Number: of the deal. | Номер: сделки.';
comment on column sales.deal_card.title is 'Title: of the deal. | Название: сделки.';
comment on column sales.deal_card.owner_id is 'Owner: who is responsible. | Ответственный: кто отвечает.';
comment on column sales.deal_card.department_id is 'Department: whose deal it is. | Отдел: чья сделка.';
comment on column sales.deal_card.team_id is 'Team: that works on it. | Группа: которая её ведёт.';
comment on column sales.deal_card.party_id is 'Client: to whom. | Клиент: кому.';
comment on column sales.deal_card.product_id is 'Product: what it is about. | Товар: предмет.';
comment on column sales.deal_card.pipeline_id is 'Pipeline: whose deal it is. | Воронка: в какой она.';
comment on column sales.deal_card.stage_id is 'Stage: where it stands. | Этап: где стоит.';
comment on column sales.deal_card.state is
  'State: of the deal. | Состояние: сделки. {open=Open/Открыта, won=Won/Выиграна, lost=Lost/Проиграна}';
comment on column sales.deal_card.currency is 'Currency: of the amount. | Валюта: суммы.';
comment on column sales.deal_card.amount is 'Amount: of the deal. | Сумма: сделки.';
comment on column sales.deal_card.probability is
  'Probability: the deal''s own, else that of its stage, in percent. | Вероятность: своя, иначе этапа, в процентах.';
comment on column sales.deal_card.expected_value is
  'Expected value: amount by probability. | Ожидаемая сумма: сумма с учётом вероятности.';
comment on column sales.deal_card.opened_on is 'Opened on: the first day. | Открыта: первый день.';
comment on column sales.deal_card.expected_on is 'Expected on: when it may be won. | Ожидается: когда может быть выиграна.';
comment on column sales.deal_card.closed_on is 'Closed on: the last day. | Закрыта: последний день.';
comment on column sales.deal_card.entered_at is 'In the stage since: when it came there. | На этапе с: когда пришла.';
comment on column sales.deal_card.days_in_stage is 'Days in the stage: whole ones. | Дней на этапе: полных.';
comment on column sales.deal_card.rotting is
  'Rotting: longer in the stage than it should be. | Застой: стоит на этапе дольше, чем следует.';
grant select on sales.deal_card to crm_service, crm_limited, crm_reader, crm_report;
select system.permit('{administrator,accountant,read_only,head_of_department,sales,auditor}', '{deal_cards,deal_figures}',
    '{read}', 'all'),
  system.permit('{administrator,auditor}', '{deal_cards,deal_figures}', '{export}', 'all');

-- The open deals of a pipeline by stage, as far as the caller sees them, in one statement; null for a pipeline that he
-- does not. Ages are those on P_ON, from the day on which a deal was opened.
create function sales.board(p_pipeline bigint, p_on date) returns json
language sql stable set search_path = pg_catalog as $$
  with card as materialized (
    select c.*, p_on - c.opened_on as age from sales.deal_card as c
    where c.pipeline_id = p_pipeline and c.state = 'open'
  ), total as (
    select m.stage_id, json_object_agg(m.currency, m.amount::text) as amounts,
      json_object_agg(m.currency, m.expected_value::text) as expected_values
    from (
      select c.stage_id, c.currency, coalesce(sum(c.amount), 0) as amount,
        coalesce(sum(c.expected_value), 0) as expected_value
      from card as c group by c.stage_id, c.currency) as m
    group by m.stage_id
  ), shown as (
    select c.stage_id, count(*) as n, count(*) filter (where c.rotting) as rotting,
      round(avg(c.age), 2)::text as mean_age,
      round(percentile_cont(0.5) within group (order by c.age)::numeric, 2)::text as median_age,
      max(c.age) as oldest_age,
      json_agg(json_build_object('id', c.id, 'title', c.title, 'party_id', c.party_id, 'party', t.name,
          'owner_id', c.owner_id, 'owner', o.name, 'amount', c.amount::text, 'currency', c.currency,
          'probability', c.probability::text, 'expected_value', c.expected_value::text,
          'expected_on', c.expected_on, 'days_in_stage', c.days_in_stage, 'rotting', c.rotting)
        order by c.expected_on nulls last, c.id) as cards
    from card as c
    left join clients.party as t on t.id = c.party_id
    left join access.account as o on o.id = c.owner_id
    group by c.stage_id
  )
  select json_build_object('id', p.id, 'name', p.name, 'currency', p.currency, 'on', p_on, 'stages', coalesce((
    select json_agg(json_build_object('id', s.id, 'name', s.name, 'probability', s.probability::text,
        'rot_days', s.rot_days, 'count', coalesce(h.n, 0), 'rotting', coalesce(h.rotting, 0),
        'amounts', coalesce(t.amounts, '{}'), 'expected_values', coalesce(t.expected_values, '{}'),
        'mean_age_days', h.mean_age, 'median_age_days', h.median_age, 'oldest_age_days', h.oldest_age,
        'cards', coalesce(h.cards, '[]')) order by s.place)
    from sales.stage as s
    left join shown as h on h.stage_id = s.id
    left join total as t on t.stage_id = s.id
    where s.pipeline_id = p.id and s.kind = 'open'), '[]'))
  from sales.pipeline as p where p.id = p_pipeline
$$;
comment on function sales.board is
  'The open deals of a pipeline by stage. | Открытые сделки воронки по этапам.';
grant execute on function sales.board to crm_service, crm_limited, crm_reader, crm_report;

-- By who sells, what is sold and to whom: asked for together, and for every way of cutting them.
create view sales.deal_figure with (security_invoker = true) as
select
  hashtextextended(concat_ws('/', f.dimension, f.pipeline_id, f.currency, f.owner_id, f.team_id, f.department_id,
    f.product_id, f.party_id, f.client_id), 0) & 9007199254740991 as id,
  f.dimension, f.pipeline_id, f.currency, f.owner_id, f.team_id, f.department_id, f.product_id, f.party_id,
  f.client_id as group_party_id, f.deals, f.open_deals, f.won_deals, f.lost_deals,
  round(100.0 * f.won_deals / nullif(f.won_deals + f.lost_deals, 0), 2) as win_percent,
  f.won_amount, round(f.won_amount / nullif(f.won_deals, 0), 2)::numeric(19, 2) as mean_won,
  round(f.days_to_win, 2) as mean_days_to_win, f.median_days_to_win::numeric(19, 1) as median_days_to_win,
  round(f.days_to_lose, 2) as mean_days_to_lose, f.median_days_to_lose::numeric(19, 1) as median_days_to_lose,
  f.open_amount, f.weighted_amount
from (
  select
    (array['all', 'owner', 'team', 'department', 'product', 'client', 'client_group'])[1 + case
      when grouping(c.owner_id) = 0 then 1 when grouping(c.team_id) = 0 then 2 when grouping(c.department_id) = 0 then 3
      when grouping(c.product_id) = 0 then 4 when grouping(c.party_id) = 0 then 5
      when grouping(coalesce(p.parent_id, p.id)) = 0 then 6 else 0 end] as dimension,
    c.pipeline_id, c.currency, c.owner_id, c.team_id, c.department_id, c.product_id, c.party_id,
    coalesce(p.parent_id, p.id) as client_id,
    count(*) as deals,
    count(*) filter (where c.state = 'open') as open_deals,
    count(*) filter (where c.state = 'won') as won_deals,
    count(*) filter (where c.state = 'lost') as lost_deals,
    coalesce(sum(c.amount) filter (where c.state = 'won'), 0)::numeric(19, 4) as won_amount,
    avg(c.closed_on - c.opened_on) filter (where c.state = 'won') as days_to_win,
    percentile_cont(0.5) within group (order by c.closed_on - c.opened_on) filter (where c.state = 'won')
      as median_days_to_win,
    avg(c.closed_on - c.opened_on) filter (where c.state = 'lost') as days_to_lose,
    percentile_cont(0.5) within group (order by c.closed_on - c.opened_on) filter (where c.state = 'lost')
      as median_days_to_lose,
    coalesce(sum(c.amount) filter (where c.state = 'open'), 0)::numeric(19, 4) as open_amount,
    coalesce(sum(c.expected_value) filter (where c.state = 'open'), 0)::numeric(19, 4) as weighted_amount
  from sales.deal_card as c left join clients.party as p on p.id = c.party_id
  group by grouping sets ((c.pipeline_id, c.currency), (c.pipeline_id, c.currency, c.owner_id),
    (c.pipeline_id, c.currency, c.team_id), (c.pipeline_id, c.currency, c.department_id),
    (c.pipeline_id, c.currency, c.product_id), (c.pipeline_id, c.currency, c.party_id),
    (c.pipeline_id, c.currency, (coalesce(p.parent_id, p.id))))) as f;
comment on view sales.deal_figure is
  'Deal figures: how deals of a pipeline go, by the dimension, as far as the reader sees them. | Показатели сделок: как идут сделки воронки в разрезе, насколько видит читающий.';
comment on column sales.deal_figure.id is 'Number: of the figures. | Номер: показателей.';
comment on column sales.deal_figure.dimension is
  'Dimension: by what they are cut; add up one only. | Разрез: по чему; складывать можно только один. {all=All/Всё, owner=Owner/Ответственный, team=Team/Группа, department=Department/Отдел, product=Product/Товар, client=Client/Клиент, client_group=Client with its subsidiaries/Клиент с дочерними}';
comment on column sales.deal_figure.pipeline_id is 'Pipeline: whose deals. | Воронка: чьи сделки.';
comment on column sales.deal_figure.currency is 'Currency: of the amounts. | Валюта: сумм.';
comment on column sales.deal_figure.owner_id is 'Owner: whose deals. | Ответственный: чьи сделки.';
comment on column sales.deal_figure.team_id is 'Team: whose deals. | Группа: чьи сделки.';
comment on column sales.deal_figure.department_id is 'Department: whose deals. | Отдел: чьи сделки.';
comment on column sales.deal_figure.product_id is 'Product: of the deals. | Товар: сделок.';
comment on column sales.deal_figure.party_id is 'Client: of the deals. | Клиент: сделок.';
comment on column sales.deal_figure.group_party_id is
  'Client above: itself or the company that it belongs to. | Головной клиент: он сам или организация, которой он принадлежит.';
comment on column sales.deal_figure.deals is 'Deals: all. | Сделок: всего.';
comment on column sales.deal_figure.open_deals is 'Open deals: how many. | Открыто: сколько.';
comment on column sales.deal_figure.won_deals is 'Won deals: how many. | Выиграно: сколько.';
comment on column sales.deal_figure.lost_deals is 'Lost deals: how many. | Проиграно: сколько.';
comment on column sales.deal_figure.win_percent is
  'Win rate: won of won and lost, in percent. | Доля побед: выигранные от выигранных и проигранных, в процентах.';
comment on column sales.deal_figure.won_amount is 'Won: all of it. | Выиграно на: всего.';
comment on column sales.deal_figure.mean_won is 'Mean of a won deal: its amount. | Средняя выигранная: сумма.';
comment on column sales.deal_figure.mean_days_to_win is 'Days to win: the mean. | Дней до победы: среднее.';
comment on column sales.deal_figure.median_days_to_win is 'Days to win, median: half took less. | Дней до победы, медиана: половина быстрее.';
comment on column sales.deal_figure.mean_days_to_lose is 'Days to lose: the mean. | Дней до потери: среднее.';
comment on column sales.deal_figure.median_days_to_lose is 'Days to lose, median: half took less. | Дней до потери, медиана: половина быстрее.';
comment on column sales.deal_figure.open_amount is 'Open: all of it. | Открыто на: всего.';
comment on column sales.deal_figure.weighted_amount is
  'Weighted: open amounts by probability. | Взвешенно: открытые суммы с учётом вероятности.';
grant select on sales.deal_figure to crm_service, crm_limited, crm_reader, crm_report;
