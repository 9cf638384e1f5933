-- 0342_sales_contract_forecast: money that contracts lead one to expect, and contracts whose end is to be spoken of.
-- Why: what is owed by a day is cash of that month; what is renewed unnoticed costs a year. Kind: expand. Locks: none on
-- existing tables. Time: milliseconds. Reversible: drop the views, the table and the function.
create view sales.contract_cash with (security_invoker = true) as
select o.id * 1000 + n.place as id, o.id as obligation_id, o.contract_id, c.party_id, c.owner_id, c.department_id,
  case o.side when 'ours' then 'out' else 'in' end as direction, d.due_on, date_trunc('month', d.due_on)::date as month,
  o.amount, o.currency
from sales.contract_obligation as o
join sales.contract as c on c.id = o.contract_id
-- What repeats, for three years to come.
cross join lateral generate_series(0, case when o.repeat_months is null then 0 else 36 / o.repeat_months end) as n (place)
cross join lateral (select (o.due_on + make_interval(months => n.place * coalesce(o.repeat_months, 0)))::date) as d (due_on)
where o.fulfilled_at is null and o.amount is not null and c.state in ('active', 'terminated')
  and (n.place = 0 and c.state = 'active' or d.due_on <= coalesce(c.valid_until, 'infinity'));
comment on view sales.contract_cash is
  'Contract cash: what is to be paid under contracts, by month. | Деньги по договорам: что предстоит заплатить, по месяцам.';
comment on column sales.contract_cash.id is 'Number: of the line. | Номер: строки.';
comment on column sales.contract_cash.obligation_id is 'Obligation: of which. | Обязательство: по какому.';
comment on column sales.contract_cash.contract_id is 'Contract: under which. | Договор: по какому.';
comment on column sales.contract_cash.party_id is 'Party: of the contract. | Контрагент: договора.';
comment on column sales.contract_cash.owner_id is 'Owner: of the contract. | Ответственный: за договор.';
comment on column sales.contract_cash.department_id is 'Department: of the contract. | Отдел: договора.';
comment on column sales.contract_cash.direction is 'Direction: of the money. | Направление: денег. {in=In/Приход, out=Out/Расход}';
comment on column sales.contract_cash.due_on is 'Due on: the day. | Срок: день.';
comment on column sales.contract_cash.month is 'Month: its first day. | Месяц: его первый день.';
comment on column sales.contract_cash.amount is 'Amount: that is to be paid. | Сумма: к оплате.';
comment on column sales.contract_cash.currency is 'Currency: of the amount. | Валюта: суммы.';

create view sales.contract_renewal with (security_invoker = true) as
select c.id, c.number, c.title, c.party_id, c.owner_id, c.department_id, c.direction, c.valid_until,
  c.valid_until - c.notice_days as notice_on, c.valid_until - c.notice_days - current_date as days_left, c.renewal,
  c.amount, c.currency
from sales.contract as c
where c.state = 'active' and c.valid_until - c.notice_days <= current_date + 60;
comment on view sales.contract_renewal is
  'Contract renewal: contracts of which notice is to be given within 60 days. | Продление договора: договоры, о которых нужно уведомить в ближайшие 60 дней.';
comment on column sales.contract_renewal.id is 'Number: of the contract. | Номер: договора.';
comment on column sales.contract_renewal.number is 'Number: of our series. | Номер: нашей нумерации.';
comment on column sales.contract_renewal.title is 'Title: of the contract. | Название: договора.';
comment on column sales.contract_renewal.party_id is 'Party: with whom. | Контрагент: с кем.';
comment on column sales.contract_renewal.owner_id is 'Owner: who is responsible. | Ответственный: кто отвечает.';
comment on column sales.contract_renewal.department_id is 'Department: of the contract. | Отдел: договора.';
comment on column sales.contract_renewal.direction is
  'Direction: who pays. | Направление: кто платит. {sale=Sale/Продажа, purchase=Purchase/Закупка}';
comment on column sales.contract_renewal.valid_until is 'Until: the last day. | По: последний день.';
comment on column sales.contract_renewal.notice_on is 'Notice: by which day. | Уведомить: до какого дня.';
comment on column sales.contract_renewal.days_left is 'Days left: till then. | Осталось дней: до этого.';
comment on column sales.contract_renewal.renewal is
  'Renewal: what becomes of it. | Продление: что по окончании. {none=None/Нет, manual=By agreement/По соглашению, automatic=Automatic/Автоматически}';
comment on column sales.contract_renewal.amount is 'Amount: of the contract. | Сумма: договора.';
comment on column sales.contract_renewal.currency is 'Currency: of the contract. | Валюта: договора.';
grant select on sales.contract_cash, sales.contract_renewal to crm_service, crm_limited, crm_reader, crm_report;

create table sales.contract_reminded (
  contract_id bigint constraint contract_reminded_pkey primary key
    constraint contract_reminded_contract_fkey references sales.contract on delete cascade,
  valid_until date not null
);
comment on table sales.contract_reminded is
  'Reminded: of which contracts was reminded for which end. | Напомнено: о каких договорах и о каком окончании.';
comment on column sales.contract_reminded.contract_id is 'Contract: of which. | Договор: о каком.';
comment on column sales.contract_reminded.valid_until is
  'Until: another end is reminded of anew. | По: о другом окончании напомнят заново.';
comment on constraint contract_reminded_contract_fkey on sales.contract_reminded is
  'There is no such contract. | Такого договора нет.';
alter table sales.contract_reminded enable row level security;
create policy contract_reminded_nobody on sales.contract_reminded for select using (false);
comment on policy contract_reminded_nobody on sales.contract_reminded is
  'Only functions of the owner. | Только функции владельца.';

-- Every day: contracts that are over are renewed or have expired, and whoever answers for one is reminded before its
-- notice is due, once for each end.
create function sales.tend_contracts(p_most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  st constant licensing.state := licensing.current_state();
  c sales.contract;
  done bigint := 0;
  told bigint;
begin
  perform system.require_own_work();
  if st.mode = 'READ_ONLY' or 'sales' <> all (st.modules) then
    return 0;
  end if;
  for c in
    select * from sales.contract as k where k.state = 'active' and k.valid_until < current_date
    order by k.valid_until, k.id limit p_most for no key update skip locked
  loop
    if c.renewal = 'automatic' then
      perform sales.amend_contract(c.id, 'renewal', 'active', c.amount,
        (c.valid_until + make_interval(months => c.renewal_months))::date);
    else
      perform sales.amend_contract(c.id, 'expiry', 'expired', c.amount, c.valid_until);
    end if;
    done := done + 1;
  end loop;
  with due as materialized (
    select k.id, k.valid_until, coalesce(k.owner_id, k.created_by) as account_id from sales.contract as k
    where k.state = 'active' and k.valid_until >= current_date
      and k.valid_until - k.notice_days <= current_date
      and not exists (
        select from sales.contract_reminded as r where r.contract_id = k.id and r.valid_until = k.valid_until)
    order by k.valid_until, k.id limit p_most
  ), marked as (
    insert into sales.contract_reminded as r (contract_id, valid_until) select d.id, d.valid_until from due as d
    on conflict (contract_id) do update set valid_until = excluded.valid_until where r.valid_until <> excluded.valid_until
    returning r.contract_id
  )
  select count(system.remind('sales.contract', d.id, array[d.account_id])) into told
  from due as d join marked as m on m.contract_id = d.id;
  return done + told;
end
$$;
comment on function sales.tend_contracts is
  'Renews, ends and reminds of contracts; answers of how many. | Продлевает, завершает договоры и напоминает о них; отвечает, о скольких.';
grant execute on function sales.tend_contracts to crm_service;
