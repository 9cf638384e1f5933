-- 0160_staff_position_role: the roles that whoever holds a post has.
-- Why: an administrator decides once what a post may do; hiring into it is then no matter of giving rights.
-- Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table staff.position_role (
  id bigint generated always as identity constraint position_role_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  position_id bigint not null
    constraint position_role_position_fkey references staff.position on delete cascade,
  role_id bigint not null constraint position_role_role_fkey references access.role,
  constraint position_role_once unique (position_id, role_id)
);
create index position_role_role_idx on staff.position_role (role_id);

-- Nobody gives a post more than he may give an account.
create function staff.judge_position_role() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  department bigint;
begin
  perform system.demand_read_committed();
  if tg_name = 'position_roles_kept' then
    if exists (select from staff.position_role as r where r.position_id = new.id) then
      perform staff.refuse('position', tg_name, 'department_id', null);
    end if;
    return null;
  end if;
  -- Who moves the post meanwhile waits, and then sees the role.
  select p.department_id into department from staff.position as p where p.id = new.position_id for no key update;
  if access.bound() and (access.role_beyond_caller(new.role_id, null) is not null or exists (
    select from access.permission as m cross join access.scope_level(m.scope) as wanted
    where m.role_id = new.role_id and m.effect = 'allow' and wanted in (3, 4)
      and not access.covers(m.resource, m.action, '{}',
        case wanted when 3 then array[department] else access.subtree(department) end)))
  then
    perform staff.refuse('position_role', tg_name, 'role_id', null);
  end if;
  return null;
end
$$;
comment on function staff.judge_position_role is
  'Refuses a role beyond the giver''s own, and moving a post that has roles. | Не даёт роль шире собственных и перенос должности с ролями.';
create constraint trigger position_role_within_own after insert or update on staff.position_role
  for each row execute function staff.judge_position_role();
create constraint trigger position_roles_kept after update of department_id on staff.position
  for each row when (new.department_id <> old.department_id) execute function staff.judge_position_role();

comment on trigger position_role_within_own on staff.position_role is
  'Nobody gives a position more than he may himself. | Нельзя дать должности больше, чем можете вы сами.';
comment on trigger position_roles_kept on staff.position is
  'A position with roles stays in its department, over which they reach. | Должность с ролями остаётся в отделе, на который они распространяются.';
comment on table staff.position_role is
  'Role of a position: that its holders have. | Роль должности: которая есть у занимающих её.';
comment on column staff.position_role.position_id is 'Position: which. | Должность: какая.';
comment on column staff.position_role.role_id is 'Role: which. | Роль: какая.';
comment on constraint position_role_position_fkey on staff.position_role is
  'There is no such position. | Такой должности нет.';
comment on constraint position_role_role_fkey on staff.position_role is
  'There is no such role. | Такой роли нет.';
comment on constraint position_role_once on staff.position_role is
  'The position has this role already. | Эта роль у должности уже есть.';

select system.business('staff.position_role'::regclass, 'position_id', 'staff.position'::regclass);
select access.protect_shared('staff.position_role'::regclass, 'position_roles');
select staff.permit('{administrator,hr,head_of_department,auditor}', '{position_roles}', '{read}', 'all'),
  staff.permit('{administrator}', '{position_roles}', '{create,update,delete,export,import}', 'all');
