-- 0293_clients_hand_off: a client passes from one department to another, offered and taken, with the work that is open.
-- Why: what one gives away and the other has not taken would be nobody's; so it stays the giver's until it is taken.
-- Kind: expand. Locks: clients.party, for milliseconds (a trigger). Time: milliseconds. Forward only.

-- What has had somebody who answers for it is never without one: neither owner nor department. Trigger of a table.
create function access.keep_owned() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  perform system.refuse(tg_relid, tg_name, 'owner_id');
  return null;
end
$$;
comment on function access.keep_owned is
  'Refuses to leave a record without owner and department. | Не даёт оставить запись без ответственного и отдела.';
create constraint trigger party_owned after update on clients.party
  for each row when (new.owner_id is null and new.department_id is null
    and (old.owner_id is not null or old.department_id is not null)) execute function access.keep_owned();
comment on trigger party_owned on clients.party is
  'A client has an owner or a department: give it to somebody. | У клиента есть ответственный или отдел: передайте его кому-нибудь.';

create table clients.hand_off (
  id bigint generated always as identity constraint hand_off_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  -- Whose the client is when it is offered; and so whose the offer is.
  owner_id bigint constraint hand_off_owner_fkey references access.account,
  department_id bigint constraint hand_off_department_fkey references access.department,
  party_id bigint not null constraint hand_off_party_fkey references clients.party,
  party_name text not null,
  to_department_id bigint not null constraint hand_off_to_department_fkey references access.department,
  to_owner_id bigint constraint hand_off_to_owner_fkey references access.account,
  message text constraint hand_off_message_length check (length(message) between 1 and 5000),
  state text not null default 'offered'
    constraint hand_off_state_known check (state in ('offered', 'accepted', 'returned', 'withdrawn')),
  decided_at timestamptz,
  decided_by bigint constraint hand_off_decided_by_fkey references access.account,
  return_reason text constraint hand_off_return_reason_length check (length(return_reason) between 1 and 2000),
  new_owner_id bigint constraint hand_off_new_owner_fkey references access.account,
  external_source text,
  external_key text,
  constraint hand_off_decision check ((state = 'offered') = (decided_at is null)
    and (state <> 'offered' or decided_by is null)),
  constraint hand_off_returned_reason check ((state = 'returned') = (return_reason is not null)),
  constraint hand_off_accepted_owner check ((state = 'accepted') = (new_owner_id is not null)),
  constraint hand_off_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint hand_off_external_key unique (external_source, external_key),
  constraint hand_off_one_offer exclude using btree (party_id with =) where (state = 'offered')
);
create index hand_off_party_idx on clients.hand_off (party_id, id);
create index hand_off_owner_idx on clients.hand_off (owner_id, id);
create index hand_off_department_idx on clients.hand_off (department_id, id);
create index hand_off_to_department_idx on clients.hand_off (to_department_id, id);
create index hand_off_to_owner_idx on clients.hand_off (to_owner_id, id) where to_owner_id is not null;
create index hand_off_decided_by_idx on clients.hand_off (decided_by) where decided_by is not null;
create index hand_off_new_owner_idx on clients.hand_off (new_owner_id) where new_owner_id is not null;
create index hand_off_created_idx on clients.hand_off (created_at, id);

comment on table clients.hand_off is
  'Hand-off: a client that a department offers to another. | Передача: клиент, которого отдел предлагает другому.';
comment on column clients.hand_off.party_id is 'Client: that is offered. | Клиент: кого передают.';
comment on column clients.hand_off.party_name is
  'Client''s name: as it was when it was offered; who is to take it may not see the client yet. | Название клиента: каким было при передаче; принимающий может ещё не видеть клиента.';
comment on column clients.hand_off.to_department_id is 'To department: that is to take it. | Кому, отдел: который принимает.';
comment on column clients.hand_off.to_owner_id is
  'To account: who is to answer for it; whoever takes it when empty. | Кому, сотрудник: кто будет отвечать; пусто — тот, кто примет.';
comment on column clients.hand_off.message is 'Message: what the other should know. | Сообщение: что нужно знать принимающему.';
comment on column clients.hand_off.state is
  'State: what came of the offer. | Состояние: чем закончилось. {offered=Offered/Предложено, accepted=Accepted/Принято, returned=Returned/Возвращено, withdrawn=Withdrawn/Отозвано}';
comment on column clients.hand_off.decided_at is 'Decided at: when it ended. | Решено: когда закончилось.';
comment on column clients.hand_off.decided_by is 'Decided by: who took, returned or withdrew it. | Кем решено: кто принял, вернул или отозвал.';
comment on column clients.hand_off.return_reason is 'Reason: why it was returned. | Причина: почему возвращено.';
comment on column clients.hand_off.new_owner_id is
  'New owner: who answers for the client since. | Новый ответственный: кто отвечает с тех пор.';
comment on constraint hand_off_to_department_fkey on clients.hand_off is
  'There is no such department. | Такого отдела нет.';
comment on constraint hand_off_to_owner_fkey on clients.hand_off is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint hand_off_decided_by_fkey on clients.hand_off is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint hand_off_new_owner_fkey on clients.hand_off is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint hand_off_message_length on clients.hand_off is
  'The message must have 1 to 5,000 characters. | Сообщение должно быть от 1 до 5000 знаков.';
comment on constraint hand_off_state_known on clients.hand_off is
  'The state is offered, accepted, returned or withdrawn. | Состояние: offered, accepted, returned или withdrawn.';
comment on constraint hand_off_return_reason_length on clients.hand_off is
  'The reason must have 1 to 2,000 characters. | Причина должна быть от 1 до 2000 знаков.';
comment on constraint hand_off_decision on clients.hand_off is
  'What has ended says when. | У завершённой передачи указано, когда.';
comment on constraint hand_off_returned_reason on clients.hand_off is
  'What is returned says why. | У возвращённого указана причина.';
comment on constraint hand_off_accepted_owner on clients.hand_off is
  'What is accepted says who answers for it. | У принятого указано, кто отвечает.';
comment on constraint hand_off_one_offer on clients.hand_off is
  'This client is offered already: withdraw that offer first. | Клиент уже предложен: сначала отзовите то предложение.';
select clients.describe_common('clients.hand_off'::regclass);
select system.business('clients.hand_off'::regclass);
select access.protect('clients.hand_off'::regclass, 'hand_offs');
select access.name_seen('clients.hand_off'::regclass, 'party_id', 'clients.party'::regclass);
-- An offer is made, and then ended by verbs alone; it stays for ever.
revoke insert, update, delete on clients.hand_off from crm_service;
grant insert (party_id, to_department_id, to_owner_id, message, external_source, external_key)
  on clients.hand_off to crm_service;
-- Whoever is to take it sees the offer, though not yet the client.
create policy hand_off_received on clients.hand_off for select using (
  to_department_id = any ((select access.departments('hand_offs', 'read'))::bigint[])
  or to_owner_id = any ((select access.owners('hand_offs', 'read'))::bigint[]));
comment on policy hand_off_received on clients.hand_off is
  'Offers to one''s department or to oneself. | Предложения своему отделу или себе.';

-- The offer is whose the client is, under the name it has.
create function clients.place_hand_off() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  select p.owner_id, p.department_id, p.name into new.owner_id, new.department_id, new.party_name
  from clients.party as p where p.id = new.party_id;
  new.party_name := coalesce(new.party_name, '');
  return new;
end
$$;
comment on function clients.place_hand_off is
  'Makes an offer belong to whom the client belongs. | Относит предложение к тому, чей клиент.';
create trigger place_hand_off before insert on clients.hand_off
  for each row execute function clients.place_hand_off();
