-- 0035_clients_interaction: calls, e-mails, meetings, messages and notes.
-- Why: what was said with a party, by whom, and what comes next. It has an owner and a department
-- of its own, so that who may see it can be narrower than who may see the party; a private one is
-- seen by its owner and participants only. Kind: expand. Locks: none on existing tables. Time: ms.
-- Forward only.
create table clients.interaction (
  id bigint generated always as identity constraint interaction_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint interaction_owner_fkey references access.account,
  department_id bigint constraint interaction_department_fkey references access.department,
  party_id bigint not null
    constraint interaction_party_fkey references clients.party,
  kind text not null
    constraint interaction_kind_known check (
      kind in ('call', 'email', 'meeting', 'message', 'note')),
  direction text
    constraint interaction_direction_known check (direction in ('in', 'out')),
  at timestamptz not null default now(),
  duration integer
    constraint interaction_duration_range check (duration between 0 and 10080),
  subject text not null
    constraint interaction_subject_length check (length(subject) between 1 and 300),
  body text constraint interaction_body_length check (length(body) <= 50000),
  outcome text constraint interaction_outcome_length check (length(outcome) <= 2000),
  next_step text constraint interaction_next_step_length check (length(next_step) <= 2000),
  private boolean not null default false,
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint interaction_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint interaction_external_key unique (external_source, external_key)
);
create index interaction_party_idx on clients.interaction (party_id, at, id);
create index interaction_at_idx on clients.interaction (at, id);
create index interaction_created_idx on clients.interaction (created_at, id);
create index interaction_updated_idx on clients.interaction (updated_at, id);
create index interaction_owner_idx on clients.interaction (owner_id, at, id);
create index interaction_department_idx on clients.interaction (department_id, at, id);

comment on table clients.interaction is
  'Interaction: a call, e-mail, meeting, message or note with a party. | Взаимодействие: звонок, письмо, встреча, сообщение или заметка по контрагенту.';
comment on column clients.interaction.party_id is
  'Party: with whom or about whom. | Контрагент: с кем или о ком.';
comment on column clients.interaction.kind is
  'Kind: how it went. | Вид: каким образом. {call=Call/Звонок, email=E-mail/Письмо, meeting=Meeting/Встреча, message=Message/Сообщение, note=Note/Заметка}';
comment on column clients.interaction.direction is
  'Direction: who began it. | Направление: кто начал. {in=Incoming/Входящее, out=Outgoing/Исходящее}';
comment on column clients.interaction.at is 'At: when it was. | Когда: время события.';
comment on column clients.interaction.duration is
  'Duration: in minutes. | Длительность: в минутах.';
comment on column clients.interaction.subject is
  'Subject: in a few words. | Тема: в нескольких словах.';
comment on column clients.interaction.body is
  'Text: what was said or written. | Текст: что было сказано или написано.';
comment on column clients.interaction.outcome is
  'Outcome: what came of it. | Итог: чем закончилось.';
comment on column clients.interaction.next_step is
  'Next step: what is to be done. | Следующий шаг: что надо сделать.';
comment on column clients.interaction.private is
  'Private: seen by the owner and participants only. | Личное: видно только ответственному и участникам.';
comment on constraint interaction_kind_known on clients.interaction is
  'The kind must be call, email, meeting, message or note. | Вид — звонок, письмо, встреча, сообщение или заметка.';
comment on constraint interaction_direction_known on clients.interaction is
  'The direction must be in or out. | Направление — входящее или исходящее.';
comment on constraint interaction_duration_range on clients.interaction is
  'The duration must be 0 to 10,080 minutes. | Длительность — от 0 до 10 080 минут.';
comment on constraint interaction_subject_length on clients.interaction is
  'The subject must have 1 to 300 characters. | Тема должна быть от 1 до 300 знаков.';
comment on constraint interaction_body_length on clients.interaction is
  'The text must have at most 50,000 characters. | Текст должен быть не длиннее 50 000 знаков.';
comment on constraint interaction_outcome_length on clients.interaction is
  'The outcome must have at most 2,000 characters. | Итог должен быть не длиннее 2000 знаков.';
comment on constraint interaction_next_step_length on clients.interaction is
  'The next step must have at most 2,000 characters. | Следующий шаг должен быть не длиннее 2000 знаков.';
select clients.describe_common('clients.interaction'::regclass);

select system.business('clients.interaction'::regclass);
select access.protect('clients.interaction'::regclass, 'interactions');
create policy interaction_party_visible_insert on clients.interaction as restrictive for insert
  with check (exists (select from clients.party as p where p.id = party_id));
create policy interaction_party_visible_update on clients.interaction as restrictive for update
  using (true) with check (exists (select from clients.party as p where p.id = party_id));
comment on policy interaction_party_visible_insert on clients.interaction is
  'A party that one may not see cannot be named. | Нельзя указать контрагента, которого не видно.';
comment on policy interaction_party_visible_update on clients.interaction is
  'A party that one may not see cannot be named. | Нельзя указать контрагента, которого не видно.';
