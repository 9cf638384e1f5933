-- 0382_finance_rate_import: rates as a bank of issue publishes them, reckoned into the currency of the books.
-- Why: the European Central Bank says what one euro costs, others what so many units cost in their own currency; the
-- books need one unit in theirs. Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the function.

-- P_DAYS: [{"on": "2013-06-28", "rates": {"USD": ["1.308", "1"]}}]: so many units cost so much of P_AGAINST. A day on
-- which the currency of the books is not quoted is passed over; what is there already stays.
create function finance.take_rates(p_source text, p_against text, p_days jsonb) returns jsonb
language sql volatile set search_path = pg_catalog
begin atomic
  with quoted as materialized (
    select (d.value ->> 'on')::date as rated_on, q.key as currency,
      (q.value ->> 1)::numeric / (q.value ->> 0)::numeric as price
    from jsonb_array_elements(p_days) as d cross join lateral jsonb_each(d.value -> 'rates') as q
    union all
    select (d.value ->> 'on')::date, p_against, 1 from jsonb_array_elements(p_days) as d
  ), base as materialized (
    select q.rated_on, q.price from quoted as q where q.currency = (select finance.base_currency())
  ), told as materialized (
    select q.currency, q.rated_on, round(q.price / b.price, 12) as rate, c.code is not null as known
    from quoted as q join base as b on b.rated_on = q.rated_on
    left join system.currency as c on c.code = q.currency
    where q.currency <> (select finance.base_currency())
  ), made as (
    insert into finance.rate (currency, rated_on, rate, source)
    select t.currency, t.rated_on, t.rate, p_source from told as t where t.known and t.rate > 0
      and not exists (select from finance.rate as r where r.currency = t.currency and r.rated_on = t.rated_on)
    order by t.currency, t.rated_on
    on conflict on constraint rate_once do nothing
    returning id
  )
  select jsonb_build_object('created', (select count(*) from made),
    'known', (select count(*) from told as t where t.known) - (select count(*) from made),
    'days_passed_over', (select count(distinct q.rated_on) from quoted as q) - (select count(*) from base),
    'unknown', (select coalesce(jsonb_agg(distinct t.currency), '[]') from told as t where not t.known));
end;
comment on function finance.take_rates is
  'Takes published rates; tells how many are new. | Принимает опубликованные курсы; сообщает, сколько новых.';
-- The numbers of one part of a file and of those before it.
create function finance.add_rates(p_before jsonb, p_more jsonb) returns jsonb
language sql immutable set search_path = pg_catalog
begin atomic
  select jsonb_build_object(
    'created', coalesce((p_before ->> 'created')::bigint, 0) + (p_more ->> 'created')::bigint,
    'known', coalesce((p_before ->> 'known')::bigint, 0) + (p_more ->> 'known')::bigint,
    'days_passed_over',
    coalesce((p_before ->> 'days_passed_over')::bigint, 0) + (p_more ->> 'days_passed_over')::bigint,
    'unknown', (select coalesce(jsonb_agg(distinct u.code order by u.code), '[]')
      from jsonb_array_elements_text(coalesce(p_before -> 'unknown', '[]') || (p_more -> 'unknown')) as u (code)));
end;
comment on function finance.add_rates is
  'Adds up what was told of two parts of a file. | Складывает итоги двух частей файла.';
grant execute on function finance.take_rates, finance.add_rates to crm_service;
