-- 0041_system_job: work that goes on when its request has been answered.
-- Why: what takes long must tell how far it is, can be cancelled, and goes on where it was when its
-- service dies. Kind: expand. Locks: access.session, for milliseconds. Time: milliseconds. Forward only.
create table system.job (
  id bigint generated always as identity constraint job_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  -- Null: the system's own work, which no account asked for.
  account_id bigint default access.account_id()
    constraint job_account_fkey references access.account,
  kind text not null constraint job_kind_form check (kind ~ '^[a-z][a-z0-9-]{0,39}$'),
  state text not null default 'waiting' constraint job_state_known
    check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  priority integer not null default 0
    constraint job_priority_range check (priority between -100 and 100),
  run_at timestamptz not null default now(),
  input jsonb not null default '{}',
  done bigint not null default 0 constraint job_done_range check (done >= 0),
  total bigint constraint job_total_range check (total >= 0),
  result jsonb,
  fault_code text,
  fault_en text,
  fault_ru text,
  failures integer not null default 0,
  most_failures integer not null default 5
    constraint job_most_failures_range check (most_failures between 1 and 100),
  cancel_asked_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  -- Where to go on after an interruption; only the kind's own code reads it.
  checkpoint jsonb,
  -- The rights of the token that asked: null for all rights of the account.
  narrowed text[],
  -- Counts how often the job was taken: whoever took it before cannot write any more.
  fence bigint not null default 0,
  worker text,
  lease_until timestamptz,
  session_id bigint constraint job_session_fkey references access.session on delete set null,
  constraint job_running_leased check (state <> 'running' or lease_until is not null),
  constraint job_ended check ((state in ('done', 'failed', 'cancelled')) = (ended_at is not null))
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index job_account_idx on system.job (account_id, id);
create index job_waiting_idx on system.job (kind, priority desc, run_at, id) where state = 'waiting';
create index job_running_idx on system.job (kind, lease_until) where state = 'running';
create index job_ended_idx on system.job (ended_at) where ended_at is not null;
create index job_session_idx on system.job (session_id) where session_id is not null;

create function system.enter_rights() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  select s.narrowed into new.narrowed from access.session as s
  where s.token_hash = decode(nullif(current_setting('crm.token', true), ''), 'hex');
  return new;
end
$$;
comment on function system.enter_rights is
  'A job may no more than the token that asked for it. | Задание может не больше, чем токен заказчика.';
create trigger job_rights before insert on system.job
  for each row when (new.account_id is not null) execute function system.enter_rights();
comment on trigger job_rights on system.job is
  'Keeps the rights of the token that asked. | Запоминает права токена заказчика.';

create function system.announce_jobs() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  notify crm_job;
  return null;
end
$$;
comment on function system.announce_jobs is
  'Wakes those who wait for work. | Будит тех, кто ждёт работу.';
create trigger job_announcement after insert on system.job
  for each statement execute function system.announce_jobs();
comment on trigger job_announcement on system.job is
  'Wakes those who wait for work. | Будит тех, кто ждёт работу.';

alter table system.job enable row level security;
select access.make_policy('system.job'::regclass, 'select',
    'account_id = (select access.account_id()) or (select access.everything(''jobs'', ''read''))'),
  access.make_policy('system.job'::regclass, 'insert', 'account_id = (select access.account_id())');
grant select on system.job to crm_service, crm_limited, crm_reader;
grant insert (kind, priority, run_at, input, total, most_failures) on system.job to crm_service;

-- A job works with the rights of who asked for it: by a session of its own, which nobody holds a
-- password or a device for, which opens no further ones, and which ends with it.
alter table access.session drop constraint session_kind_known,
  add constraint session_kind_known check (kind in ('session', 'token', 'job'));
comment on constraint session_kind_known on access.session is
  'The kind is session, token or job. | Вид: session, token или job.';
comment on column access.session.kind is
  'Kind: session, token or job. | Вид: вход, токен или задание. {session=Session/Вход, token=API token/Токен API, job=Job/Задание}';

comment on table system.job is
  'Job: work that goes on by itself. | Задание: работа, которая идёт сама.';
comment on column system.job.id is 'Number: of the job. | Номер: задания.';
comment on column system.job.version is
  'Version: grows with every change. | Версия: растёт с каждым изменением.';
comment on column system.job.created_at is 'Created: when it was asked for. | Создано: когда заказано.';
comment on column system.job.account_id is
  'Account: who asked for it; empty for the system''s own. | Учётная запись: кто заказал; пусто — системное.';
comment on column system.job.kind is 'Kind: what is to be done. | Вид: что надо сделать.';
comment on column system.job.state is
  'State: how far it is. | Состояние: на каком этапе. {waiting=Waiting/Ждёт, running=Running/Идёт, done=Done/Готово, failed=Failed/Не удалось, cancelled=Cancelled/Отменено}';
comment on column system.job.priority is
  'Priority: greater ones come first. | Приоритет: большие — раньше.';
comment on column system.job.run_at is 'Run at: not before. | Начать: не раньше.';
comment on column system.job.input is 'Input: what its kind needs. | Данные: что нужно для работы.';
comment on column system.job.done is 'Done: so many units of the work. | Сделано: столько единиц работы.';
comment on column system.job.total is
  'Total: of how many units; empty where nobody knows. | Всего: единиц работы; пусто, если неизвестно.';
comment on column system.job.result is 'Result: what came of it. | Итог: что получилось.';
comment on column system.job.fault_code is
  'Fault code: of the problem that ended the last try. | Код ошибки: которой кончилась последняя попытка.';
comment on column system.job.fault_en is
  'Fault (English): how the last try ended. | Ошибка (англ.): чем кончилась последняя попытка.';
comment on column system.job.fault_ru is
  'Fault (Russian): how the last try ended. | Ошибка (рус.): чем кончилась последняя попытка.';
comment on column system.job.failures is
  'Failures: tries since the last checkpoint that failed. | Неудачи: попытки после последней отметки.';
comment on column system.job.most_failures is
  'Most failures: after so many it has failed. | Предел неудач: после стольких считается неудавшимся.';
comment on column system.job.cancel_asked_at is
  'Cancel asked at: when somebody wanted it to end. | Отмена: когда попросили прекратить.';
comment on column system.job.started_at is 'Started at: first. | Начато: впервые.';
comment on column system.job.ended_at is 'Ended at: for good. | Закончено: окончательно.';
comment on column system.job.checkpoint is 'Checkpoint: where to go on. | Отметка: откуда продолжать.';
comment on column system.job.narrowed is
  'Narrowed: only these rights; empty for all of the account''s. | Сужено: только эти права; пусто — все.';
comment on column system.job.fence is
  'Fence: how often it was taken. | Барьер: сколько раз его брали.';
comment on column system.job.worker is 'Worker: who has it. | Исполнитель: у кого оно.';
comment on column system.job.lease_until is
  'Lease until: then another may take it. | Аренда до: потом его может взять другой.';
comment on column system.job.session_id is
  'Session: with which it works. | Сеанс: под которым работает.';
comment on constraint job_kind_form on system.job is
  'There is no such kind of job. | Такого вида заданий нет.';
comment on constraint job_state_known on system.job is
  'The state is waiting, running, done, failed or cancelled. | Состояние: waiting, running, done, failed или cancelled.';
comment on constraint job_priority_range on system.job is
  'The priority lies between -100 and 100. | Приоритет — от -100 до 100.';
comment on constraint job_done_range on system.job is
  'What is done is not negative. | Сделанное не бывает отрицательным.';
comment on constraint job_total_range on system.job is
  'The total is not negative. | Всего не бывает отрицательным.';
comment on constraint job_most_failures_range on system.job is
  'From 1 to 100 failures. | Неудач — от 1 до 100.';
comment on constraint job_running_leased on system.job is
  'A running job has a lease. | У идущего задания есть аренда.';
comment on constraint job_ended on system.job is
  'Who has ended has an end. | У законченного есть конец.';
comment on constraint job_account_fkey on system.job is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint job_session_fkey on system.job is
  'There is no such session. | Такого сеанса нет.';
