-- 0003_access_department: the tree of the enterprise's departments.
-- Why: rights reach over departments and what stands below them. One lock keeps two writers from
-- closing a circle together. Kind: expand. Locks: none on existing tables. Time: milliseconds.
-- Forward only.
create table access.department (
  id bigint generated always as identity constraint department_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  parent_id bigint constraint department_parent_fkey references access.department
    constraint department_not_itself check (parent_id <> id),
  name text not null constraint department_name_length check (length(name) between 1 and 200),
  code text constraint department_code_length check (length(code) <= 50)
    constraint department_code_key unique,
  archived_at timestamptz
);
create index department_parent_idx on access.department (parent_id);

create function access.refuse_department_cycle() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform pg_advisory_xact_lock(tg_relid::bigint);
  if exists (
    with recursive above (id) as (
      select new.parent_id
      union
      select d.parent_id from access.department as d join above on d.id = above.id
    )
    select from above where above.id = new.id
  ) then
    raise exception 'a department below itself' using errcode = 'check_violation',
      schema = 'access', table = 'department', column = 'parent_id',
      constraint = 'department_no_circle';
  end if;
  return null;
end
$$;
comment on function access.refuse_department_cycle is
  'Refuses a department that stands below itself. | Не даёт отделу подчиняться самому себе.';
create constraint trigger department_no_circle
  after insert or update of parent_id on access.department
  for each row when (new.parent_id is not null) execute function access.refuse_department_cycle();

comment on table access.department is
  'Department: a part of the enterprise. | Отдел: подразделение предприятия.';
comment on column access.department.parent_id is
  'Parent: the department above. | Вышестоящий: отдел над этим.';
comment on column access.department.name is 'Name: what people call it. | Название: как его называют.';
comment on column access.department.code is 'Code: a short unique name. | Код: краткое уникальное имя.';
comment on constraint department_code_key on access.department is
  'Another department has this code. | Такой код уже есть у другого отдела.';
comment on trigger department_no_circle on access.department is
  'A department cannot stand below itself. | Отдел не может подчиняться самому себе.';
comment on constraint department_not_itself on access.department is
  'A department cannot stand below itself. | Отдел не может подчиняться самому себе.';
comment on constraint department_name_length on access.department is
  'The name must have 1 to 200 characters. | Название должно содержать от 1 до 200 знаков.';
comment on constraint department_code_length on access.department is
  'The code must have at most 50 characters. | Код должен быть не длиннее 50 знаков.';
comment on constraint department_parent_fkey on access.department is
  'There is no such department. | Такого отдела нет.';
comment on column access.department.archived_at is
  'Archived at: since when it is put away. | В архиве с: с какого времени.';
