-- 0230_work_meeting_rule: meetings that come again, by a rule of RFC 5545.
-- Why: a weekly meeting is entered once, and each of its times needs its room: so each is a meeting, whose reservations
-- the exclusion constraint judges like all others. How far they are made is bounded and told; whoever wants more asks
-- for them. Kind: expand. Locks: work.meeting, ACCESS EXCLUSIVE for its new columns. Time: milliseconds. Forward only.
create table work.meeting_rule (
  id bigint generated always as identity constraint meeting_rule_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  meeting_id bigint not null
    constraint meeting_rule_meeting_fkey references work.meeting
    constraint meeting_rule_meeting_key unique,
  rule text not null constraint meeting_rule_rule_valid check (work.rule_valid(rule)),
  omitted text[] not null default '{}'
    constraint meeting_rule_omitted_valid check (work.times_valid(omitted)),
  starts_at timestamptz not null,
  made_until timestamptz not null,
  more boolean not null default false,
  ended_at timestamptz,
  constraint meeting_rule_order check (starts_at <= made_until)
);
create index meeting_rule_made_idx on work.meeting_rule (made_until, id);

alter table work.meeting
  add column meeting_rule_id bigint constraint meeting_rule_fkey references work.meeting_rule,
  add column occurrence_at timestamptz,
  add constraint meeting_occurrence_key unique (meeting_rule_id, occurrence_at),
  add constraint meeting_occurrence_whole check ((meeting_rule_id is null) = (occurrence_at is null));
comment on column work.meeting.meeting_rule_id is
  'Rule: by which it comes again. | Правило: по которому она повторяется.';
comment on column work.meeting.occurrence_at is
  'Occurrence: for which time of the rule it was made; stays when it is moved. | Повторение: для какого времени правила создана; при переносе не меняется.';
comment on constraint meeting_rule_fkey on work.meeting is
  'There is no such rule, or meetings follow it. | Такого правила нет, либо по нему идут встречи.';
comment on constraint meeting_occurrence_key on work.meeting is
  'The rule has its meeting for this time. | Встреча по правилу на это время уже есть.';
comment on constraint meeting_occurrence_whole on work.meeting is
  'A rule and a time of it go together. | Правило и его время указываются вместе.';
grant insert (meeting_rule_id, occurrence_at) on work.meeting to crm_service;
-- A function of its own, since the policies of the two tables would otherwise call each other.
create function work.knows_meeting_rule(p_rule bigint) returns boolean
language sql stable set search_path = pg_catalog
begin atomic
  select exists (select from work.meeting_rule as r where r.id = p_rule);
end;
comment on function work.knows_meeting_rule is
  'Whether the caller sees a rule of meetings. | Видит ли вызывающий правило встреч.';
grant execute on function work.knows_meeting_rule to crm_service;
create policy meeting_rule_visible_insert on work.meeting as restrictive for insert
  with check (meeting_rule_id is null or work.knows_meeting_rule(meeting_rule_id));
comment on policy meeting_rule_visible_insert on work.meeting is
  'A rule that one may not see cannot be named. | Нельзя указать правило, которого не видно.';

-- The meeting that is the pattern of the others is the first of them.
create function work.join_meeting_rule() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  update work.meeting as m set meeting_rule_id = new.id, occurrence_at = new.starts_at
  where m.id = new.meeting_id and m.meeting_rule_id is null;
  if not found then
    raise exception 'comes again already' using errcode = 'check_violation', schema = 'work',
      table = 'meeting_rule', column = 'meeting_id', constraint = 'meeting_rule_once';
  end if;
  return null;
end
$$;
comment on function work.join_meeting_rule is
  'Makes the pattern of a rule its first meeting. | Делает образец правила его первой встречей.';
create constraint trigger meeting_rule_once after insert on work.meeting_rule
  for each row execute function work.join_meeting_rule();
comment on trigger meeting_rule_once on work.meeting_rule is
  'The meeting comes again by a rule already. | Встреча уже повторяется по правилу.';

comment on table work.meeting_rule is
  'Rule of meetings: by which meetings come again, and how far they are made. | Правило встреч: как встречи повторяются и до какого времени созданы.';
comment on column work.meeting_rule.meeting_id is
  'Meeting: whose title, people and rooms the others have. | Встреча: чьи название, люди и помещения у остальных.';
comment on column work.meeting_rule.rule is
  'Rule: by RFC 5545, on the clocks of the meeting, for example FREQ=WEEKLY;BYDAY=MO. | Правило: по RFC 5545, по часам встречи, например FREQ=WEEKLY;BYDAY=MO.';
comment on column work.meeting_rule.omitted is
  'Omitted: times left out, on the clocks of the meeting (EXDATE), for example 20300131T090000. | Пропущено: исключённые времена по часам встречи (EXDATE), например 20300131T090000.';
comment on column work.meeting_rule.starts_at is
  'Starts at: the first time (DTSTART). | Начало: первое время (DTSTART).';
comment on column work.meeting_rule.made_until is
  'Made until: the time of the last meeting that was made. | Создано до: время последней созданной встречи.';
comment on column work.meeting_rule.more is
  'More: the rule goes on behind that. | Ещё: правило продолжается и дальше.';
comment on column work.meeting_rule.ended_at is
  'Ended at: since when no more are made. | Прекращено: с какого времени новых не создают.';
comment on constraint meeting_rule_meeting_fkey on work.meeting_rule is
  'There is no such meeting, or others come by its rule: cancel it. | Такой встречи нет, либо по её правилу идут другие: отмените её.';
comment on constraint meeting_rule_meeting_key on work.meeting_rule is
  'The meeting comes again by a rule already. | Встреча уже повторяется по правилу.';
comment on constraint meeting_rule_rule_valid on work.meeting_rule is
  'This is no rule of RFC 5545 that can come, such as FREQ=WEEKLY;BYDAY=MO,FR: at most hourly, HOURLY alone with INTERVAL, COUNT or UNTIL, at most 24 times a day, BYSETPOS in MONTHLY and YEARLY at one time of the day, BYWEEKNO and BYYEARDAY without BYMONTH and BYMONTHDAY. | Это не правило RFC 5545, которое может наступить, например FREQ=WEEKLY;BYDAY=MO,FR: не чаще раза в час, HOURLY — только с INTERVAL, COUNT или UNTIL, не более 24 раз в день, BYSETPOS — в MONTHLY и YEARLY и раз в день, BYWEEKNO и BYYEARDAY — без BYMONTH и BYMONTHDAY.';
comment on constraint meeting_rule_omitted_valid on work.meeting_rule is
  'At most 500 times can be left out, each like 20300131T090000. | Пропустить можно не более 500 времён вида 20300131T090000.';
comment on constraint meeting_rule_order on work.meeting_rule is
  'Meetings are made from the first on. | Встречи создаются начиная с первой.';
select clients.describe_common('work.meeting_rule'::regclass);
select system.business('work.meeting_rule'::regclass, 'meeting_id', 'work.meeting'::regclass);
select access.protect_child(
  'work.meeting_rule'::regclass, 'meetings', 'meeting_id', 'work.meeting'::regclass);
-- What was agreed stays; only how far it is made, and that it has ended, is written later.
revoke update, delete on work.meeting_rule from crm_service;
grant update (made_until, more, ended_at) on work.meeting_rule to crm_service;
select work.permit('{meeting_rules}');
