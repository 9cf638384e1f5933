-- 0036_clients_participant: who took part in an interaction, of theirs and of ours.
-- Kind: expand. Locks: clients.interaction, empty (policy). Time: milliseconds. Forward only.
create table clients.interaction_participant (
  id bigint generated always as identity constraint interaction_participant_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  interaction_id bigint not null
    constraint interaction_participant_interaction_fkey
      references clients.interaction on delete cascade,
  party_id bigint
    constraint interaction_participant_party_fkey references clients.party,
  account_id bigint
    constraint interaction_participant_account_fkey references access.account,
  role text not null default 'present'
    constraint interaction_participant_role_known check (
      role in ('present', 'sender', 'recipient', 'copy', 'organizer')),
  external_source text,
  external_key text,
  constraint interaction_participant_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint interaction_participant_external_key unique (external_source, external_key),
  constraint interaction_participant_one check (num_nonnulls(party_id, account_id) = 1),
  constraint interaction_participant_party_key unique (interaction_id, party_id),
  constraint interaction_participant_account_key unique (interaction_id, account_id)
);
create index interaction_participant_interaction_idx
  on clients.interaction_participant (interaction_id, id);
create index interaction_participant_party_idx on clients.interaction_participant (party_id)
  where party_id is not null;
create index interaction_participant_account_idx
  on clients.interaction_participant (account_id, interaction_id) where account_id is not null;

comment on table clients.interaction_participant is
  'Participant: a person of theirs or an account of ours in an interaction. | Участник: человек с их стороны или наша учётная запись во взаимодействии.';
comment on column clients.interaction_participant.interaction_id is
  'Interaction: in which they took part. | Взаимодействие: в котором участвовали.';
comment on column clients.interaction_participant.party_id is
  'Person: of theirs. | Человек: с их стороны.';
comment on column clients.interaction_participant.account_id is
  'Account: of ours. | Учётная запись: с нашей стороны.';
comment on column clients.interaction_participant.role is
  'Role: as what they took part. | Роль: в качестве кого. {present=Present/Присутствовал, sender=Sender/Отправитель, recipient=Recipient/Получатель, copy=Copy/Копия, organizer=Organizer/Организатор}';
comment on constraint interaction_participant_interaction_fkey on clients.interaction_participant is
  'There is no such interaction. | Такого взаимодействия нет.';
comment on constraint interaction_participant_account_fkey on clients.interaction_participant is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint interaction_participant_role_known on clients.interaction_participant is
  'The role must be present, sender, recipient, copy or organizer. | Роль — присутствовал, отправитель, получатель, копия или организатор.';
comment on constraint interaction_participant_one on clients.interaction_participant is
  'Give either a person of theirs or an account of ours. | Укажите либо человека с их стороны, либо нашу учётную запись.';
comment on constraint interaction_participant_party_key on clients.interaction_participant is
  'This person already takes part. | Этот человек уже участвует.';
comment on constraint interaction_participant_account_key on clients.interaction_participant is
  'This account already takes part. | Эта учётная запись уже участвует.';
select clients.describe_common('clients.interaction_participant'::regclass);

select system.business('clients.interaction_participant'::regclass, 'interaction_id', 'clients.interaction'::regclass);
select access.protect_child('clients.interaction_participant'::regclass, 'interactions',
  'interaction_id', 'clients.interaction'::regclass);

-- Runs as the owner: the policies of the two tables would otherwise call each other.
create function clients.takes_part(interaction bigint) returns boolean
language sql stable security definer set search_path = pg_catalog
return exists (
  select from clients.interaction_participant as p
  where p.interaction_id = interaction and p.account_id = access.account_id());
comment on function clients.takes_part is
  'Whether the caller takes part in an interaction. | Участвует ли вызывающий во взаимодействии.';
grant execute on function clients.takes_part
  to crm_service, crm_limited, crm_reader, crm_report;

create policy interaction_private on clients.interaction as restrictive for all
  using (not private or owner_id = (select access.account_id()) or clients.takes_part(id));
comment on policy interaction_private on clients.interaction is
  'A private interaction is seen by its owner and participants only. | Личное взаимодействие видно только ответственному и участникам.';
