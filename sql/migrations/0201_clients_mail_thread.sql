-- 0201_clients_mail_thread: messages that answer each other are one thread, in whatever order they come.
-- Why: a message names those before it (RFC 5322, 3.6.4), which may come later, or never; so every identifier that
-- was ever named belongs to a thread, and one that names two of them makes them one. Kind: expand. Locks: none.
-- Time: milliseconds. Forward only.
create table clients.mail_reference (
  message_id text collate "C" constraint mail_reference_pkey primary key
    constraint mail_reference_length check (length(message_id) between 1 and 998),
  thread_id bigint not null
);
create index mail_reference_thread_idx on clients.mail_reference (thread_id);
comment on table clients.mail_reference is
  'Reference: to which thread an identifier of a message belongs. | Ссылка: к какой переписке относится идентификатор письма.';
comment on column clients.mail_reference.message_id is
  'Message-ID: of a message that is here, or was only named. | Message-ID: письма, которое есть или лишь названо.';
comment on column clients.mail_reference.thread_id is 'Thread: its number. | Переписка: её номер.';
comment on constraint mail_reference_length on clients.mail_reference is
  'A Message-ID has 1 to 998 characters. | Message-ID — от 1 до 998 знаков.';
alter table clients.mail_reference enable row level security;
create policy mail_reference_nobody on clients.mail_reference for select using (false);
comment on policy mail_reference_nobody on clients.mail_reference is
  'Only functions of the owner. | Только функции владельца.';
create sequence clients.mail_thread_number;

-- Past the policies: a thread is one whoever sees how much of it. One at a time, since two may name the same.
create function clients.join_thread(p_identifiers text[]) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  threads bigint[];
  thread bigint;
begin
  if access.level('mail_messages', 'create') = 0 then
    raise exception 'no right to create mail_messages' using errcode = 'insufficient_privilege';
  end if;
  perform pg_advisory_xact_lock(6517357, 91);
  threads := array(
    select distinct r.thread_id from clients.mail_reference as r where r.message_id = any (p_identifiers) order by 1);
  thread := coalesce(threads[1], nextval('clients.mail_thread_number'));
  if cardinality(threads) > 1 then
    update clients.mail_reference as r set thread_id = thread where r.thread_id = any (threads[2:]);
    update clients.mail_message as m set thread_id = thread where m.thread_id = any (threads[2:]);
  end if;
  insert into clients.mail_reference (message_id, thread_id)
  select distinct i.identifier, thread from unnest(p_identifiers) as i (identifier)
  on conflict (message_id) do nothing;
  return thread;
end
$$;
comment on function clients.join_thread is
  'The thread of a message that names these identifiers; threads that meet in it become one. | Переписка письма, называющего эти идентификаторы; сошедшиеся в нём переписки становятся одной.';
grant execute on function clients.join_thread to crm_service;
