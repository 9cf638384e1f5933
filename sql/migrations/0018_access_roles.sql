-- 0018_access_roles: the roles that a new installation begins with; they are data, to clone and change.
-- Why: somebody must be able to administer, and departments need a start. Kind: expand. Locks: none.
-- Time: milliseconds. Forward only.
insert into access.role (code, name_en, name_ru) values
  ('administrator', 'Administrator', 'Администратор'),
  ('head_of_department', 'Head of department', 'Руководитель отдела'),
  ('sales', 'Sales', 'Продажи'),
  ('purchasing', 'Purchasing', 'Закупки'),
  ('accountant', 'Accountant', 'Бухгалтер'),
  ('hr', 'Human resources', 'Кадры'),
  ('read_only', 'Read only', 'Только чтение'),
  ('auditor', 'Auditor', 'Аудитор');

create function pg_temp.permit(roles text[], resources text[], actions text[], scope text) returns void
language sql as $$
  insert into access.permission (role_id, resource, action, scope)
  select r.id, resource, action, permit.scope
  from access.role as r
  cross join unnest(permit.resources) as resource cross join unnest(permit.actions) as action
  where r.code = any (permit.roles)
$$;

-- Who may do what to clients: the party, what belongs to it, and what was said.
select pg_temp.permit('{administrator}', client || shared || own,
    '{read,create,update,delete,export,import}', 'all'),
  pg_temp.permit('{head_of_department}', client, '{read,create,update,delete,export,import}', 'below'),
  pg_temp.permit('{sales,purchasing}', client, '{read,update}', 'department'),
  pg_temp.permit('{sales,purchasing}', client, '{create,delete,import}', 'own'),
  pg_temp.permit('{sales,purchasing}', client, '{export}', 'department'),
  pg_temp.permit('{accountant}', client, '{read,export}', 'all'),
  pg_temp.permit('{accountant}', array['bank_accounts'], '{create,update,delete}', 'all'),
  pg_temp.permit('{hr}', array['parties', 'contacts', 'channels', 'addresses'], '{read}', 'department'),
  pg_temp.permit('{read_only}', client, '{read}', 'all'),
  pg_temp.permit('{auditor}', client || array['history'], '{read,export}', 'all'),
  pg_temp.permit('{head_of_department,sales,purchasing,accountant,hr,read_only,auditor}',
    shared, '{read}', 'all'),
  -- A view under the rights of what it shows.
  pg_temp.permit('{administrator,head_of_department,sales,purchasing,accountant,hr,read_only,auditor}',
    array['timeline'], '{read}', 'all'),
  pg_temp.permit('{head_of_department,sales,purchasing}', array['tags'], '{create}', 'all'),
  pg_temp.permit('{head_of_department,hr,auditor}', own, '{read}', 'all'),
  pg_temp.permit('{sales,purchasing,accountant,read_only}', array['accounts', 'departments', 'teams'],
    '{read}', 'all'),
  pg_temp.permit('{administrator}', array['accounts'], '{reset_password,lock}', 'all'),
  pg_temp.permit('{administrator}', array['history'], '{read,export}', 'all'),
  pg_temp.permit('{administrator,auditor}', array['sessions'], '{read}', 'all'),
  pg_temp.permit('{administrator}', array['sessions'], '{delete}', 'all'),
  pg_temp.permit('{hr}', array['departments'], '{create,update}', 'all')
from (select
  array['parties', 'contacts', 'channels', 'addresses', 'relations', 'party_tags', 'bank_accounts',
    'interactions', 'interaction_participants'] as client,
  array['party_groups', 'tags', 'countries', 'currencies'] as shared,
  array['accounts', 'roles', 'permissions', 'account_roles', 'departments', 'teams', 'team_members'] as own
) as lists;
drop function pg_temp.permit;
