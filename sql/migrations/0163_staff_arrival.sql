-- 0163_staff_arrival: an account for who begins, with the roles of his post; and account and roles that follow a
-- transfer.
-- Why: who may what comes of the post that he holds. The functions run as the owner, since who hires may do less than
-- who is hired: what a post may do was decided by whoever tied the roles to it. Kind: expand. Locks: none. Time:
-- milliseconds. Reversible: drop the functions.

-- Roles of a post from a day on; those of the post before it end then, unless both have them.
create function staff.give_roles(p_account bigint, p_before bigint, p_position bigint, p_from date) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  since constant timestamptz := greatest(now(), p_from::timestamp at time zone 'UTC');
  given bigint;
begin
  delete from access.account_role as r
  where r.account_id = p_account and r.valid_from >= since
    and r.role_id in (select o.role_id from staff.position_role as o where o.position_id = p_before)
    and r.role_id not in (select n.role_id from staff.position_role as n where n.position_id = p_position);
  update access.account_role as r set valid_until = since
  where r.account_id = p_account and r.valid_from < since and (r.valid_until is null or r.valid_until > since)
    and r.role_id in (select o.role_id from staff.position_role as o where o.position_id = p_before)
    and r.role_id not in (select n.role_id from staff.position_role as n where n.position_id = p_position);
  -- What he has for a time only, such as a role that was lent, is followed by that of the post.
  insert into access.account_role (account_id, role_id, valid_from)
  select p_account, n.role_id, greatest(since, h.until)
  from staff.position_role as n cross join lateral (
    select max(coalesce(r.valid_until, 'infinity')) as until from access.account_role as r
    where r.account_id = p_account and r.role_id = n.role_id and (r.valid_until is null or r.valid_until > since)) as h
  where n.position_id = p_position and h.until is distinct from 'infinity';
  get diagnostics given = row_count;
  return given;
end
$$;
comment on function staff.give_roles is
  'Gives an account the roles of a post, instead of those of another. | Даёт учётной записи роли должности вместо ролей прежней.';

-- Of a post's roles alone. Whoever transfers himself has none: his own rights bound what he gives himself.
create function staff.open_warrant(p_account bigint, p_position bigint) returns bigint
language sql set search_path = pg_catalog
begin atomic
  select access.open_warrant(array[p_account],
    array(select r.role_id from staff.position_role as r where r.position_id = p_position));
end;
comment on function staff.open_warrant is
  'Begins to give an account the roles of a post. | Начинает выдачу учётной записи ролей должности.';

-- An account for an employee who has none, at the place that he holds or is going to hold first.
create function staff.enrol(
  p_employee bigint, p_login text, p_email text, p_language text, p_time_zone text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  person staff.employee;
  post record;
  made bigint;
  warrant bigint;
begin
  perform licensing.demand_writing();
  select * into person from staff.employee as e where e.id = p_employee for update;
  if person.id is null or not (access.everything('employees', 'enrol')
    or person.id = any (staff.reached('employees', 'enrol')))
  then
    raise exception 'not permitted' using errcode = 'insufficient_privilege';
  elsif person.account_id is not null then
    perform staff.refuse('employee', 'employee_without_account', 'account_id', null);
  end if;
  select p.id, p.department_id, m.valid_from into post
  from staff.employment as m join staff.position as p on p.id = m.position_id
  where m.employee_id = person.id and (m.valid_until is null or m.valid_until >= current_date)
  order by m.valid_from limit 1;
  insert into access.account (login, name, email, department_id, language, time_zone, must_change_password)
  values (p_login, left(person.name, 200), p_email, post.department_id, coalesce(p_language, 'ru'),
    coalesce(p_time_zone, 'Europe/Moscow'), true)
  returning id into made;
  warrant := staff.open_warrant(made, post.id);
  perform staff.give_roles(made, null, post.id, post.valid_from);
  perform access.close_warrant(warrant);
  update staff.employee as e set account_id = made where e.id = person.id;
  return made;
end
$$;
comment on function staff.enrol is
  'Makes the account of an employee, with the roles of his post. | Создаёт учётную запись сотрудника с ролями его должности.';
grant execute on function staff.enrol to crm_service;

create function staff.judge_account_kept() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform staff.refuse('employee', tg_name, 'account_id', null);
  return null;
end
$$;
comment on function staff.judge_account_kept is
  'Refuses another account, or none, for who has one. | Не даёт сменить или убрать имеющуюся учётную запись.';
create constraint trigger employee_without_account after update of account_id on staff.employee
  for each row when (old.account_id is not null and new.account_id is distinct from old.account_id)
  execute function staff.judge_account_kept();
comment on trigger employee_without_account on staff.employee is
  'The employee has an account, and it stays his. | У сотрудника есть учётная запись, и она остаётся за ним.';

-- Whoever says whose an account is decides where it stands, which roles of posts it has, who gets its records and
-- whether it ends. Runs as who writes: within a function of the owner's, such as enrol, that was judged before.
create function staff.judge_account_link() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if current_user = session_user and not access.everything('accounts', 'update')
    and not (tg_op = 'UPDATE' and new.account_id is not distinct from old.account_id)
  then
    perform staff.refuse('employee', tg_name, 'account_id', null);
  end if;
  return null;
end
$$;
comment on function staff.judge_account_link is
  'Refuses to say whose an account is without administering accounts. | Не даёт указать, чья это учётная запись, без права изменять учётные записи.';
create constraint trigger employee_account_linked after insert or update of account_id on staff.employee
  for each row when (new.account_id is not null) execute function staff.judge_account_link();
comment on trigger employee_account_linked on staff.employee is
  'Only who administers accounts ties an account that there is to an employee; an arrival makes a new one. | Привязать имеющуюся учётную запись может только тот, кто ведёт учётные записи; новую создаёт приём на работу.';

-- What the account does with a transfer that this very transaction has entered: roles from its first day on, the
-- department at once where it has come, and his open work to a successor, where one is named. False for any other.
create function staff.follow(p_employment bigint, p_successor bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
declare
  m staff.employment;
  account bigint;
  before bigint;
  warrant bigint;
begin
  select * into m from staff.employment as e
  where e.id = p_employment and e.created_at = now() and e.created_by = access.account_id();
  select e.account_id into account from staff.employee as e where e.id = m.employee_id;
  -- What is entered of days gone by changes nothing today.
  if account is null or m.valid_until < current_date then
    return false;
  end if;
  select o.position_id into before from staff.employment as o
  where o.employee_id = m.employee_id and o.valid_from < m.valid_from order by o.valid_from desc limit 1;
  warrant := staff.open_warrant(account, m.position_id);
  perform staff.give_roles(account, before, m.position_id, m.valid_from);
  if m.valid_from <= current_date then
    update access.account as a set department_id = p.department_id from staff.position as p
    where a.id = account and p.id = m.position_id and a.department_id is distinct from p.department_id;
  end if;
  perform access.close_warrant(warrant);
  if p_successor is not null then
    if p_successor in (account, access.account_id()) or not exists (
      select from access.account as a where a.id = p_successor and a.kind = 'person'
        and a.locked_at is null and a.archived_at is null)
    then
      perform staff.refuse('employment', 'employment_successor_active', 'successor_id', null);
    end if;
    perform system.hand_over('access.account'::regclass, account, p_successor);
  end if;
  return true;
end
$$;
comment on function staff.follow is
  'Lets account, roles and open work follow a transfer. | Ведёт учётную запись, роли и работу за переводом.';
grant execute on function staff.follow to crm_service;

create function system.hand_over(p_target regclass, p_from bigint, p_to bigint) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  part record;
  moved bigint;
  total bigint := 0;
begin
  for part in
    select * from system.references_to(p_target) as r
    where r.rule = 'hand_over' and licensing.absent(array[r.table_name]) = '{}'
  loop
    execute format('update %s set %I = $2 where %2$I = $1 and (%3$s)', part.table_name::regclass,
      part.column_name, coalesce(part.condition, 'true')) using p_from, p_to;
    get diagnostics moved = row_count;
    total := total + moved;
  end loop;
  return total;
end
$$;
comment on function system.hand_over is
  'Hands open records over, and nothing else. | Передаёт открытые записи, и только их.';

-- Once a day: the department of accounts whose people have begun elsewhere in the last week. Whoever was given another
-- department by hand keeps it. And what a request that was under way has made for somebody who had just left goes to
-- his successor.
create function staff.follow_days() returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  st constant licensing.state := licensing.current_state();
  part record;
  warrant bigint;
  moved bigint := 0;
begin
  perform system.require_own_work();
  if st.mode = 'READ_ONLY' or 'staff' <> all (st.modules) then
    return 0;
  end if;
  for part in
    select a.id, p.department_id
    from staff.employee as e
    join staff.employment as m on m.employee_id = e.id and m.valid_from between current_date - 7 and current_date
      and (m.valid_until is null or m.valid_until >= current_date)
    join staff.position as p on p.id = m.position_id
    join lateral (
      select b.position_id from staff.employment as b
      where b.employee_id = e.id and b.valid_from < m.valid_from order by b.valid_from desc limit 1) as o on true
    join staff.position as was on was.id = o.position_id
    join access.account as a on a.id = e.account_id and a.archived_at is null
      and a.department_id = was.department_id and a.department_id <> p.department_id
    -- Nobody moves himself by this, whose own rights would not.
    where m.created_by is distinct from a.id
  loop
    warrant := access.open_warrant(array[part.id], '{}');
    update access.account as a set department_id = part.department_id where a.id = part.id;
    perform access.close_warrant(warrant);
    moved := moved + 1;
  end loop;
  perform system.hand_over('access.account'::regclass, d.account_id, d.successor_id)
  from staff.departure as d
  join access.account as a on a.id = d.account_id and a.archived_at is not null
  join access.account as s on s.id = d.successor_id and s.archived_at is null
  where d.created_at > now() - interval '7 days';
  return moved;
end
$$;
comment on function staff.follow_days is
  'Moves the accounts of people who begin elsewhere, and late work of leavers. | Переводит учётные записи начинающих в другом отделе и запоздалую работу ушедших.';
grant execute on function staff.follow_days to crm_service;

select staff.permit('{administrator,hr}', '{employees}', '{enrol}', 'all');
