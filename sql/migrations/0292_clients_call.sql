-- 0292_clients_call: a call is logged in one step, and none goes out to who asked not to be called.
-- Why: what was said, the time that it took and what comes next are one deed of a seller; entered in four places they
-- are not entered. Kind: expand. Locks: clients.interaction, ACCESS EXCLUSIVE, for its new column. Time: about 1 s per
-- million interactions. Forward only.
alter table clients.interaction add column channel_id bigint;
alter table clients.interaction add constraint interaction_channel_fkey
  foreign key (channel_id) references clients.channel on delete set null not valid;
alter table clients.interaction validate constraint interaction_channel_fkey;
create index interaction_channel_idx on clients.interaction (channel_id) where channel_id is not null;
comment on column clients.interaction.channel_id is
  'Channel: by which it went. | Канал: по которому прошло.';
comment on constraint interaction_channel_fkey on clients.interaction is
  'There is no such channel. | Такого канала нет.';
grant insert (channel_id), update (channel_id) on clients.interaction to crm_service;
select access.name_seen('clients.interaction'::regclass, 'channel_id', 'clients.channel'::regclass);

-- What was imported or came by mail has happened; what somebody enters he has done, or is about to do. A mark speaks of
-- the party (party) or of its own channels (channel): where every channel of the kind bears one, it does not matter
-- which was meant.
create function clients.judge_contact() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  meant constant text := case new.kind when 'call' then 'phone' when 'email' then 'email' when 'message' then 'messenger' end;
  marked text;
begin
  if new.direction is distinct from 'out' or meant is null or new.external_source is not null
    or current_user not in ('crm_service', 'crm_limited') then
    return null;
  elsif tg_argv[0] = 'party' then
    if exists (select from clients.party as p where p.id = new.party_id and p.do_not_contact) then
      perform system.refuse('clients.interaction', 'interaction_party_unwilling', 'party_id');
    end if;
    return null;
  end if;
  select c.value into marked from clients.channel as c where c.id = new.channel_id and c.do_not_contact;
  if new.channel_id is null then
    select string_agg(c.value, ', ' order by c.id) into marked from clients.channel as c
    where c.party_id = new.party_id and c.kind = meant having bool_and(c.do_not_contact);
  end if;
  if marked is not null then
    perform system.refuse('clients.interaction', 'interaction_channel_unwilling', 'channel_id', marked);
  end if;
  return null;
end
$$;
comment on function clients.judge_contact is
  'Refuses to contact who asked not to be. | Не даёт связаться с тем, кто просил не беспокоить.';
create constraint trigger interaction_channel_unwilling after insert or update of direction, kind, channel_id, party_id
  on clients.interaction for each row execute function clients.judge_contact('channel');
create constraint trigger interaction_party_unwilling after insert or update of direction, kind, party_id
  on clients.interaction for each row execute function clients.judge_contact('party');
comment on trigger interaction_channel_unwilling on clients.interaction is
  'They asked not to be contacted by {value}; lift the mark first. | Просили не связываться через {value}; сначала снимите отметку.';
comment on trigger interaction_party_unwilling on clients.interaction is
  'This party asked not to be contacted; lift the mark first. | Контрагент просил его не беспокоить; сначала снимите отметку.';

-- Time that was spent on no task may name its client.
create or replace function work.prepare_time_entry() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.ended_at is null and new.minutes > 0 then
    new.ended_at := new.started_at + make_interval(mins => new.minutes);
  elsif new.started_at is not null and new.ended_at > new.started_at then
    new.minutes := ceil(extract(epoch from new.ended_at - new.started_at) / 60);
  end if;
  if new.started_at is not null then
    new.worked_on := (new.started_at at time zone work.zone_of(new.owner_id))::date;
  end if;
  if new.task_id is not null then
    select c.project_id, c.party_id into new.project_id, new.party_id from work.client_of(new.task_id) as c;
  else
    new.project_id := null;
  end if;
  return new;
end
$$;
create policy time_entry_party_seen_insert on work.time_entry as restrictive for insert with check (
  task_id is not null or party_id is null or exists (select from clients.party as p where p.id = party_id));
create policy time_entry_party_seen_update on work.time_entry as restrictive for update using (true) with check (
  task_id is not null or party_id is null or exists (select from clients.party as p where p.id = party_id));
comment on policy time_entry_party_seen_insert on work.time_entry is
  'A client that one may not see cannot be named. | Нельзя указать клиента, которого не видно.';
comment on policy time_entry_party_seen_update on work.time_entry is
  'A client that one may not see cannot be named. | Нельзя указать клиента, которого не видно.';

-- With the rights of who logs it: each of the records is refused as it would be alone, and then none is made.
create function clients.log_call(p_party bigint, p_call jsonb) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  minutes constant integer := (p_call ->> 'duration')::integer;
  began constant timestamptz := coalesce((p_call ->> 'at')::timestamptz, now() - make_interval(mins => coalesce(minutes, 0)));
  next_task constant jsonb := p_call -> 'next_task';
  call_id bigint;
begin
  if not exists (select from clients.party as p where p.id = p_party) then
    return null;
  end if;
  insert into clients.interaction (party_id, kind, direction, at, duration, subject, body, outcome, next_step, channel_id)
  values (p_party, 'call', p_call ->> 'direction', began, minutes, clients.tidy(p_call ->> 'subject'), p_call ->> 'body',
    p_call ->> 'outcome', p_call ->> 'next_step', (p_call ->> 'channel_id')::bigint)
  returning id into call_id;
  insert into clients.interaction_participant (interaction_id, party_id, account_id)
  select call_id, r.party_id, r.account_id
  from jsonb_to_recordset(coalesce(nullif(p_call -> 'participants', 'null'), '[]')) as r (party_id bigint, account_id bigint);
  if minutes > 0 and licensing.absent('{work.time_entry}') = '{}' then
    insert into work.time_entry (party_id, worked_on, minutes, note)
    values (p_party, (began at time zone work.zone_of(access.account_id()))::date, minutes, left(p_call ->> 'subject', 300));
  end if;
  if next_task ->> 'title' is not null and licensing.absent('{work.task}') = '{}' then
    insert into work.task (title, due_on, assignee_id, resource, record_id)
    values (next_task ->> 'title', (next_task ->> 'due_on')::date,
      coalesce((next_task ->> 'assignee_id')::bigint, access.account_id()), 'parties', p_party);
  end if;
  return call_id;
end
$$;
comment on function clients.log_call is
  'Logs a call with its participants, time and next task. | Записывает звонок с участниками, временем и следующей задачей.';
grant execute on function clients.log_call to crm_service;
