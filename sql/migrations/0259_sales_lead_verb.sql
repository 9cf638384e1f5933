-- 0259_sales_lead_verb: how leads are given out, qualified or dropped.
-- Why: fair turns hold only under locks. Kind: expand. Locks: sales.lead, empty.
-- Time: milliseconds. Reversible: drop the functions and the table.

-- Whose turn was last; it is also the lock of the rule, under which leads are counted. No log-in reads or writes it.
create table sales.assignment_turn (
  assignment_rule_id bigint constraint assignment_turn_pkey primary key
    constraint assignment_turn_rule_fkey references sales.assignment_rule on delete cascade,
  account_id bigint not null
);
comment on table sales.assignment_turn is 'Turn: to whom a rule gave the last lead. | Очередь: кому правило дало последний лид.';
comment on column sales.assignment_turn.assignment_rule_id is 'Rule: which. | Правило: какое.';
comment on column sales.assignment_turn.account_id is 'Account: the last one; 0 for none. | Учётная запись: последняя; 0 — никому.';
comment on constraint assignment_turn_rule_fkey on sales.assignment_turn is 'There is no such rule. | Такого правила нет.';
alter table sales.assignment_turn enable row level security;
create policy assignment_turn_nobody on sales.assignment_turn for select using (false);
comment on policy assignment_turn_nobody on sales.assignment_turn is
  'Only the function that gives leads out. | Только функция распределения.';

-- To whom the rules give a lead; null where none fits, or nobody of its members is there. Nobody gets one who is locked,
-- put away or absent today.
create function sales.choose_seller(l sales.lead) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  rule sales.assignment_rule;
  last bigint;
  chosen bigint;
begin
  for rule in
    select * from sales.assignment_rule as r where r.archived_at is null
      and (r.source is null or lower(r.source) = lower(l.source))
      and (r.country is null or r.country = l.country)
      and (r.region is null or lower(r.region) = lower(l.region))
    order by r.place, r.id
  loop
    insert into sales.assignment_turn (assignment_rule_id, account_id) values (rule.id, 0) on conflict do nothing;
    select t.account_id into last from sales.assignment_turn as t where t.assignment_rule_id = rule.id for update;
    select a.id into chosen
    from (
      select m.account_id from sales.rule_member as m
      where m.assignment_rule_id = rule.id and (rule.method <> 'territory'
        or (m.country is null or m.country = l.country) and (m.region is null or lower(m.region) = lower(l.region)))
      union
      select m.account_id from access.team_member as m where m.team_id = rule.team_id and rule.method <> 'territory'
    ) as member
    join access.account as a on a.id = member.account_id
    where a.locked_at is null and a.archived_at is null and not exists (
      select from staff.employee as e join staff.absence as o on o.employee_id = e.id
      where e.account_id = a.id and o.state = 'approved' and current_date between o.valid_from and o.valid_until)
    order by case when rule.method = 'round_robin' then 0 else (
        select count(*) from sales.lead as n where n.owner_id = a.id and n.archived_at is null and n.id <> l.id
          and n.state in ('new', 'assigned', 'qualified')) end,
      a.id <= last, a.id
    limit 1;
    if chosen is not null then
      update sales.assignment_turn as t set account_id = chosen where t.assignment_rule_id = rule.id;
      return chosen;
    end if;
  end loop;
  return null;
end
$$;
comment on function sales.choose_seller is 'To whom the rules give a lead. | Кому правила отдают лид.';

-- Before own_lead: a lead of which nobody said whose it is stays new until the rules have said it.
create function sales.tidy_lead() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  new.name := coalesce(clients.tidy(new.name), '');
  new.company := clients.tidy(new.company);
  new.email := sales.tidy_email(new.email);
  new.phone := clients.tidy(new.phone);
  if tg_op = 'INSERT' and new.owner_id is not null
    or tg_op = 'UPDATE' and new.state = 'new' and new.owner_id is distinct from old.owner_id
  then
    new.state := case new.state when 'new' then 'assigned' else new.state end;
  end if;
  return new;
end
$$;
comment on function sales.tidy_lead is 'Brings a lead to one form. | Приводит лид к одному виду.';
create function sales.tidy_email(typed text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog
return lower(clients.tidy(typed));
comment on function sales.tidy_email is 'An address in its one form. | Адрес в едином виде.';
grant execute on function sales.tidy_email to crm_service;
create trigger lead_tidy before insert or update on sales.lead for each row execute function sales.tidy_lead();
comment on trigger lead_tidy on sales.lead is 'Brings a lead to one form. | Приводит лид к одному виду.';

-- Behind the policies, which judge what the writer may make: to whom the rules give it is not his affair.
create function sales.give_lead() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  chosen constant bigint := sales.choose_seller(new);
begin
  update sales.lead as l set owner_id = chosen, state = 'assigned', department_id = coalesce(
    (select a.department_id from access.account as a where a.id = chosen), l.department_id)
  where l.id = new.id and chosen is not null;
  return null;
end
$$;
comment on function sales.give_lead is 'Gives a new lead to whom the rules say. | Отдаёт новый лид по правилам.';
create trigger lead_given after insert on sales.lead
  for each row when (new.state = 'new') execute function sales.give_lead();
comment on trigger lead_given on sales.lead is 'Gives a new lead to whom the rules say. | Отдаёт новый лид по правилам.';

-- The lead, locked, if the caller's right reaches it and it is still open; else null or a refusal.
create function sales.open_lead(p_id bigint, p_action text) returns sales.lead
language plpgsql security definer set search_path = pg_catalog as $$
declare
  l sales.lead;
begin
  if not system.begin_verb('sales.lead'::regclass, 'leads', p_action, p_id) then return null; end if;
  select * into strict l from sales.lead as o where o.id = p_id;
  if l.state in ('converted', 'disqualified') then
    perform system.refuse_state('sales.lead'::regclass, l.state, '{new,assigned,qualified}');
  end if;
  return l;
end
$$;
comment on function sales.open_lead is 'Begins a verb of an open lead. | Начинает действие с открытым лидом.';

create function sales.assign_lead(p_id bigint, p_owner bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  l constant sales.lead := sales.open_lead(p_id, 'update');
  chosen bigint := p_owner;
begin
  if l.id is null then return null; end if;
  if p_owner is null then
    chosen := sales.choose_seller(l);
  elsif not exists (select from access.account as a where a.id = p_owner and a.locked_at is null and a.archived_at is null)
  then
    chosen := null;
  end if;
  if chosen is null then
    perform system.refuse('sales.lead'::regclass, 'lead_seller_there', 'owner_id');
  end if;
  update sales.lead as o set owner_id = chosen, state = case o.state when 'new' then 'assigned' else o.state end,
    department_id = coalesce((select a.department_id from access.account as a where a.id = chosen), o.department_id)
  where o.id = p_id;
  return p_id;
end
$$;
comment on function sales.assign_lead is 'Gives a lead to somebody, or by the rules. | Отдаёт лид кому-то или по правилам.';

create function sales.judge_lead_owner() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from access.account as a where a.id = new.owner_id
    and (a.locked_at is not null or a.archived_at is not null))
  then
    perform system.refuse('sales.lead'::regclass, tg_name, 'owner_id');
  end if;
  return null;
end
$$;
comment on function sales.judge_lead_owner is 'Gives leads to nobody who is locked. | Не даёт лиды заблокированным.';
create constraint trigger lead_seller_there after insert or update of owner_id on sales.lead
  for each row when (new.state = 'assigned') execute function sales.judge_lead_owner();
comment on trigger lead_seller_there on sales.lead is
  'Nobody is there who could take the lead: no rule fits, or its people are locked or away. | Лид некому отдать: ни одно правило не подходит, либо людей нет на месте.';

create function sales.qualify_lead(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if (sales.open_lead(p_id, 'update')).id is null then return null; end if;
  update sales.lead as o set state = 'qualified' where o.id = p_id and o.state <> 'qualified';
  return p_id;
end
$$;
comment on function sales.qualify_lead is 'Marks a lead as worth it. | Подтверждает лид.';

create function sales.disqualify_lead(p_id bigint, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if (sales.open_lead(p_id, 'update')).id is null then return null; end if;
  update sales.lead as o set state = 'disqualified', reason = p_reason where o.id = p_id;
  return p_id;
end
$$;
comment on function sales.disqualify_lead is 'Drops a lead, with the reason. | Отклоняет лид с причиной.';
grant execute on function sales.assign_lead, sales.qualify_lead, sales.disqualify_lead to crm_service;
