-- 0200_clients_mail: e-mail that has come in or gone out, as it came, and whom it may be from.
-- Why: a letter is filed as an interaction where it is plain with whom it was written, and waits for a person to file
-- it where it is not. What has been received is evidence: its bytes stay with it as a file, and nothing of it changes;
-- what people write about it they write in the interaction. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create table clients.mail_message (
  id bigint generated always as identity constraint mail_message_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint mail_message_owner_fkey references access.account,
  department_id bigint constraint mail_message_department_fkey references access.department,
  interaction_id bigint constraint mail_message_interaction_fkey references clients.interaction
    constraint mail_message_interaction_key unique,
  message_id text collate "C" constraint mail_message_identifier_length check (length(message_id) between 1 and 998),
  -- SHA-256 of all but what a letter gets on its way, so that the same letter by two ways is one.
  digest text not null constraint mail_message_digest_form check (digest ~ '^[0-9a-f]{64}$'),
  thread_id bigint not null,
  direction text not null
    constraint mail_message_direction_known check (direction in ('in', 'out')),
  at timestamptz not null,
  sender text constraint mail_message_sender_length check (length(sender) <= 1000),
  sender_address text constraint mail_message_sender_address_length check (length(sender_address) <= 320),
  recipients text[] not null default '{}',
  copies text[] not null default '{}',
  correspondents text[] not null default '{}',
  subject text constraint mail_message_subject_length check (length(subject) between 1 and 1000),
  body text constraint mail_message_body_length check (length(body) <= 50000),
  is_cut boolean not null default false,
  left_out integer not null default 0
    constraint mail_message_left_out_range check (left_out >= 0),
  fault text constraint mail_message_fault_length check (length(fault) between 1 and 1000),
  notes text constraint mail_message_notes_length check (length(notes) <= 2000),
  state text not null generated always as (case when interaction_id is not null then 'filed'
    when fault is not null then 'unreadable' else 'open' end) stored,
  archived_at timestamptz,
  constraint mail_message_once unique nulls not distinct (message_id, digest)
);
create index mail_message_at_idx on clients.mail_message (at, id);
create index mail_message_created_idx on clients.mail_message (created_at, id);
create index mail_message_state_idx on clients.mail_message (state, at, id);
create index mail_message_thread_idx on clients.mail_message (thread_id, at, id);
create index mail_message_sender_idx on clients.mail_message (sender_address, at, id);
create index mail_message_owner_idx on clients.mail_message (owner_id, at, id);
create index mail_message_department_idx on clients.mail_message (department_id, at, id);

comment on table clients.mail_message is
  'E-mail message: as it was received, filed as an interaction or still to be filed. | Письмо: как получено; отнесено к взаимодействиям или ждёт этого.';
comment on column clients.mail_message.interaction_id is
  'Interaction: as which it is filed; empty while nobody knows with whom it was written. | Взаимодействие: к которому отнесено; пусто, пока неясно, с кем переписка.';
comment on column clients.mail_message.message_id is
  'Message-ID: the identifier that its sender gave it (RFC 5322, 3.6.4). | Message-ID: идентификатор, данный отправителем (RFC 5322, 3.6.4).';
comment on column clients.mail_message.digest is
  'Digest: SHA-256 of all but what is added on the way. | Сумма: SHA-256 всего, кроме добавленного в пути.';
comment on column clients.mail_message.thread_id is
  'Thread: the same number for a message, its answers and theirs. | Переписка: один номер у письма, ответов и ответов на них.';
comment on column clients.mail_message.direction is
  'Direction: whether it came to us or is ours. | Направление: пришло к нам или наше. {in=Incoming/Входящее, out=Outgoing/Исходящее}';
comment on column clients.mail_message.at is
  'At: when it was written, as it says itself; else when it was received. | Когда: время написания по самому письму, иначе время получения.';
comment on column clients.mail_message.sender is 'From: name and address. | От кого: имя и адрес.';
comment on column clients.mail_message.sender_address is
  'Sender address: in small letters. | Адрес отправителя: строчными.';
comment on column clients.mail_message.recipients is 'To: names and addresses. | Кому: имена и адреса.';
comment on column clients.mail_message.copies is 'Copies: names and addresses. | Копии: имена и адреса.';
comment on column clients.mail_message.correspondents is
  'Correspondents: the addresses by which the party is looked for. | Корреспонденты: адреса, по которым ищется контрагент.';
comment on column clients.mail_message.subject is 'Subject: as it was written. | Тема: как написана.';
comment on column clients.mail_message.body is 'Text: the first 50,000 characters. | Текст: первые 50 000 знаков.';
comment on column clients.mail_message.is_cut is
  'Cut: whether there is more than is shown; the file of the message has all. | Обрезано: показано не всё; целиком в файле письма.';
comment on column clients.mail_message.left_out is
  'Left out: how many parts are no files of their own, since the house takes no such files. | Опущено: сколько частей не стали файлами, поскольку такие не принимаются.';
comment on column clients.mail_message.fault is
  'Fault: why it could not be read; its bytes are kept all the same. | Причина: почему не прочитано; байты всё равно сохранены.';
comment on column clients.mail_message.notes is 'Notes: whatever is worth knowing. | Заметки: что стоит знать.';
comment on column clients.mail_message.state is
  'State: what is still to be done with it. | Состояние: что с ним делать. {open=To be filed/Разобрать, filed=Filed/Отнесено, unreadable=Not readable/Не читается}';
comment on constraint mail_message_interaction_fkey on clients.mail_message is
  'There is no such interaction, or a message is filed as it. | Такого взаимодействия нет, либо к нему отнесено письмо.';
comment on constraint mail_message_interaction_key on clients.mail_message is
  'Another message is filed as this interaction. | К этому взаимодействию отнесено другое письмо.';
comment on constraint mail_message_identifier_length on clients.mail_message is
  'A Message-ID has 1 to 998 characters. | Message-ID — от 1 до 998 знаков.';
comment on constraint mail_message_digest_form on clients.mail_message is
  'A SHA-256 has 64 hexadecimal digits. | SHA-256 — это 64 шестнадцатеричные цифры.';
comment on constraint mail_message_direction_known on clients.mail_message is
  'The direction must be in or out. | Направление — входящее или исходящее.';
comment on constraint mail_message_sender_length on clients.mail_message is
  'The sender must have at most 1,000 characters. | Отправитель — не длиннее 1000 знаков.';
comment on constraint mail_message_sender_address_length on clients.mail_message is
  'An address must have at most 320 characters. | Адрес — не длиннее 320 знаков.';
comment on constraint mail_message_subject_length on clients.mail_message is
  'The subject must have 1 to 1,000 characters. | Тема — от 1 до 1000 знаков.';
comment on constraint mail_message_body_length on clients.mail_message is
  'The text must have at most 50,000 characters. | Текст — не длиннее 50 000 знаков.';
comment on constraint mail_message_left_out_range on clients.mail_message is
  'It is not less than 0. | Не меньше 0.';
comment on constraint mail_message_fault_length on clients.mail_message is
  'The fault must have 1 to 1,000 characters. | Причина — от 1 до 1000 знаков.';
comment on constraint mail_message_notes_length on clients.mail_message is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint mail_message_once on clients.mail_message is
  'This message is here already. | Это письмо уже есть.';
select clients.describe_common('clients.mail_message'::regclass);
select system.business('clients.mail_message'::regclass);
select access.protect('clients.mail_message'::regclass, 'mail_messages');
-- Received is received: it is put into other hands, filed, put away, and never goes.
revoke update on clients.mail_message from crm_service;
grant update (owner_id, department_id, interaction_id, notes, archived_at) on clients.mail_message to crm_service;
create policy mail_message_interaction_visible_insert on clients.mail_message as restrictive for insert
  with check (interaction_id is null or exists (select from clients.interaction as i where i.id = interaction_id));
create policy mail_message_interaction_visible_update on clients.mail_message as restrictive for update
  using (true)
  with check (interaction_id is null or exists (select from clients.interaction as i where i.id = interaction_id));
comment on policy mail_message_interaction_visible_insert on clients.mail_message is
  'An interaction that one may not see cannot be named. | Нельзя указать взаимодействие, которого не видно.';
comment on policy mail_message_interaction_visible_update on clients.mail_message is
  'An interaction that one may not see cannot be named. | Нельзя указать взаимодействие, которого не видно.';

-- What is private of an interaction is so of its letter.
create policy mail_message_with_interaction on clients.mail_message as restrictive for select
  using (interaction_id is null or exists (select from clients.interaction as i where i.id = interaction_id));
comment on policy mail_message_with_interaction on clients.mail_message is
  'A message that is filed is seen by who sees its interaction. | Отнесённое письмо видит тот, кто видит его взаимодействие.';

-- As where something hangs on it: its files do.
create function clients.refuse_mail_removal() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'a message stays' using errcode = 'foreign_key_violation', schema = 'clients', table = 'mail_message',
    column = 'id', constraint = 'mail_message_kept';
end
$$;
comment on function clients.refuse_mail_removal is
  'Keeps messages. | Сохраняет письма.';
create constraint trigger mail_message_kept after delete on clients.mail_message
  for each row execute function clients.refuse_mail_removal();
comment on trigger mail_message_kept on clients.mail_message is
  'A message stays with its files; put it into the archive instead. | Письмо остаётся вместе с файлами; уберите его в архив.';

create function clients.refuse_refiling() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'filed already' using errcode = 'check_violation', schema = 'clients', table = 'mail_message',
    column = 'interaction_id', constraint = tg_name;
end
$$;
comment on function clients.refuse_refiling is
  'Refuses to file a message twice; the constraint is named by the trigger. | Не даёт отнести письмо дважды; ограничение названо по триггеру.';
create constraint trigger mail_message_filed_once after update of interaction_id on clients.mail_message
  for each row when (old.interaction_id is not null and new.interaction_id is distinct from old.interaction_id)
  execute function clients.refuse_refiling();
comment on trigger mail_message_filed_once on clients.mail_message is
  'The message is filed already; change the party of its interaction instead. | Письмо уже отнесено; измените контрагента его взаимодействия.';

create table clients.mail_suggestion (
  id bigint generated always as identity constraint mail_suggestion_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  mail_message_id bigint not null constraint mail_suggestion_message_fkey
    references clients.mail_message on delete cascade,
  party_id bigint not null
    constraint mail_suggestion_party_fkey references clients.party on delete cascade,
  reason text not null
    constraint mail_suggestion_reason_known check (reason in ('address', 'thread', 'website')),
  constraint mail_suggestion_party_key unique (mail_message_id, party_id)
);
create index mail_suggestion_party_idx on clients.mail_suggestion (party_id, id);
comment on table clients.mail_suggestion is
  'Suggestion: a party that a message may be from or to. | Предположение: контрагент, с которым может быть переписка.';
comment on column clients.mail_suggestion.mail_message_id is 'Message: which. | Письмо: какое.';
comment on column clients.mail_suggestion.party_id is 'Party: who it may be. | Контрагент: кто это может быть.';
comment on column clients.mail_suggestion.reason is
  'Reason: why. | Основание: почему. {address=Has this address, as others have/Имеет этот адрес, как и другие, thread=Is whose thread it is/Чья это переписка, website=Has a site of this domain/Имеет сайт этого домена}';
comment on constraint mail_suggestion_message_fkey on clients.mail_suggestion is
  'There is no such message. | Такого письма нет.';
comment on constraint mail_suggestion_reason_known on clients.mail_suggestion is
  'The reason must be address, thread or website. | Основание: address, thread или website.';
comment on constraint mail_suggestion_party_key on clients.mail_suggestion is
  'The party is suggested already. | Этот контрагент уже предложен.';
select clients.describe_common('clients.mail_suggestion'::regclass);
select system.business('clients.mail_suggestion'::regclass, 'mail_message_id', 'clients.mail_message'::regclass);
select access.protect_child('clients.mail_suggestion'::regclass, 'mail_messages', 'mail_message_id',
  'clients.mail_message'::regclass);
create policy mail_suggestion_party_visible_insert on clients.mail_suggestion as restrictive for insert
  with check (exists (select from clients.party as p where p.id = party_id));
create policy mail_suggestion_party_visible_update on clients.mail_suggestion as restrictive for update
  using (true) with check (exists (select from clients.party as p where p.id = party_id));
comment on policy mail_suggestion_party_visible_insert on clients.mail_suggestion is
  'A party that one may not see cannot be named. | Нельзя указать контрагента, которого не видно.';
comment on policy mail_suggestion_party_visible_update on clients.mail_suggestion is
  'A party that one may not see cannot be named. | Нельзя указать контрагента, которого не видно.';

-- Whoever may do something with interactions may do it with the letters that become them.
insert into access.permission (role_id, resource, action, scope)
select p.role_id, r.name, p.action, p.scope
from access.permission as p cross join (values ('mail_messages'), ('mail_suggestions')) as r (name)
where p.resource = 'interactions' and p.effect = 'allow' and p.action in ('read', 'create', 'update', 'delete', 'export')
  and (r.name = 'mail_messages' or p.action in ('read', 'create', 'export'))
on conflict on constraint permission_once do nothing;

insert into system.succession (place, rule, condition, function_name) values
  ('clients.mail_message.owner_id', 'hand_over', 'archived_at is null', null);
