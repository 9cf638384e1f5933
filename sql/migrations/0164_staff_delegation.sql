-- 0164_staff_delegation: who is away lets a colleague of his department do his work, by his roles and for that time.
-- Why: rights that are lent by hand stay for ever; these begin and end with an approved absence by themselves, since
-- a session's context ends where a role does. One lends what one has, and to nobody whom it would reach further:
-- the delegate works in the same department. Kind: expand. Locks: none on existing tables. Time: milliseconds.
-- Forward only.
create table staff.delegation (
  id bigint generated always as identity constraint delegation_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  employee_id bigint not null constraint delegation_employee_fkey references staff.employee,
  absence_id bigint not null constraint delegation_absence_fkey references staff.absence,
  delegate_id bigint not null constraint delegation_delegate_fkey references access.account,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  ended_at timestamptz,
  -- The roles that were given for it, to be taken away with it.
  account_role_ids bigint[] not null default '{}',
  constraint delegation_dates check (valid_from < valid_until),
  constraint delegation_once exclude using gist (absence_id ext.gist_int8_ops with =, delegate_id ext.gist_int8_ops with =)
    where (ended_at is null)
);
create index delegation_employee_idx on staff.delegation (employee_id, valid_from);
create index delegation_absence_idx on staff.delegation (absence_id);
create index delegation_delegate_idx on staff.delegation (delegate_id, valid_from);

create function staff.judge_delegation() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  lender access.account;
  borrower access.account;
begin
  select a.* into lender from staff.employee as e join access.account as a on a.id = e.account_id
  where e.id = new.employee_id;
  select * into borrower from access.account as a where a.id = new.delegate_id;
  if tg_name = 'delegation_of_approved' then
    if not exists (select from staff.absence as a where a.id = new.absence_id and a.employee_id = new.employee_id
      and a.state = 'approved')
    then
      perform staff.refuse('delegation', tg_name, 'absence_id', null);
    end if;
  elsif borrower.kind <> 'person' or borrower.locked_at is not null or borrower.archived_at is not null
    or borrower.id = lender.id or borrower.department_id is distinct from lender.department_id
    or borrower.department_id is null
    or exists (select from access.held(lender.id) as h where h.level = 2)
      and not access.teammates(borrower.id) <@ array_append(access.teammates(lender.id), borrower.id)
  then
    perform staff.refuse('delegation', tg_name, 'delegate_id', null);
  end if;
  return null;
end
$$;
comment on function staff.judge_delegation is
  'Refuses a delegation without an approved absence, and one that would reach further. | Не даёт замещать без согласованного отсутствия и получить больше прав.';
create constraint trigger delegation_of_approved after insert on staff.delegation
  for each row execute function staff.judge_delegation();
create constraint trigger delegation_within_department after insert on staff.delegation
  for each row execute function staff.judge_delegation();

-- Ends what was lent: roles that have begun end now, those that have not are gone.
create function staff.take_back(p_accounts bigint[], p_account_roles bigint[], p_at timestamptz) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  -- Where a licence that has ended lets nothing change, a right that is gone still goes.
  closed constant boolean := (licensing.current_state()).mode = 'READ_ONLY';
  warrant constant bigint := access.open_warrant(p_accounts, '{}');
begin
  delete from access.account_role as r
  where r.id = any (p_account_roles) and r.valid_until > now() and (closed or r.valid_from >= p_at);
  if not closed then
    update access.account_role as r set valid_until = p_at
    where r.id = any (p_account_roles) and r.valid_from < p_at and r.valid_until > p_at;
  end if;
  perform access.close_warrant(warrant);
end
$$;
comment on function staff.take_back is
  'Ends roles that were lent. | Забирает выданные на время роли.';

create function staff.end_delegations(p_ids bigint[]) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  part record;
  ended bigint := 0;
begin
  for part in
    update staff.delegation as d set ended_at = now() where d.id = any (p_ids) and d.ended_at is null
    returning d.delegate_id, d.account_role_ids
  loop
    perform staff.take_back(array[part.delegate_id], part.account_role_ids, now());
    ended := ended + 1;
  end loop;
  return ended;
end
$$;
comment on function staff.end_delegations is
  'Ends delegations and takes the roles back. | Прекращает замещения и забирает роли.';

-- An absence that is no longer approved lends nothing.
create function staff.end_with_absence() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform staff.end_delegations(array(select d.id from staff.delegation as d where d.absence_id = new.id));
  return null;
end
$$;
comment on function staff.end_with_absence is
  'Ends what was lent for an absence that is withdrawn. | Прекращает замещение при отзыве отсутствия.';

-- Nobody has lent what he has lost: a role that ends takes with it what was lent of it, and one who leaves the
-- department, is locked or put away ends what he has lent, a delegate who moves what he has borrowed. Rights are
-- taken back whatever the licence says of the area, so that nothing but roles is written.
create function staff.follow_lender() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  before constant jsonb := to_jsonb(old);
  after constant jsonb := case when tg_op = 'UPDATE' then to_jsonb(new) else '{}' end;
  whole constant boolean := tg_table_name = 'account';
  account constant bigint := before ->> case when whole then 'id' else 'account_id' end;
  lent constant bigint[] := array(
    select d.id from staff.employee as e join staff.delegation as d on d.employee_id = e.id
    where e.account_id = account);
  borrowed constant bigint[] := array(
    select d.id from staff.delegation as d
    where d.delegate_id = account and whole and after -> 'department_id' <> before -> 'department_id');
  part record;
begin
  for part in
    select d.delegate_id, array_agg(r.id) as account_role_ids
    from staff.delegation as d join access.account_role as r on r.id = any (d.account_role_ids)
    where d.id = any (lent || borrowed) and d.ended_at is null and d.valid_until > now() and r.valid_until > now()
      and (whole or r.role_id = (before ->> 'role_id')::bigint)
    group by d.delegate_id
  loop
    perform staff.take_back(array[part.delegate_id], part.account_role_ids,
      greatest(now(), (after ->> 'valid_until')::timestamptz));
  end loop;
  return null;
end
$$;
comment on function staff.follow_lender is
  'Takes back what was lent by somebody who has it no longer. | Забирает переданное тем, у кого этого больше нет.';
create trigger account_role_lent_update after update of valid_until on access.account_role
  for each row when (old.valid_until is null or new.valid_until < old.valid_until)
  execute function staff.follow_lender();
create trigger account_role_lent_delete after delete on access.account_role
  for each row execute function staff.follow_lender();
create trigger account_lends after update of department_id, locked_at, archived_at on access.account
  for each row when (new.department_id is distinct from old.department_id
    or coalesce(old.locked_at, old.archived_at) is null and coalesce(new.locked_at, new.archived_at) is not null)
  execute function staff.follow_lender();
comment on trigger account_role_lent_update on access.account_role is
  'Ends with it what was lent of it. | Прекращает вместе с ролью переданное.';
comment on trigger account_role_lent_delete on access.account_role is
  'Ends with it what was lent of it. | Прекращает вместе с ролью переданное.';
comment on trigger account_lends on access.account is
  'Ends what was lent by or to it. | Прекращает переданное этой учётной записью или ей.';

-- The state of the absence; null for one that is neither the caller's own, nor he one who gives roles to all. Only one
-- that is approved and not over lends anything. The delegation's number stands in the setting crm.created.
create function staff.delegate(p_absence bigint, p_delegate bigint) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  a staff.absence;
  lender bigint;
  made staff.delegation;
  warrant bigint;
begin
  perform licensing.demand_writing();
  -- In the order of who lets him go.
  perform from staff.employee as e
  where e.id = (select o.employee_id from staff.absence as o where o.id = p_absence) for key share;
  perform access.lock_rights(false);
  select * into a from staff.absence as o where o.id = p_absence for update;
  select e.account_id into lender from staff.employee as e where e.id = a.employee_id;
  if a.id is null or access.level('absences', 'delegate') = 0
    or lender is distinct from access.account_id() and not access.everything('account_roles', 'create')
  then
    return null;
  elsif a.state <> 'approved' or a.valid_until < current_date then
    return case when a.state = 'approved' then 'over' else a.state end;
  end if;
  insert into staff.delegation (employee_id, absence_id, delegate_id, valid_from, valid_until)
  values (a.employee_id, a.id, p_delegate, greatest(now(), a.valid_from::timestamp at time zone 'UTC'),
    (a.valid_until + 1)::timestamp at time zone 'UTC')
  returning * into made;
  -- Whoever lends for somebody else gives what he has himself and no more; nobody lends to himself.
  if lender = access.account_id() then
    warrant := access.open_warrant(array[p_delegate], array(
      select r.role_id from access.account_role as r where r.account_id = lender));
  end if;
  with given as (
    insert into access.account_role (account_id, role_id, valid_from, valid_until)
    select made.delegate_id, r.role_id, made.valid_from, least(made.valid_until, r.valid_until)
    from access.account_role as r join access.role as o on o.id = r.role_id and o.archived_at is null
    where r.account_id = lender and r.valid_from <= now() and (r.valid_until is null or r.valid_until > made.valid_from)
      -- What was lent to him is not his to lend.
      and not exists (select from staff.delegation as b where r.id = any (b.account_role_ids))
      and not exists (
        select from access.account_role as h where h.account_id = made.delegate_id and h.role_id = r.role_id
          and tstzrange(h.valid_from, h.valid_until) && tstzrange(made.valid_from, made.valid_until))
    returning id)
  update staff.delegation as d set account_role_ids = array(select g.id from given as g) where d.id = made.id;
  perform access.close_warrant(warrant);
  perform set_config('crm.created', made.id::text, true);
  return a.state;
end
$$;
comment on function staff.delegate is
  'Lends the roles of who is away to a colleague. | Передаёт роли отсутствующего коллеге на время.';

-- How many delegations of an absence were ended; null as above.
create function staff.undelegate(p_absence bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform licensing.demand_writing();
  if access.level('absences', 'delegate') = 0 or not exists (
    select from staff.absence as a join staff.employee as e on e.id = a.employee_id
    where a.id = p_absence and (e.account_id = access.account_id() or access.everything('account_roles', 'create')))
  then
    return null;
  end if;
  perform from staff.employee as e
  where e.id = (select o.employee_id from staff.absence as o where o.id = p_absence) for key share;
  perform access.lock_rights(false);
  return staff.end_delegations(array(select d.id from staff.delegation as d where d.absence_id = p_absence));
end
$$;
comment on function staff.undelegate is
  'Ends what was lent for an absence. | Прекращает замещение на время отсутствия.';
grant execute on function staff.delegate, staff.undelegate to crm_service;

-- Both who lent and who borrowed.
create function staff.leave_lent(p_from bigint, p_to bigint, p_last date) returns bigint
language sql set search_path = pg_catalog
begin atomic
  select staff.end_delegations(array(
    select d.id from staff.delegation as d where d.employee_id = p_from and d.ended_at is null));
end;
comment on function staff.leave_lent is
  'Ends what somebody who leaves has lent. | Прекращает замещения уходящего.';
create function staff.leave_borrowed(p_from bigint, p_to bigint, p_last date) returns bigint
language sql set search_path = pg_catalog
begin atomic
  select staff.end_delegations(array(
    select d.id from staff.delegation as d where d.delegate_id = p_from and d.ended_at is null));
end;
comment on function staff.leave_borrowed is
  'Ends what was lent to somebody who leaves. | Прекращает замещения, данные уходящему.';
insert into system.succession (place, rule, condition, function_name) values
  ('staff.delegation.employee_id', 'call', null, 'staff.leave_lent'),
  ('staff.delegation.delegate_id', 'call', null, 'staff.leave_borrowed');

comment on trigger delegation_of_approved on staff.delegation is
  'Only an approved absence lends rights. | Права передаёт только согласованное отсутствие.';
comment on trigger delegation_within_department on staff.delegation is
  'A delegate is another person of the same department and teams, with an active account. | Замещает другой человек того же отдела и групп с действующей учётной записью.';
comment on table staff.delegation is
  'Delegation: who does the work of somebody who is away. | Замещение: кто работает за отсутствующего.';
comment on column staff.delegation.employee_id is 'Employee: who is away. | Сотрудник: кто отсутствует.';
comment on column staff.delegation.absence_id is 'Absence: for which. | Отсутствие: на время которого.';
comment on column staff.delegation.delegate_id is 'Delegate: who does the work. | Замещающий: кто работает.';
comment on column staff.delegation.valid_from is 'From: since when. | С: с какого момента.';
comment on column staff.delegation.valid_until is 'Until: up to when, not included. | По: до какого момента, не включая.';
comment on column staff.delegation.ended_at is 'Ended at: when it was ended before its time. | Прекращено: если раньше срока.';
comment on column staff.delegation.account_role_ids is
  'Roles given: for this time. | Выданные роли: на это время.';
comment on constraint delegation_employee_fkey on staff.delegation is
  'There is no such employee. | Такого сотрудника нет.';
comment on constraint delegation_absence_fkey on staff.delegation is
  'There is no such absence. | Такого отсутствия нет.';
comment on constraint delegation_delegate_fkey on staff.delegation is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint delegation_dates on staff.delegation is
  'The end lies before the beginning. | Конец раньше начала.';
comment on constraint delegation_once on staff.delegation is
  'This colleague stands in for the absence already. | Этот коллега уже замещает на время отсутствия.';

select system.business('staff.delegation'::regclass);
select staff.protect('staff.delegation'::regclass, 'delegations');
revoke all on staff.delegation from crm_service;
grant select on staff.delegation to crm_service;
create policy delegation_mine on staff.delegation for select
  using (delegate_id = (select access.account_id()) and (select access.level('delegations', 'read')) > 0);
comment on policy delegation_mine on staff.delegation is
  'Whoever stands in knows it. | Замещающий знает о замещении.';
create trigger absence_lends after update of state on staff.absence
  for each row when (old.state = 'approved' and new.state <> 'approved')
  execute function staff.end_with_absence();
comment on trigger absence_lends on staff.absence is
  'Ends what was lent for it. | Прекращает замещение.';
select staff.permit('{administrator,hr,auditor}', '{delegations}', '{read,export}', 'all'),
  staff.permit('{head_of_department}', '{delegations}', '{read}', 'below'),
  staff.permit('{sales,purchasing,accountant,read_only}', '{delegations}', '{read}', 'own'),
  staff.permit('{administrator}', '{absences}', '{delegate}', 'all'),
  staff.permit('{head_of_department,sales,purchasing,accountant,hr,read_only,auditor}', '{absences}',
    '{delegate}', 'own');
