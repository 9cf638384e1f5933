-- 0017_access_policies: who sees and changes accounts, roles, departments and sessions.
-- Why: no context, no rows, here too. Kind: expand. Locks: none. Time: milliseconds. Forward only.
select system.business(name::regclass, parent_column, parent::regclass),
  access.protect_shared(name::regclass, resource)
from (values
  ('access.department', 'departments', null, null), ('access.account', 'accounts', null, null),
  ('access.team', 'teams', null, null), ('access.role', 'roles', null, null),
  ('access.team_member', 'team_members', 'team_id', 'access.team'),
  ('access.permission', 'permissions', 'role_id', 'access.role'),
  ('access.account_role', 'account_roles', null, null)
) as shared (name, resource, parent_column, parent);

-- Everybody signed in sees names: they stand beside every record. What is behind them is columns.
create policy account_named on access.account for select
  using ((select access.account_id()) is not null);
create policy department_named on access.department for select
  using ((select access.account_id()) is not null);
comment on policy account_named on access.account is
  'Names of colleagues are no secret. | Имена коллег — не тайна.';
comment on policy department_named on access.department is
  'Names of departments are no secret. | Названия отделов — не тайна.';
-- Accounts are archived; their log-in history stays.
revoke delete on access.account from crm_service;
revoke insert (password_changed_at), update (password_changed_at) on access.account from crm_service;

alter table access.session enable row level security;
-- No initplans: enter reads one row of it at the head of every batch. Nobody but the service's
-- log-ins has a grant, so the settings need no proof.
create policy session_own on access.session for select
  to crm_service, crm_limited, crm_reader using (
    token_hash = decode(nullif(current_setting('crm.token', true), ''), 'hex')
    or account_id = nullif(current_setting('crm.account', true), '')::bigint
    or strpos(current_setting('crm.read', true), ' sessions=5 ') > 0);
comment on policy session_own on access.session is
  'One''s own sessions, and all for who may read them. | Свои сеансы, и все — для имеющих право.';
grant select on access.session to crm_service, crm_limited, crm_reader;

alter table access.password enable row level security;
alter table access.device enable row level security;
alter table access.sign_in_attempt enable row level security;
alter table access.database_login enable row level security;
alter table system.migration enable row level security;
create policy password_nobody on access.password for select using (false);
create policy device_nobody on access.device for select using (false);
create policy sign_in_attempt_nobody on access.sign_in_attempt for select using (false);
create policy database_login_nobody on access.database_login for select using (false);
create policy migration_all on system.migration for select using (true);
comment on policy password_nobody on access.password is 'Only the sign-in functions. | Только функции входа.';
comment on policy device_nobody on access.device is 'Only the sign-in functions. | Только функции входа.';
comment on policy sign_in_attempt_nobody on access.sign_in_attempt is
  'Only the sign-in functions. | Только функции входа.';
comment on policy database_login_nobody on access.database_login is
  'Only the accessors. | Только функции доступа.';
comment on policy migration_all on system.migration is
  'The schema''s version is no secret. | Версия схемы — не тайна.';
