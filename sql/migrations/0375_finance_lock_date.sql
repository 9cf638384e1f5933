-- 0375_finance_lock_date: until which day nothing more is entered, by area, and who may all the same, until when.
-- Why: a month that was reported stays as it was reported; who must correct it is let in by another, for a while, and it
-- is seen. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.lock_date (
  id bigint generated always as identity constraint lock_date_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  area text not null constraint lock_date_area_known check (area in ('sales', 'purchases', 'tax', 'all'))
    constraint lock_date_area_key unique,
  locked_until date not null,
  note text constraint lock_date_note_length check (length(note) <= 2000)
);
comment on table finance.lock_date is
  'Lock date: until which day nothing more is entered. | Дата запрета: по какой день ничего больше не вносят.';
comment on column finance.lock_date.area is
  'Area: of what. | Область: чего. {sales=Sales/Продажи, purchases=Purchases/Закупки, tax=Tax/Налоги, all=All/Всё}';
comment on column finance.lock_date.locked_until is 'Locked until: the last locked day. | Закрыто по: последний закрытый день.';
comment on column finance.lock_date.note is 'Note: why. | Примечание: почему.';
comment on constraint lock_date_area_known on finance.lock_date is
  'The area is sales, purchases, tax or all. | Область: sales, purchases, tax или all.';
comment on constraint lock_date_area_key on finance.lock_date is
  'This area has a lock date: change it. | У этой области дата запрета уже есть: измените её.';
comment on constraint lock_date_note_length on finance.lock_date is
  'The note must have at most 2,000 characters. | Примечание должно быть не длиннее 2000 знаков.';
select system.business('finance.lock_date'::regclass);
select access.protect_shared('finance.lock_date'::regclass, 'lock_dates');
revoke update (area) on finance.lock_date from crm_service;

create table finance.lock_exception (
  id bigint generated always as identity constraint lock_exception_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  area text not null constraint lock_exception_area_known check (area in ('sales', 'purchases', 'tax', 'all')),
  account_id bigint not null constraint lock_exception_account_fkey references access.account,
  days_from date,
  valid_until timestamptz not null,
  reason text not null constraint lock_exception_reason_length check (length(reason) between 1 and 2000),
  revoked_at timestamptz,
  revoked_by bigint constraint lock_exception_revoked_by_fkey references access.account,
  constraint lock_exception_future check (valid_until > created_at),
  constraint lock_exception_length check (valid_until <= created_at + interval '366 days'),
  constraint lock_exception_revocation check ((revoked_at is null) = (revoked_by is null))
);
create index lock_exception_account_idx on finance.lock_exception (account_id, area, valid_until);
create index lock_exception_revoked_by_idx on finance.lock_exception (revoked_by) where revoked_by is not null;
comment on table finance.lock_exception is
  'Lock exception: who may enter what is locked, until when. | Исключение из запрета: кому и до какого времени можно вносить закрытое.';
comment on column finance.lock_exception.area is
  'Area: whose lock it opens. | Область: чей запрет снимает. {sales=Sales/Продажи, purchases=Purchases/Закупки, tax=Tax/Налоги, all=All/Всё}';
comment on column finance.lock_exception.account_id is 'Account: who may. | Учётная запись: кому можно.';
comment on column finance.lock_exception.days_from is
  'Days from: the first day that it opens; all when empty. | Дни с: первый открываемый день; пусто — все.';
comment on column finance.lock_exception.valid_until is 'Until: the instant at which it ends. | До: момент окончания.';
comment on column finance.lock_exception.reason is 'Reason: why. | Причина: зачем.';
comment on column finance.lock_exception.revoked_at is 'Revoked at: when. | Отозвано: когда.';
comment on column finance.lock_exception.revoked_by is 'Revoked by: who. | Кем отозвано: кто.';
comment on constraint lock_exception_area_known on finance.lock_exception is
  'The area is sales, purchases, tax or all. | Область: sales, purchases, tax или all.';
comment on constraint lock_exception_account_fkey on finance.lock_exception is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint lock_exception_reason_length on finance.lock_exception is
  'The reason must have 1 to 2,000 characters. | Причина — от 1 до 2000 знаков.';
comment on constraint lock_exception_revoked_by_fkey on finance.lock_exception is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint lock_exception_future on finance.lock_exception is
  'It ends in the future. | Окончание должно быть в будущем.';
comment on constraint lock_exception_length on finance.lock_exception is
  'It lasts a year at most. | Исключение действует не больше года.';
comment on constraint lock_exception_revocation on finance.lock_exception is
  'What was revoked says by whom and when. | У отозванного указано, кем и когда.';
select system.business('finance.lock_exception'::regclass);
select access.protect_shared('finance.lock_exception'::regclass, 'lock_exceptions');
revoke delete, update, insert (revoked_at, revoked_by) on finance.lock_exception from crm_service;
revoke update (area, account_id, days_from, valid_until, reason, revoked_at, revoked_by)
  on finance.lock_exception from crm_service;
insert into system.succession (place, rule, condition) values
  ('finance.lock_exception.account_id', 'keep', null), ('finance.lock_exception.revoked_by', 'keep', null);

create function finance.judge_lock() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_name = 'lock_date_waits' then
    perform system.demand_read_committed();
    lock table finance.entry in share row exclusive mode;
  elsif tg_name = 'lock_date_rises' then
    if not access.everything('lock_dates', 'delete') then
      perform system.refuse(tg_relid::regclass, tg_name, 'locked_until', old.locked_until::text);
    end if;
  else
    perform system.refuse(tg_relid::regclass, tg_name, case tg_name when 'lock_exception_not_own' then 'account_id' end);
  end if;
  return null;
end
$$;
comment on function finance.judge_lock is
  'Waits for what is being posted, and keeps who enters from opening what is locked. | Дожидается проводок и не даёт тому, кто вносит, открыть закрытое.';
-- What is being entered is waited for: none of it comes after the lock.
create constraint trigger lock_date_waits after insert or update on finance.lock_date
  for each row execute function finance.judge_lock();
create constraint trigger lock_date_rises after update on finance.lock_date
  for each row when (new.locked_until < old.locked_until) execute function finance.judge_lock();
create constraint trigger lock_exception_not_own after insert on finance.lock_exception
  for each row when (new.account_id = new.created_by) execute function finance.judge_lock();
create constraint trigger lock_exception_stays after update on finance.lock_exception
  for each row when (old.revoked_at is not null or row(old.area, old.account_id, old.days_from, old.valid_until)
    is distinct from row(new.area, new.account_id, new.days_from, new.valid_until)) execute function finance.judge_lock();
comment on trigger lock_date_waits on finance.lock_date is
  'What is being posted is waited for. | Проводки, которые сейчас вносятся, дожидаются.';
comment on trigger lock_date_rises on finance.lock_date is
  'The lock holds through {value}: only who may delete it opens days again; ask for an exception. | Запрет действует по {value}: открыть дни снова может только тот, кому можно его удалить; попросите исключение.';
comment on trigger lock_exception_not_own on finance.lock_exception is
  'Nobody makes an exception for himself. | Нельзя сделать исключение для себя.';
comment on trigger lock_exception_stays on finance.lock_exception is
  'An exception does not change: revoke it and make another. | Исключение не меняется: отзовите его и создайте другое.';

create function finance.revoke_lock_exception(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  kept finance.lock_exception;
begin
  perform licensing.demand_writing();
  if not access.everything('lock_exceptions', 'revoke') then
    return null;
  end if;
  select * into kept from finance.lock_exception as x where x.id = p_id for no key update;
  if kept.id is null then
    return null;
  elsif kept.revoked_at is not null then
    perform system.refuse_state('finance.lock_exception'::regclass, 'revoked', '{valid}');
  end if;
  update finance.lock_exception as x set revoked_at = now(), revoked_by = access.account_id() where x.id = p_id;
  return p_id;
end
$$;
comment on function finance.revoke_lock_exception is 'Revokes an exception at once. | Отзывает исключение сразу.';
grant execute on function finance.revoke_lock_exception to crm_service;
-- Who enters opens no lock of his own: he asks for an exception.
select system.permit('{administrator}', '{lock_dates}', '{read,create,update,delete,export}', 'all'),
  system.permit('{accountant}', '{lock_dates}', '{read,create,update,export}', 'all'),
  system.permit('{administrator,accountant}', '{lock_exceptions}', '{read,create,revoke,export}', 'all'),
  system.permit('{auditor}', '{lock_dates,lock_exceptions}', '{read,export}', 'all'),
  system.permit('{head_of_department,sales,purchasing,read_only}', '{lock_dates}', '{read}', 'all');

-- The lock that a day lies behind, as words; null where none does or the caller has an exception from each. Asked for with
-- each posting: its plan is kept, which that of a function in SQL is not.
create function finance.lock_on(p_area text, p_on date) returns text
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  return (
    select string_agg(format('%s, %s', d.area, d.locked_until), '; ' order by d.area)
    from finance.lock_date as d
    where d.area in (p_area, 'all') and p_on <= d.locked_until and not exists (
      select from finance.lock_exception as x
      where x.area = d.area and x.account_id = access.account_id() and x.revoked_at is null
        and x.valid_until > clock_timestamp() and p_on >= coalesce(x.days_from, '-infinity')));
end
$$;
comment on function finance.lock_on is
  'The lock that a day lies behind, for the caller. | Запрет, под который попадает день, для вызывающего.';
create function finance.demand_unlocked(p_area text, p_on date) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  lock constant text := finance.lock_on(p_area, p_on);
begin
  if lock is not null then
    perform system.refuse('finance.entry'::regclass, 'entry_unlocked', 'posted_on', lock);
  end if;
end
$$;
comment on function finance.demand_unlocked is
  'Refuses a day that is locked for the caller. | Отклоняет день, закрытый для вызывающего.';
