-- 0179_work_time_entry: who worked how long on what, and for which client.
-- Why: without it neither plan and fact nor the cost of a client can be told. Kind: expand. Locks: none on existing
-- tables. Time: milliseconds. Forward only.
create table work.time_entry (
  id bigint generated always as identity constraint time_entry_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint not null default access.account_id()
    constraint time_entry_owner_fkey references access.account,
  department_id bigint constraint time_entry_department_fkey references access.department,
  task_id bigint constraint time_entry_task_fkey references work.task,
  worked_on date not null default current_date,
  started_at timestamptz,
  ended_at timestamptz,
  minutes integer not null default 0
    constraint time_entry_minutes_range check (minutes between 1 and 1440),
  service text constraint time_entry_service_length check (length(service) between 1 and 200),
  billable boolean not null default true,
  note text constraint time_entry_note_length check (length(note) <= 2000),
  project_id bigint constraint time_entry_project_fkey references work.project,
  party_id bigint constraint time_entry_party_fkey references clients.party,
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint time_entry_order check (started_at < ended_at),
  -- Nobody works twice at once.
  constraint time_entry_no_overlap exclude using gist (
    owner_id ext.gist_int8_ops with =, tstzrange(started_at, ended_at) with &&)
    where (started_at is not null and ended_at is not null and archived_at is null),
  constraint time_entry_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint time_entry_external_key unique (external_source, external_key)
);
create index time_entry_owner_idx on work.time_entry (owner_id, worked_on, id);
create index time_entry_department_idx on work.time_entry (department_id, worked_on, id);
create index time_entry_task_idx on work.time_entry (task_id, worked_on) where task_id is not null;
create index time_entry_project_idx on work.time_entry (project_id, worked_on) where project_id is not null;
create index time_entry_party_idx on work.time_entry (party_id, worked_on) where party_id is not null;
create index time_entry_worked_idx on work.time_entry (worked_on, id);
create index time_entry_created_idx on work.time_entry (created_at, id);

-- The client of a task: of its record, if that is a party or says one, else of its project.
create function work.client_of(p_task bigint, out project_id bigint, out party_id bigint)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select t.project_id, coalesce(
    case t.table_name when 'clients.party' then t.record_id
      when 'clients.interaction' then (select i.party_id from clients.interaction as i where i.id = t.record_id)
      when 'clients.contact' then (select c.company_id from clients.contact as c where c.id = t.record_id) end,
    p.party_id)
  from work.task as t left join work.project as p on p.id = t.project_id
  where t.id = p_task;
end;
comment on function work.client_of is
  'The project of a task and the client that it is done for. | Проект задачи и клиент, для которого она делается.';

create function work.prepare_time_entry() returns trigger
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
  select c.project_id, c.party_id into new.project_id, new.party_id from work.client_of(new.task_id) as c;
  return new;
end
$$;
comment on function work.prepare_time_entry is
  'Completes day, minutes, project and client of a time entry. | Дополняет день, минуты, проект и клиента записи времени.';
create trigger prepare_time_entry before insert or update on work.time_entry
  for each row execute function work.prepare_time_entry();

-- The constraint decides; this only says what stands in the way, where one waits for nobody and may see it.
create function work.name_time_overlap() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  other text;
begin
  select string_agg(concat_ws(' ', '«' || t.title || '»', '(' || e.id || ')'), ', ' order by e.started_at) into other
  from work.time_entry as e left join work.task as t on t.id = e.task_id
  where e.owner_id = new.owner_id and e.id <> new.id and e.archived_at is null
    and e.started_at < new.ended_at and e.ended_at > new.started_at;
  if other is not null then
    raise exception 'work at the same time' using errcode = 'exclusion_violation', schema = 'work',
      table = 'time_entry', column = 'started_at', constraint = 'time_entry_no_overlap', hint = other;
  end if;
  return new;
end
$$;
comment on function work.name_time_overlap is
  'Names the entries of the same person at the same time. | Называет записи того же человека в то же время.';
create trigger say_time_overlap before insert or update of owner_id, started_at, ended_at, archived_at, minutes
  on work.time_entry for each row
  when (new.started_at is not null and new.ended_at is not null and new.archived_at is null)
  execute function work.name_time_overlap();

comment on table work.time_entry is
  'Time entry: who worked how long on what. | Запись времени: кто, сколько и над чем работал.';
comment on column work.time_entry.task_id is 'Task: that was worked on. | Задача: над которой работали.';
comment on column work.time_entry.worked_on is
  'Day: when it was; follows from the beginning where there is one. | День: когда; при заданном начале следует из него.';
comment on column work.time_entry.started_at is 'From: when it began. | С: когда начато.';
comment on column work.time_entry.ended_at is
  'Until: when it ended; follows from the minutes where it is empty. | По: когда кончено; пустое следует из минут.';
comment on column work.time_entry.minutes is
  'Minutes: how long; follow from beginning and end where both are there. | Минуты: сколько; при начале и конце следуют из них.';
comment on column work.time_entry.service is
  'Service: or product that was worked on. | Услуга: или продукт, над которым работали.';
comment on column work.time_entry.billable is
  'Billable: whether the client is to pay for it. | К оплате: оплачивает ли клиент.';
comment on column work.time_entry.note is 'Note: what was done. | Заметка: что сделано.';
comment on column work.time_entry.project_id is
  'Project: of the task; follows from it. | Проект: задачи; следует из неё.';
comment on column work.time_entry.party_id is
  'Client: for whom the task was done; follows from it. | Клиент: для кого задача; следует из неё.';
comment on constraint time_entry_task_fkey on work.time_entry is
  'There is no such task, or time was entered for it. | Такой задачи нет, либо на неё записано время.';
comment on constraint time_entry_project_fkey on work.time_entry is
  'There is no such project, or time was entered for it. | Такого проекта нет, либо на него записано время.';
comment on constraint time_entry_minutes_range on work.time_entry is
  'Give 1 to 1,440 minutes, or beginning and end within a day. | Укажите от 1 до 1440 минут либо начало и конец в пределах суток.';
comment on constraint time_entry_service_length on work.time_entry is
  'The service must have 1 to 200 characters. | Услуга должна быть от 1 до 200 знаков.';
comment on constraint time_entry_note_length on work.time_entry is
  'The note must have at most 2,000 characters. | Заметка должна быть не длиннее 2000 знаков.';
comment on constraint time_entry_order on work.time_entry is
  'Work cannot end before it begins. | Работа не может кончиться до начала.';
comment on constraint time_entry_no_overlap on work.time_entry is
  'This person worked on something else at that time: {value}. | Этот человек в это время работал над другим: {value}.';
select clients.describe_common('work.time_entry'::regclass);
comment on column work.time_entry.owner_id is 'Who: worked. | Кто: работал.';
select system.business('work.time_entry'::regclass);
select access.protect('work.time_entry'::regclass, 'time_entries');
create policy time_entry_led on work.time_entry for select using (
  (select access.level('time_entries', 'read')) > 0 and project_id in (select work.led_projects()));
comment on policy time_entry_led on work.time_entry is
  'Who leads a project sees the time of it. | Руководитель проекта видит его время.';
create policy time_entry_task_visible_insert on work.time_entry as restrictive for insert
  with check (task_id is null or exists (select from work.task as t where t.id = task_id));
create policy time_entry_task_visible_update on work.time_entry as restrictive for update
  using (true) with check (task_id is null or exists (select from work.task as t where t.id = task_id));
comment on policy time_entry_task_visible_insert on work.time_entry is
  'A task that one may not see cannot be named. | Нельзя указать задачу, которой не видно.';
comment on policy time_entry_task_visible_update on work.time_entry is
  'A task that one may not see cannot be named. | Нельзя указать задачу, которой не видно.';
select work.permit('{time_entries}');
