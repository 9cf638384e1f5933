-- 0204_system_letter: notifications that go out by e-mail, where the service is told of a mail server.
-- Why: who does not look must be told all the same. A letter is written in the transaction of its notification and sent
-- behind it: at least once, since a server that has taken it may die before it says so; its Message-ID stays the same,
-- by which mail programs know it again. Kind: expand. Locks: system.notification, for milliseconds.
-- Time: milliseconds. Reversible: drop the trigger.

-- While a service sends, it says so; without one nothing is written.
create table system.mailing (
  single boolean not null default true constraint mailing_pkey primary key
    constraint mailing_one_row check (single),
  ends_at timestamptz not null
);
insert into system.mailing (ends_at) values ('-infinity');
comment on table system.mailing is
  'Mailing: until when letters are written; one row. | Рассылка: до какого времени пишутся письма; одна строка.';
comment on column system.mailing.single is 'Single: one row. | Единственная: одна строка.';
comment on column system.mailing.ends_at is
  'Until: a week from when a service last asked for letters. | До: неделя с последнего запроса писем службой.';
comment on constraint mailing_one_row on system.mailing is 'There is one row. | Строка одна.';

create table system.letter (
  notification_id bigint constraint letter_pkey primary key
    constraint letter_notification_fkey references system.notification on delete cascade,
  created_at timestamptz not null default now(),
  state text not null default 'waiting'
    constraint letter_state_known check (state in ('waiting', 'sent', 'failed')),
  attempts integer not null default 0 constraint letter_attempts_range check (attempts >= 0),
  due_at timestamptz not null default now(),
  sent_at timestamptz,
  failure text constraint letter_failure_length check (length(failure) <= 1000),
  constraint letter_sent check ((state = 'sent') = (sent_at is not null))
);
create index letter_due_idx on system.letter (due_at) where state = 'waiting';
create index letter_failed_idx on system.letter (notification_id) where state = 'failed';
comment on table system.letter is
  'Letter: a notification on its way by e-mail; it goes with its notification. | Письмо: уведомление, отправляемое почтой; удаляется с уведомлением.';
comment on column system.letter.notification_id is 'Notification: which. | Уведомление: какое.';
comment on column system.letter.created_at is 'Created: when it was written. | Создано: когда написано.';
comment on column system.letter.state is
  'State: how far it is. | Состояние: что с ним. {waiting=To be sent/Ждёт отправки, sent=Taken by the server/Принято сервером, failed=Given up/Не отправлено}';
comment on column system.letter.attempts is 'Attempts: how often it was tried. | Попытки: сколько раз отправлялось.';
comment on column system.letter.due_at is 'Due at: when it is tried next. | Срок: когда следующая попытка.';
comment on column system.letter.sent_at is
  'Sent at: when the server has taken it. | Отправлено: когда принято сервером.';
comment on column system.letter.failure is 'Failure: why it was not taken. | Отказ: почему не принято.';
comment on constraint letter_notification_fkey on system.letter is
  'There is no such notification. | Такого уведомления нет.';
comment on constraint letter_state_known on system.letter is
  'The state is waiting, sent or failed. | Состояние: waiting, sent или failed.';
comment on constraint letter_attempts_range on system.letter is 'Attempts are not less than 0. | Попыток не меньше 0.';
comment on constraint letter_failure_length on system.letter is
  'A failure has at most 1,000 characters. | Отказ — не длиннее 1000 знаков.';
comment on constraint letter_sent on system.letter is
  'What is sent was sent at a time. | У отправленного есть время отправки.';
alter table system.mailing enable row level security;
alter table system.letter enable row level security;
create policy mailing_nobody on system.mailing for select using (false);
create policy letter_nobody on system.letter for select using (false);
comment on policy mailing_nobody on system.mailing is 'Only functions of the owner. | Только функции владельца.';
comment on policy letter_nobody on system.letter is 'Only functions of the owner. | Только функции владельца.';

create function system.write_letters() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if (select m.ends_at > now() from system.mailing as m) then
    insert into system.letter (notification_id)
    select n.id from made as n join access.account as a on a.id = n.account_id
    where a.email is not null and a.locked_at is null and a.archived_at is null
    on conflict (notification_id) do nothing;
  end if;
  return null;
end
$$;
comment on function system.write_letters is
  'Writes letters of new notifications. | Пишет письма о новых уведомлениях.';
create trigger notification_letters after insert on system.notification
  referencing new table as made for each statement execute function system.write_letters();
comment on trigger notification_letters on system.notification is
  'Writes letters of new notifications. | Пишет письма о новых уведомлениях.';

-- A choice of a column in words: its comment has {choice=English/Русский, …}.
create function system.choice_label(p_comment text, p_choice text, p_language text) returns text
language sql immutable set search_path = pg_catalog
return coalesce(
  split_part(substring(p_comment from '[{, ]' || p_choice || '=([^,}]*)'), '/',
    case p_language when 'ru' then 2 else 1 end),
  p_choice);
comment on function system.choice_label is
  'A choice in words of a language, by the comment of its column. | Вариант словами на языке, по описанию столбца.';

-- What is to be sent now, each for so many seconds nobody else's; and what cannot be sent any more is given up. What
-- stands in a letter leaves the house: which record it was and what was done, not what it holds.
create function system.take_letters(p_most integer, p_lease integer) returns table (
  id bigint, address text, language text, kind text, action text, resource text, record_id bigint, records integer,
  actor text, at bigint)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform system.require_own_work();
  update system.mailing as m set ends_at = now() + interval '7 days' where m.ends_at < now() + interval '6 days';
  update system.letter as l set state = 'failed',
    failure = coalesce(l.failure, 'The account has no address, or is locked or archived.')
  where l.state = 'waiting' and l.due_at <= now() and (l.created_at < now() - interval '3 days' or not exists (
    select from system.notification as n join access.account as a on a.id = n.account_id
    where n.id = l.notification_id and a.email is not null and a.locked_at is null and a.archived_at is null));
  return query
  with due as (
    select l.notification_id from system.letter as l where l.state = 'waiting' and l.due_at <= now()
    order by l.due_at limit p_most for update skip locked
  ), taken as (
    update system.letter as l set attempts = l.attempts + 1, due_at = now() + make_interval(secs => p_lease)
    from due where l.notification_id = due.notification_id returning l.notification_id
  )
  select n.id, a.email, a.language, system.choice_label(k.kind, n.kind, a.language),
    system.choice_label(k.action, n.action, a.language), n.resource, n.record_id, n.records, by.name,
    extract(epoch from n.at)::bigint
  from taken as t join system.notification as n on n.id = t.notification_id
  join access.account as a on a.id = n.account_id
  left join access.account as by on by.id = n.actor_id
  cross join (
    select col_description('system.notification'::regclass, c.kind), col_description('system.notification'::regclass, c.action)
    from (select
      (select x.attnum from pg_attribute as x where x.attrelid = 'system.notification'::regclass and x.attname = 'kind'),
      (select x.attnum from pg_attribute as x where x.attrelid = 'system.notification'::regclass and x.attname = 'action')
    ) as c (kind, action)) as k (kind, action)
  order by n.id;
end
$$;
comment on function system.take_letters is
  'Takes letters to send. | Берёт письма для отправки.';

-- 30 seconds, then 1, 2, 4 … minutes, 4 hours at most; given up by the server's word, or after three days.
create function system.end_letter(p_id bigint, p_failure text, p_for_good boolean) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  state_now text;
begin
  perform system.require_own_work();
  update system.letter as l set
    state = case when p_failure is null then 'sent' when p_for_good then 'failed' else 'waiting' end,
    sent_at = case when p_failure is null then clock_timestamp() end, failure = left(p_failure, 1000),
    due_at = case when p_failure is null or p_for_good then l.due_at
      else clock_timestamp() + least(15 * power(2, least(l.attempts, 20)), 14400) * interval '1 second' end
  where l.notification_id = p_id and l.state = 'waiting'
  returning l.state into state_now;
  return state_now;
end
$$;
comment on function system.end_letter is
  'Says what became of a letter: sent, to be tried again or given up. | Сообщает итог письма: отправлено, повторить или отказ.';

create function system.letter_figures(out waiting bigint, out failed bigint)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  select count(*) filter (where l.state = 'waiting'), count(*) filter (where l.state = 'failed')
  into waiting, failed from system.letter as l where l.state in ('waiting', 'failed');
end
$$;
comment on function system.letter_figures is
  'How many letters wait, and were given up. | Сколько писем ждёт и не отправлено.';
grant execute on function system.take_letters, system.end_letter to crm_service;
grant execute on function system.letter_figures to crm_service, crm_limited, crm_reader, crm_monitor;
