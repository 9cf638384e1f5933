-- 0182_work_task_rule: tasks that come again, by a rule of RFC 5545.
-- Why: what is to be done every month must not hang on somebody's memory. The service computes the times (libical), a
-- job makes the tasks, one for each time, whatever dies when. Kind: expand. Locks: work.task, empty.
-- Time: milliseconds. Forward only.
create table work.task_rule (
  id bigint generated always as identity constraint task_rule_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint task_rule_owner_fkey references access.account,
  department_id bigint constraint task_rule_department_fkey references access.department,
  assignee_id bigint constraint task_rule_assignee_fkey references access.account,
  project_id bigint constraint task_rule_project_fkey references work.project,
  title text not null constraint task_rule_title_length check (length(title) between 1 and 300),
  title_key text collate "C" generated always as (lower(title)) stored,
  body text constraint task_rule_body_length check (length(body) <= 50000),
  priority text not null default 'normal'
    constraint task_rule_priority_known check (priority in ('low', 'normal', 'high', 'urgent')),
  estimate integer constraint task_rule_estimate_range check (estimate between 1 and 1000000),
  starts_at timestamptz not null default now(),
  zone text not null default 'Europe/Moscow'
    constraint task_rule_zone_known check (access.time_zone_known(zone)),
  rule text constraint task_rule_rule_valid check (work.rule_valid(rule)),
  added text[] not null default '{}'
    constraint task_rule_added_valid check (work.times_valid(added)),
  omitted text[] not null default '{}'
    constraint task_rule_omitted_valid check (work.times_valid(omitted)),
  all_day boolean not null default true,
  follows text not null default 'time'
    constraint task_rule_follows_known check (follows in ('time', 'done')),
  ahead integer not null default 0
    constraint task_rule_ahead_range check (ahead between 0 and 527040),
  last_at timestamptz,
  next_at timestamptz,
  planned boolean not null default false,
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint task_rule_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint task_rule_external_key unique (external_source, external_key)
);
create index task_rule_title_idx on work.task_rule (title_key, id);
create index task_rule_owner_idx on work.task_rule (owner_id, id);
create index task_rule_department_idx on work.task_rule (department_id, id);
create index task_rule_assignee_idx on work.task_rule (assignee_id) where assignee_id is not null;
create index task_rule_project_idx on work.task_rule (project_id) where project_id is not null;
create index task_rule_created_idx on work.task_rule (created_at, id);
create index task_rule_unplanned_idx on work.task_rule (id) where not planned and archived_at is null;
create index task_rule_next_idx on work.task_rule (next_at, id)
  where planned and next_at is not null and archived_at is null;

alter table work.task
  add column task_rule_id bigint constraint task_rule_fkey references work.task_rule,
  add column occurrence_at timestamptz,
  add constraint task_occurrence_key unique (task_rule_id, occurrence_at);
comment on column work.task.task_rule_id is
  'Rule: by which it has come again. | Правило: по которому она повторилась.';
comment on column work.task.occurrence_at is
  'Occurrence: for which time of the rule it was made. | Повторение: для какого времени правила создана.';
comment on constraint task_rule_fkey on work.task is
  'There is no such rule, or it has made tasks. | Такого правила нет, либо по нему созданы задачи.';
comment on constraint task_occurrence_key on work.task is
  'The rule has made its task for this time. | Задача по правилу на это время уже создана.';

-- Whatever changes the times lets them be computed anew.
create function work.prepare_task_rule() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  new.title := coalesce(clients.tidy(new.title), '');
  new.rule := work.tidy_rule(new.rule);
  if tg_op = 'INSERT' then
    new.planned := false;
    new.next_at := null;
    new.last_at := null;
  elsif (new.starts_at, new.zone, new.rule, new.added, new.omitted, new.archived_at, new.last_at)
    is distinct from (old.starts_at, old.zone, old.rule, old.added, old.omitted, old.archived_at, old.last_at)
  then
    new.planned := false;
    new.next_at := null;
  end if;
  return new;
end
$$;
comment on function work.prepare_task_rule is
  'Lets the times of a changed rule be computed anew. | Ставит времена изменённого правила на пересчёт.';
create trigger prepare_task_rule before insert or update on work.task_rule
  for each row execute function work.prepare_task_rule();

comment on table work.task_rule is
  'Rule of tasks: what is to be done again and again, and when. | Правило задач: что делать снова и снова и когда.';
comment on column work.task_rule.assignee_id is 'Assignee: who does it. | Исполнитель: кто делает.';
comment on column work.task_rule.project_id is 'Project: of which the tasks are a part. | Проект: частью которого являются задачи.';
comment on column work.task_rule.title is 'Title: of the tasks. | Название: задач.';
comment on column work.task_rule.title_key is
  'Title for sorting: the title in small letters. | Название для сортировки: название строчными буквами.';
comment on column work.task_rule.body is 'Text: what exactly is to be done. | Текст: что именно сделать.';
comment on column work.task_rule.priority is
  'Priority: of the tasks. | Приоритет: задач. {low=Low/Низкий, normal=Normal/Обычный, high=High/Высокий, urgent=Urgent/Срочный}';
comment on column work.task_rule.estimate is 'Estimate: of one of them, in minutes. | Оценка: одной задачи в минутах.';
comment on column work.task_rule.starts_at is
  'Starts at: the first time, from which the rule counts (DTSTART). | Начало: первое время, от которого считает правило (DTSTART).';
comment on column work.task_rule.zone is
  'Zone: on whose clocks the rule counts, for example Europe/Moscow. | Пояс: по чьим часам считает правило, например Europe/Moscow.';
comment on column work.task_rule.rule is
  'Rule: by RFC 5545, for example FREQ=MONTHLY;BYDAY=-1FR; empty where only the added times come. | Правило: по RFC 5545, например FREQ=MONTHLY;BYDAY=-1FR; пусто — только добавленные времена.';
comment on column work.task_rule.added is 'Added: times besides, on the clocks of the zone (RDATE), for example 20300131T090000. | Добавлено: времена сверх правила по часам пояса (RDATE), например 20300131T090000.';
comment on column work.task_rule.omitted is 'Omitted: times left out, on the clocks of the zone (EXDATE). | Пропущено: исключённые времена по часам пояса (EXDATE).';
comment on column work.task_rule.all_day is
  'All day: the tasks are due on a day, not at an instant. | Весь день: у задач срок — день, а не время.';
comment on column work.task_rule.follows is
  'Follows: the next task comes when its time has come, or when the one before is done. | Следует: следующая задача появляется по времени или когда сделана прежняя. {time=Its time has come/Пришло время, done=The last is done/Сделана прежняя}';
comment on column work.task_rule.ahead is
  'Ahead: minutes before its time at which a task is made. | Заранее: за сколько минут до времени создаётся задача.';
comment on column work.task_rule.last_at is 'Last: the time of the last task that was made. | Последняя: время последней созданной задачи.';
comment on column work.task_rule.next_at is
  'Next: the time of the next task; empty when there is none, or not computed yet. | Следующая: время следующей задачи; пусто — её нет или ещё не вычислена.';
comment on column work.task_rule.planned is
  'Planned: the next time has been computed. | Запланировано: следующее время вычислено.';
comment on constraint task_rule_assignee_fkey on work.task_rule is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint task_rule_project_fkey on work.task_rule is
  'There is no such project. | Такого проекта нет.';
comment on constraint task_rule_title_length on work.task_rule is
  'The title must have 1 to 300 characters. | Название должно быть от 1 до 300 знаков.';
comment on constraint task_rule_body_length on work.task_rule is
  'The text must have at most 50,000 characters. | Текст должен быть не длиннее 50 000 знаков.';
comment on constraint task_rule_priority_known on work.task_rule is
  'The priority must be low, normal, high or urgent. | Приоритет: low, normal, high или urgent.';
comment on constraint task_rule_estimate_range on work.task_rule is
  'The estimate must be 1 to 1,000,000 minutes. | Оценка — от 1 до 1 000 000 минут.';
comment on constraint task_rule_zone_known on work.task_rule is
  'There is no such time zone; write it like Europe/Moscow. | Такого часового пояса нет; пример: Europe/Moscow.';
comment on constraint task_rule_rule_valid on work.task_rule is
  'This is no rule of RFC 5545 that can come, such as FREQ=WEEKLY;BYDAY=MO,FR: at most hourly, HOURLY alone with INTERVAL, COUNT or UNTIL, at most 24 times a day, BYSETPOS in MONTHLY and YEARLY at one time of the day, BYWEEKNO and BYYEARDAY without BYMONTH and BYMONTHDAY. | Это не правило RFC 5545, которое может наступить, например FREQ=WEEKLY;BYDAY=MO,FR: не чаще раза в час, HOURLY — только с INTERVAL, COUNT или UNTIL, не более 24 раз в день, BYSETPOS — в MONTHLY и YEARLY и раз в день, BYWEEKNO и BYYEARDAY — без BYMONTH и BYMONTHDAY.';
comment on constraint task_rule_added_valid on work.task_rule is
  'At most 500 times can be added, each like 20300131T090000. | Добавить можно не более 500 времён вида 20300131T090000.';
comment on constraint task_rule_omitted_valid on work.task_rule is
  'At most 500 times can be left out, each like 20300131T090000. | Пропустить можно не более 500 времён вида 20300131T090000.';
comment on constraint task_rule_follows_known on work.task_rule is
  'The next task follows time or done. | Следующая задача: по time или done.';
comment on constraint task_rule_ahead_range on work.task_rule is
  'A task is made 0 to 527,040 minutes ahead. | Задача создаётся за 0–527 040 минут.';
select clients.describe_common('work.task_rule'::regclass);
select system.business('work.task_rule'::regclass);
select access.protect('work.task_rule'::regclass, 'task_rules');
create policy task_rule_project_visible_insert on work.task_rule as restrictive for insert
  with check (project_id is null or exists (select from work.project as p where p.id = project_id));
create policy task_rule_project_visible_update on work.task_rule as restrictive for update
  using (true) with check (project_id is null or exists (select from work.project as p where p.id = project_id));
comment on policy task_rule_project_visible_insert on work.task_rule is
  'A project that one may not see cannot be named. | Нельзя указать проект, которого не видно.';
comment on policy task_rule_project_visible_update on work.task_rule is
  'A project that one may not see cannot be named. | Нельзя указать проект, которого не видно.';
select work.permit('{task_rules}');

-- What the service needs to compute the times of rules, on their own clocks.
-- Lists of times with spaces between them.
create type work.rule_times as (
  id bigint, version bigint, zone text, rule text, start text, added text, omitted text, after text);
comment on type work.rule_times is
  'A rule for whoever computes its times. | Правило для вычисляющего его времена.';

create function work.times_of(p_rule work.task_rule, p_after timestamptz) returns work.rule_times
language sql stable set search_path = pg_catalog
return row(p_rule.id, p_rule.version, p_rule.zone, work.local_rule(p_rule.rule, p_rule.zone),
  work.local_time(p_rule.starts_at, p_rule.zone),
  array_to_string(p_rule.added, ' '), array_to_string(p_rule.omitted, ' '),
  work.local_time(p_after, p_rule.zone))::work.rule_times;
comment on function work.times_of is
  'A rule on its own clocks. | Правило по его часам.';

-- Nothing is made for times before the rule was there.
create function work.unplanned_rules(p_most integer) returns setof work.rule_times
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform system.require_own_work();
  return query
    select (work.times_of(r, greatest(r.last_at, r.created_at - interval '1 day'))).*
    from work.task_rule as r
    where not r.planned and r.archived_at is null order by r.id limit p_most;
end
$$;
comment on function work.unplanned_rules is
  'Rules whose next time is to be computed. | Правила, у которых надо вычислить следующее время.';

-- Of the version that was read; one that was changed meanwhile comes again.
create function work.plan_rule(p_id bigint, p_version bigint, p_next text) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform system.require_own_work();
  update work.task_rule as r set planned = true, next_at = work.instant_of(p_next, r.zone)
  where r.id = p_id and r.version = p_version;
  return found;
exception when sqlstate 'CL001' or sqlstate 'CL004' then
  return false;
end
$$;
comment on function work.plan_rule is
  'Keeps the next time of a rule; null for none. | Сохраняет следующее время правила; null — нет.';

-- While the licence lets nobody write, nothing is made; what was missed comes afterwards.
create function work.make_tasks(p_most integer) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare
  made integer;
begin
  perform system.require_own_work();
  with due as materialized (
    select r.* from work.task_rule as r
    where r.planned and r.archived_at is null and r.next_at is not null
      and (r.follows = 'done' or r.next_at <= now() + make_interval(mins => r.ahead))
      and (r.follows = 'time' or not exists (
        select from work.task as t
        where t.task_rule_id = r.id and t.closed_at is null and t.archived_at is null))
    order by r.next_at, r.id limit p_most for update skip locked
  ), fresh as (
    insert into work.task (owner_id, department_id, assignee_id, project_id, title, body, priority, estimate,
      due_on, due_at, task_rule_id, occurrence_at)
    select d.owner_id, d.department_id, d.assignee_id, d.project_id, d.title, d.body, d.priority, d.estimate,
      case when d.all_day then (d.next_at at time zone d.zone)::date end,
      case when not d.all_day then d.next_at end, d.id, d.next_at
    from due as d
    on conflict on constraint task_occurrence_key do nothing
  )
  update work.task_rule as r set last_at = d.next_at from due as d where r.id = d.id;
  get diagnostics made = row_count;
  return made;
exception when sqlstate 'CL001' or sqlstate 'CL004' then
  return 0;
end
$$;
comment on function work.make_tasks is
  'Makes the tasks whose time has come, or whose predecessor is done; answers how many rules went on. | Создаёт задачи, чьё время пришло или чья предшественница сделана; отвечает, сколько правил продвинулось.';

create function work.rule_to_compute(p_id bigint, p_after timestamptz) returns setof work.rule_times
language sql stable set search_path = pg_catalog
begin atomic
  select (work.times_of(r, p_after)).* from work.task_rule as r where r.id = p_id;
end;
comment on function work.rule_to_compute is
  'A rule that the caller sees, for whoever computes its times. | Видимое вызывающему правило для вычисления времён.';
grant execute on function work.times_of, work.rule_to_compute to crm_service, crm_limited, crm_reader;
grant execute on function work.unplanned_rules, work.plan_rule, work.make_tasks to crm_service;
