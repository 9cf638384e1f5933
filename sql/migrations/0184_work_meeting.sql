-- 0184_work_meeting: meetings and who takes part in them.
-- Why: people must find the same hour. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table work.meeting (
  id bigint generated always as identity constraint meeting_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint meeting_owner_fkey references access.account,
  department_id bigint constraint meeting_department_fkey references access.department,
  title text not null constraint meeting_title_length check (length(title) between 1 and 300),
  title_key text collate "C" generated always as (lower(title)) stored,
  body text constraint meeting_body_length check (length(body) <= 50000),
  location text constraint meeting_location_length check (length(location) <= 500),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  zone text not null default 'Europe/Moscow'
    constraint meeting_zone_known check (access.time_zone_known(zone)),
  all_day boolean not null default false,
  state text not null default 'planned'
    constraint meeting_state_known check (state in ('planned', 'cancelled')),
  private boolean not null default false,
  project_id bigint constraint meeting_project_fkey references work.project,
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint meeting_order check (starts_at <= ends_at),
  constraint meeting_length check (ends_at - starts_at <= interval '31 days'),
  constraint meeting_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint meeting_external_key unique (external_source, external_key)
);
create index meeting_starts_idx on work.meeting (starts_at, id);
create index meeting_owner_idx on work.meeting (owner_id, starts_at, id);
create index meeting_department_idx on work.meeting (department_id, starts_at, id);
create index meeting_title_idx on work.meeting (title_key, id);
create index meeting_created_idx on work.meeting (created_at, id);
create index meeting_project_idx on work.meeting (project_id) where project_id is not null;
comment on table work.meeting is
  'Meeting: people at one time, perhaps in a room. | Встреча: люди в одно время, возможно в помещении.';
comment on column work.meeting.title is 'Title: in a few words. | Название: в нескольких словах.';
comment on column work.meeting.title_key is
  'Title for sorting: the title in small letters. | Название для сортировки: название строчными буквами.';
comment on column work.meeting.body is 'Text: what it is about. | Текст: о чём.';
comment on column work.meeting.location is 'Location: where it is, in words. | Место: где, словами.';
comment on column work.meeting.starts_at is 'Starts at: when it begins. | Начало: когда начинается.';
comment on column work.meeting.ends_at is 'Ends at: when it ends. | Конец: когда кончается.';
comment on column work.meeting.zone is
  'Zone: on whose clocks it was agreed, for example Europe/Moscow. | Пояс: по чьим часам назначена, например Europe/Moscow.';
comment on column work.meeting.all_day is 'All day: of whole days on these clocks. | Весь день: целыми днями по этим часам.';
comment on column work.meeting.state is
  'State: whether it is held. | Состояние: состоится ли. {planned=Planned/Назначена, cancelled=Cancelled/Отменена}';
comment on column work.meeting.private is
  'Private: seen by the owner and participants only. | Личная: видна только ответственному и участникам.';
comment on column work.meeting.project_id is 'Project: that it is about. | Проект: о котором речь.';
comment on constraint meeting_title_length on work.meeting is
  'The title must have 1 to 300 characters. | Название должно быть от 1 до 300 знаков.';
comment on constraint meeting_body_length on work.meeting is
  'The text must have at most 50,000 characters. | Текст должен быть не длиннее 50 000 знаков.';
comment on constraint meeting_location_length on work.meeting is
  'The location must have at most 500 characters. | Место должно быть не длиннее 500 знаков.';
comment on constraint meeting_zone_known on work.meeting is
  'There is no such time zone; write it like Europe/Moscow. | Такого часового пояса нет; пример: Europe/Moscow.';
comment on constraint meeting_state_known on work.meeting is
  'The state must be planned or cancelled. | Состояние: planned или cancelled.';
comment on constraint meeting_project_fkey on work.meeting is 'There is no such project. | Такого проекта нет.';
comment on constraint meeting_order on work.meeting is
  'A meeting cannot end before it begins. | Встреча не может кончиться до начала.';
comment on constraint meeting_length on work.meeting is
  'A meeting lasts at most 31 days. | Встреча длится не более 31 дня.';
select clients.describe_common('work.meeting'::regclass);

create table work.meeting_participant (
  id bigint generated always as identity constraint meeting_participant_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  meeting_id bigint not null
    constraint meeting_participant_meeting_fkey references work.meeting on delete cascade,
  account_id bigint constraint meeting_participant_account_fkey references access.account,
  party_id bigint constraint meeting_participant_party_fkey references clients.party,
  required boolean not null default true,
  answer text not null default 'open'
    constraint meeting_participant_answer_known check (answer in ('open', 'accepted', 'declined', 'tentative')),
  external_source text,
  external_key text,
  constraint meeting_participant_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint meeting_participant_external_key unique (external_source, external_key),
  constraint meeting_participant_one check (num_nonnulls(account_id, party_id) = 1),
  constraint meeting_participant_account_key unique (meeting_id, account_id),
  constraint meeting_participant_party_key unique (meeting_id, party_id)
);
create index meeting_participant_meeting_idx on work.meeting_participant (meeting_id, id);
-- With the answer: who is busy when asks for all that somebody ever took part in, and reads this alone.
create index meeting_participant_account_idx on work.meeting_participant (account_id, meeting_id) include (answer)
  where account_id is not null;
create index meeting_participant_party_idx on work.meeting_participant (party_id) where party_id is not null;
comment on table work.meeting_participant is
  'Participant: a person of theirs or an account of ours in a meeting. | Участник: человек с их стороны или наша учётная запись на встрече.';
comment on column work.meeting_participant.meeting_id is 'Meeting: which. | Встреча: какая.';
comment on column work.meeting_participant.account_id is 'Account: of ours. | Учётная запись: с нашей стороны.';
comment on column work.meeting_participant.party_id is 'Person: of theirs. | Человек: с их стороны.';
comment on column work.meeting_participant.required is
  'Required: the meeting makes no sense without. | Обязателен: без него встреча не имеет смысла.';
comment on column work.meeting_participant.answer is
  'Answer: to the invitation. | Ответ: на приглашение. {open=Open/Нет ответа, accepted=Accepted/Придёт, declined=Declined/Не придёт, tentative=Tentative/Возможно}';
comment on constraint meeting_participant_meeting_fkey on work.meeting_participant is
  'There is no such meeting. | Такой встречи нет.';
comment on constraint meeting_participant_account_fkey on work.meeting_participant is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint meeting_participant_answer_known on work.meeting_participant is
  'The answer must be open, accepted, declined or tentative. | Ответ: open, accepted, declined или tentative.';
comment on constraint meeting_participant_one on work.meeting_participant is
  'Give either a person of theirs or an account of ours. | Укажите либо человека с их стороны, либо нашу учётную запись.';
comment on constraint meeting_participant_account_key on work.meeting_participant is
  'This account already takes part. | Эта учётная запись уже участвует.';
comment on constraint meeting_participant_party_key on work.meeting_participant is
  'This person already takes part. | Этот человек уже участвует.';
select clients.describe_common('work.meeting_participant'::regclass);

-- Runs as the owner: the policies of the two tables would otherwise call each other.
create function work.own_meetings() returns setof bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  select p.meeting_id from work.meeting_participant as p where p.account_id = access.account_id();
end;
comment on function work.own_meetings is
  'The meetings in which the caller takes part. | Встречи, в которых участвует вызывающий.';
grant execute on function work.own_meetings to crm_service, crm_limited, crm_reader, crm_report;

select system.business('work.meeting'::regclass);
select access.protect('work.meeting'::regclass, 'meetings');
create policy meeting_concerned on work.meeting for select using (
  (select access.level('meetings', 'read')) > 0 and id in (select work.own_meetings()));
comment on policy meeting_concerned on work.meeting is
  'Who takes part in a meeting sees it. | Участник видит встречу.';
create policy meeting_private on work.meeting as restrictive for all
  using (not private or owner_id = (select access.account_id()) or id in (select work.own_meetings()));
comment on policy meeting_private on work.meeting is
  'A private meeting is seen by its owner and participants only. | Личная встреча видна только ответственному и участникам.';
create policy meeting_project_visible_insert on work.meeting as restrictive for insert
  with check (project_id is null or exists (select from work.project as p where p.id = project_id));
create policy meeting_project_visible_update on work.meeting as restrictive for update
  using (true) with check (project_id is null or exists (select from work.project as p where p.id = project_id));
comment on policy meeting_project_visible_insert on work.meeting is
  'A project that one may not see cannot be named. | Нельзя указать проект, которого не видно.';
comment on policy meeting_project_visible_update on work.meeting is
  'A project that one may not see cannot be named. | Нельзя указать проект, которого не видно.';

select system.business('work.meeting_participant'::regclass, 'meeting_id', 'work.meeting'::regclass);
select access.protect_child(
  'work.meeting_participant'::regclass, 'meetings', 'meeting_id', 'work.meeting'::regclass);
-- One answers for oneself.
create policy meeting_participant_answer on work.meeting_participant for update
  using (account_id = (select access.account_id()) and (select access.level('meeting_participants', 'update')) > 0);
comment on policy meeting_participant_answer on work.meeting_participant is
  'Everybody answers for himself. | Каждый отвечает за себя.';
create policy meeting_participant_party_visible_insert on work.meeting_participant as restrictive for insert
  with check (party_id is null or exists (select from clients.party as p where p.id = party_id));
create policy meeting_participant_party_visible_update on work.meeting_participant as restrictive for update
  using (true) with check (party_id is null or exists (select from clients.party as p where p.id = party_id));
comment on policy meeting_participant_party_visible_insert on work.meeting_participant is
  'A person whom one may not see cannot be named. | Нельзя указать человека, которого не видно.';
comment on policy meeting_participant_party_visible_update on work.meeting_participant is
  'A person whom one may not see cannot be named. | Нельзя указать человека, которого не видно.';

-- Nobody takes his answer to another meeting, or gives it to somebody else.
create function work.keep_participant() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if old.meeting_id <> new.meeting_id then
    raise exception 'a participant of another meeting' using errcode = 'check_violation', schema = 'work',
      table = 'meeting_participant', column = 'meeting_id', constraint = 'meeting_participant_stays';
  end if;
  return null;
end
$$;
comment on function work.keep_participant is
  'Leaves a participant at his meeting. | Оставляет участника при его встрече.';
create constraint trigger meeting_participant_stays after update of meeting_id on work.meeting_participant
  for each row execute function work.keep_participant();
comment on trigger meeting_participant_stays on work.meeting_participant is
  'A participant stays at his meeting; add him to the other one. | Участник остаётся при своей встрече; добавьте его к другой.';
select work.permit('{meetings,meeting_participants,reservations}');
