-- 0005_access_team: accounts that work together, across departments.
-- Why: the scope team reaches over them. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create table access.team (
  id bigint generated always as identity constraint team_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  name text not null constraint team_name_length check (length(name) between 1 and 200),
  archived_at timestamptz
);

create table access.team_member (
  id bigint generated always as identity constraint team_member_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  team_id bigint not null constraint team_member_team_fkey references access.team on delete cascade,
  account_id bigint not null constraint team_member_account_fkey references access.account,
  constraint team_member_once unique (team_id, account_id)
);
create index team_member_account_idx on access.team_member (account_id);

comment on table access.team is
  'Team: accounts that see each other''s records. | Группа: учётные записи, видящие записи друг друга.';
comment on column access.team.name is 'Name: of the team. | Название: группы.';
comment on constraint team_name_length on access.team is
  'The name must have 1 to 200 characters. | Название должно содержать от 1 до 200 знаков.';
comment on table access.team_member is
  'Team member: an account in a team. | Участник группы: учётная запись в группе.';
comment on column access.team_member.team_id is 'Team: which. | Группа: какая.';
comment on column access.team_member.account_id is 'Account: who. | Учётная запись: кто.';
comment on constraint team_member_once on access.team_member is
  'The account is in the team already. | Учётная запись уже в группе.';
comment on constraint team_member_team_fkey on access.team_member is
  'There is no such team. | Такой группы нет.';
comment on constraint team_member_account_fkey on access.team_member is
  'There is no such account. | Такой учётной записи нет.';
comment on column access.team.archived_at is
  'Archived at: since when it is put away. | В архиве с: с какого времени.';
