-- 0202_clients_mail_filing: keeps messages, finds with whom they were written, and files them.
-- Why: one address that is one party's is no guess; an address of several is. Everything is done as the one who asks,
-- in one transaction: a message is there with its files and its interaction, or not at all. Kind: expand. Locks: none.
-- Time: milliseconds. Reversible: drop the functions.

-- Who has these addresses: companies; and people, who stand for the company in which they are a contact today. Past
-- the policies, since an address is only one party's if it is no hidden one's too; it tells numbers alone.
create function clients.correspondents(p_addresses text[]) returns table (party_id bigint, person_id bigint)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if access.level('mail_messages', 'create') = 0 and access.level('mail_messages', 'update') = 0 then
    raise exception 'no right to mail_messages' using errcode = 'insufficient_privilege';
  end if;
  return query
  select distinct coalesce(c.company_id, p.id), case when p.kind = 'person' then p.id end
  from clients.channel as h
  join clients.party as p on p.id = h.party_id and p.archived_at is null
  left join lateral (
    select k.company_id from clients.contact as k
    join clients.party as f on f.id = k.company_id and f.archived_at is null
    where k.person_id = p.id and p.kind = 'person'
      and current_date between coalesce(k.valid_from, '-infinity') and coalesce(k.valid_until, 'infinity')
  ) as c on true
  where h.value = any (p_addresses) and h.kind = 'email';
end
$$;
comment on function clients.correspondents is
  'The parties behind e-mail addresses, and the people who write for them. | Контрагенты за адресами эл. почты и люди, которые за них пишут.';
grant execute on function clients.correspondents to crm_service;

create function clients.link_mail_files(p_mail bigint, p_interaction bigint) returns void
language sql set search_path = pg_catalog
begin atomic
  insert into system.file_link (file_id, resource, table_name, record_id, label)
  select l.file_id, 'interactions', 'clients.interaction', p_interaction, l.label
  from system.file_link as l
  where l.table_name = 'clients.mail_message' and l.record_id = p_mail and l.label = 'attachment'
  order by l.id
  on conflict on constraint file_link_key do nothing;
end;
comment on function clients.link_mail_files is
  'Links the attachments of a message to its interaction. | Связывает вложения письма с его взаимодействием.';

-- Answers the state before; null where there is no such message that the caller may change.
create function clients.file_mail(p_mail bigint, p_party bigint) returns text
language plpgsql set search_path = pg_catalog as $$
declare
  mail clients.mail_message;
  made bigint;
begin
  select * into mail from clients.mail_message as m where m.id = p_mail for update;
  if not found or mail.state = 'filed' then
    return mail.state;
  end if;
  if not exists (select from clients.party as p where p.id = p_party) then
    raise exception 'no such party' using errcode = 'foreign_key_violation', schema = 'clients', table = 'interaction',
      column = 'party_id', constraint = 'interaction_party_fkey';
  end if;
  insert into clients.interaction (party_id, kind, direction, at, subject, body)
  values (p_party, 'email', mail.direction, mail.at,
    coalesce(nullif(left(clients.tidy(mail.subject), 300), ''), system.says('(no subject)', '(без темы)')),
    nullif(mail.body, ''))
  returning id into made;
  update clients.mail_message as m set interaction_id = made where m.id = p_mail;
  insert into clients.interaction_participant (interaction_id, party_id, role)
  select made, c.person_id, case mail.direction when 'in' then 'sender' else 'recipient' end
  from clients.correspondents(mail.correspondents) as c join clients.party as p on p.id = c.person_id
  where c.party_id = p_party
  on conflict on constraint interaction_participant_party_key do nothing;
  perform clients.link_mail_files(p_mail, made);
  return mail.state;
end
$$;
comment on function clients.file_mail is
  'Files a message as an interaction with a party. | Относит письмо к взаимодействиям с контрагентом.';

-- Several who have the address; whose thread it is; whose site has the domain.
create function clients.suggest_mail_parties(p_mail bigint, p_addresses text[], p_thread bigint) returns bigint
language sql set search_path = pg_catalog
begin atomic
  with guess as (
    select c.party_id, 'address' as reason, 1 as place from clients.correspondents(p_addresses) as c
    union all
    select i.party_id, 'thread', 2 from clients.mail_message as m
    join clients.interaction as i on i.id = m.interaction_id where m.thread_id = p_thread
    union all
    select h.party_id, 'website', 3
    from unnest(p_addresses) as a (address)
    cross join lateral (select lower(split_part(a.address, '@', 2))) as d (domain)
    join clients.channel as h on h.kind = 'website' and h.value = any (array[d.domain, 'www.' || d.domain,
      'http://' || d.domain, 'https://' || d.domain, 'http://www.' || d.domain, 'https://www.' || d.domain,
      'http://' || d.domain || '/', 'https://' || d.domain || '/', 'http://www.' || d.domain || '/',
      'https://www.' || d.domain || '/'])
    where d.domain <> ''
  ), suggested as (
    insert into clients.mail_suggestion (mail_message_id, party_id, reason)
    select p_mail, g.party_id, g.reason
    from (select distinct on (o.party_id) o.* from guess as o order by o.party_id, o.place) as g
    join clients.party as p on p.id = g.party_id and p.archived_at is null
    order by g.place, g.party_id limit 20
    returning id
  )
  select count(*) from suggested;
end;
comment on function clients.suggest_mail_parties is
  'Notes with whom a message may have been written; answers how many. | Отмечает, с кем могла быть переписка; отвечает, сколько.';

-- The party if there is one alone: the one who has the address; of several, the one whose thread it is.
create function clients.mail_party(p_addresses text[], p_thread bigint) returns bigint
language sql stable set search_path = pg_catalog
begin atomic
  with candidate as materialized (
    select distinct c.party_id from clients.correspondents(p_addresses) as c
  ), threaded as materialized (
    select distinct i.party_id from clients.mail_message as m
    join clients.interaction as i on i.id = m.interaction_id
    where m.thread_id = p_thread and i.party_id in (select c.party_id from candidate as c)
  )
  select p.id from clients.party as p
  where case when (select count(*) from candidate) = 1 then p.id = (select c.party_id from candidate as c)
    when (select count(*) from threaded) = 1 then p.id = (select t.party_id from threaded as t) end;
end;
comment on function clients.mail_party is
  'With whom a message was written, where that is plain. | С кем переписка, если это ясно.';

-- P_MAIL: message_id, references, digest, direction, at (seconds since 1970), sender, sender_address, recipients, copies, correspondents,
-- subject, body, is_cut, left_out, fault, files (name and label of each of P_CONTENTS). What has come already leaves
-- nothing. Answers the state, the number and how many parties are suggested.
create function clients.take_mail(p_mail jsonb, p_contents bigint[]) returns jsonb
language plpgsql set search_path = pg_catalog as $$
declare
  identifiers constant text[] := array(
    select i.identifier from jsonb_array_elements_text(p_mail -> 'references') as i (identifier)
    union select p_mail ->> 'message_id' where p_mail ->> 'message_id' is not null);
  addresses constant text[] := array(select jsonb_array_elements_text(p_mail -> 'correspondents'));
  thread bigint;
  mail bigint;
  party bigint;
  suggested bigint := 0;
begin
  -- One at a time from here on, so that the second sees what the first has kept.
  thread := clients.join_thread(identifiers);
  insert into clients.mail_message (message_id, digest, thread_id, direction, at, sender, sender_address, recipients,
    copies, correspondents, subject, body, is_cut, left_out, fault)
  select m.message_id, m.digest, thread, m.direction, least(coalesce(to_timestamp(m.at), now()), now()), m.sender,
    m.sender_address, coalesce(m.recipients, '{}'), coalesce(m.copies, '{}'), addresses, m.subject, m.body,
    coalesce(m.is_cut, false), coalesce(m.left_out, 0), m.fault
  from jsonb_to_record(p_mail) as m (message_id text, digest text, direction text, at bigint, sender text,
    sender_address text, recipients text[], copies text[], subject text, body text, is_cut boolean, left_out integer,
    fault text)
  on conflict on constraint mail_message_once do nothing
  returning id into mail;
  if mail is null then
    delete from system.content as c where c.id = any (p_contents);
    return jsonb_build_object('state', 'known');
  end if;
  perform clients.keep_mail_files(mail, p_mail -> 'files', p_contents);
  party := clients.mail_party(addresses, thread);
  if p_mail ->> 'fault' is null and party is not null then
    perform clients.file_mail(mail, party);
  else
    suggested := clients.suggest_mail_parties(mail, addresses, thread);
  end if;
  return (
    select jsonb_build_object('state', m.state, 'id', m.id, 'interaction', m.interaction_id, 'suggested', suggested)
    from clients.mail_message as m where m.id = mail);
end
$$;
comment on function clients.take_mail is
  'Keeps a message with its files, and files it or suggests parties. | Сохраняет письмо с файлами и относит его или предлагает контрагентов.';

create function clients.keep_mail_files(p_mail bigint, p_files jsonb, p_contents bigint[]) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  part record;
  made bigint;
begin
  for part in
    select f.name, f.label, c.id
    from unnest(p_contents) with ordinality as c (id, place)
    join jsonb_array_elements(p_files) with ordinality as e (file, place) using (place)
    cross join lateral jsonb_to_record(e.file) as f (name text, label text)
    order by place
  loop
    insert into system.file (name, content_id) values (part.name, part.id) returning id into made;
    insert into system.file_link (file_id, resource, table_name, record_id, label)
    values (made, 'mail-messages', 'clients.mail_message', p_mail, part.label);
  end loop;
end
$$;
comment on function clients.keep_mail_files is
  'Makes files of the contents of a message. | Делает файлы из содержимого письма.';

-- Whether it is here already; so nobody sends its bytes for nothing.
create function clients.knows_mail(p_message_id text, p_digest text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if access.level('mail_messages', 'create') = 0 then
    raise exception 'no right to create mail_messages' using errcode = 'insufficient_privilege';
  end if;
  return exists (
    select from clients.mail_message as m
    where m.message_id is not distinct from p_message_id and m.digest = p_digest);
end
$$;
comment on function clients.knows_mail is
  'Whether a message is here already. | Есть ли уже такое письмо.';

-- Which of these addresses are our accounts'.
create function clients.own_addresses(p_addresses text[]) returns setof text
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if access.level('mail_messages', 'create') = 0 then
    raise exception 'no right to create mail_messages' using errcode = 'insufficient_privilege';
  end if;
  return query select distinct lower(a.email) from access.account as a
  where lower(a.email) = any (p_addresses) and a.archived_at is null;
end
$$;
comment on function clients.own_addresses is
  'Which of these addresses are those of our accounts. | Какие из этих адресов принадлежат нашим учётным записям.';
grant execute on function clients.link_mail_files, clients.file_mail, clients.suggest_mail_parties,
  clients.mail_party, clients.take_mail, clients.keep_mail_files, clients.knows_mail, clients.own_addresses
  to crm_service;
