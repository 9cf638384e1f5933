-- 0187_work_calendar_feed: a person's meetings and tasks by a secret address, for programs that read calendars.
-- Why: such programs cannot sign in. The database keeps the SHA-256 of the secret alone. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table work.calendar_feed (
  account_id bigint constraint calendar_feed_pkey primary key
    constraint calendar_feed_account_fkey references access.account,
  secret_hash text not null
    constraint calendar_feed_hash_form check (secret_hash ~ '^[0-9a-f]{64}$')
    constraint calendar_feed_secret_key unique,
  created_at timestamptz not null default now()
);
alter table work.calendar_feed enable row level security;
select access.make_policy('work.calendar_feed'::regclass, 'select', 'account_id = (select access.account_id())');
grant select (account_id, created_at) on work.calendar_feed to crm_service, crm_limited, crm_reader;
comment on table work.calendar_feed is
  'Calendar feed: a secret address at which programs read somebody''s calendar. | Лента календаря: секретный адрес, по которому программы читают чей-то календарь.';
comment on column work.calendar_feed.account_id is 'Account: whose calendar. | Учётная запись: чей календарь.';
comment on column work.calendar_feed.secret_hash is 'Secret: its SHA-256. | Секрет: его SHA-256.';
comment on column work.calendar_feed.created_at is 'Created: since when. | Создано: с какого времени.';
comment on constraint calendar_feed_account_fkey on work.calendar_feed is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint calendar_feed_hash_form on work.calendar_feed is
  'A SHA-256 is 64 hexadecimal digits. | SHA-256 — 64 шестнадцатеричные цифры.';
comment on constraint calendar_feed_secret_key on work.calendar_feed is
  'This secret is taken. | Этот секрет занят.';

-- A new secret ends the old one. Whoever signed in has it, no token.
create function work.open_feed(p_hash text) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform access.require_session();
  insert into work.calendar_feed as f (account_id, secret_hash) values (access.account_id(), p_hash)
  on conflict (account_id) do update set secret_hash = excluded.secret_hash, created_at = now();
end
$$;
comment on function work.open_feed is
  'Gives the caller''s calendar a new secret address. | Даёт календарю вызывающего новый секретный адрес.';

create function work.close_feed() returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
begin
  delete from work.calendar_feed as f where f.account_id = access.account_id();
  return found;
end
$$;
comment on function work.close_feed is
  'Closes the secret address of the caller''s calendar. | Закрывает секретный адрес календаря вызывающего.';

-- Of whoever may still sign in, what he may still read, and while the module is there. Times as RFC 5545 writes them.
create function work.feed_of(p_hash text) returns table (
  kind text, id bigint, stamp text, starts text, ends text, is_day boolean, title text, body text, place text,
  status text)
language sql stable security definer set search_path = pg_catalog
begin atomic
  with reader as materialized (
    select a.id, strpos(c.may_read, ' meetings=') > 0 as meets, strpos(c.may_read, ' tasks=') > 0 as works
    from work.calendar_feed as f join access.account as a on a.id = f.account_id
    cross join lateral access.context(a.id, null) as c
    where f.secret_hash = p_hash and a.locked_at is null and a.archived_at is null
      and 'work' = any (licensing.modules())
  ), mine as (
    select p.meeting_id as id from work.meeting_participant as p join reader on p.account_id = reader.id and reader.meets
    where p.answer <> 'declined'
    union
    select m.id from work.meeting as m join reader on m.owner_id = reader.id and reader.meets
    where m.starts_at > now() - interval '90 days'
  )
  select 'reader', reader.id, null, null, null, null, null, null, null, null from reader
  union all
  (select 'meeting', m.id, to_char(m.updated_at at time zone 'UTC', 'YYYYMMDD"T"HH24MISS"Z"'),
    case when m.all_day then to_char(m.starts_at at time zone m.zone, 'YYYYMMDD')
      else to_char(m.starts_at at time zone 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') end,
    case when m.all_day then to_char(m.ends_at at time zone m.zone, 'YYYYMMDD')
      else to_char(m.ends_at at time zone 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') end,
    m.all_day, m.title, m.body, m.location,
    case m.state when 'cancelled' then 'CANCELLED' else 'CONFIRMED' end
  from work.meeting as m join mine on mine.id = m.id
  where m.archived_at is null and m.starts_at between now() - interval '90 days' and now() + interval '400 days'
  order by m.starts_at, m.id limit 2000)
  union all
  (select 'task', t.id, to_char(t.updated_at at time zone 'UTC', 'YYYYMMDD"T"HH24MISS"Z"'), null,
    case when t.due_at is null then to_char(t.due_on, 'YYYYMMDD')
      else to_char(t.due_at at time zone 'UTC', 'YYYYMMDD"T"HH24MISS"Z"') end,
    t.due_at is null, t.title, t.body, null,
    case t.state when 'in_progress' then 'IN-PROCESS' else 'NEEDS-ACTION' end
  from work.task as t join reader on t.assignee_id = reader.id and reader.works
  where t.closed_at is null and t.archived_at is null and t.due_on is not null
  order by t.due_on, t.id limit 2000);
end;
comment on function work.feed_of is
  'What the calendar behind a secret shows; its first row says that there is one. | Что показывает календарь по секрету; первая строка говорит, что он есть.';
grant execute on function work.open_feed, work.close_feed to crm_service;
grant execute on function work.feed_of to crm_service, crm_limited, crm_reader;
