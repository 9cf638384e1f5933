-- 0143_staff_employment: who held which post from when to when, and in how many places of it.
-- Why: a history is stretches of days; nobody holds two posts at once, and no post has more people than places.
-- A transfer ends one stretch and begins the next, so that old and new both stay. Kind: expand. Locks: none on
-- existing tables. Time: milliseconds. Forward only.
create table staff.employment (
  id bigint generated always as identity constraint employment_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  employee_id bigint not null constraint employment_employee_fkey references staff.employee,
  position_id bigint not null constraint employment_position_fkey references staff.position,
  rate numeric(4, 2) not null default 1
    constraint employment_rate_range check (rate > 0 and rate <= 2),
  kind text not null default 'hire'
    constraint employment_kind_known check (kind in ('hire', 'transfer', 'promotion')),
  valid_from date not null,
  valid_until date,
  order_number text
    constraint employment_order_number_length check (length(order_number) between 1 and 50),
  order_on date,
  notes text constraint employment_notes_length check (length(notes) <= 2000),
  external_source text,
  external_key text,
  constraint employment_dates check (valid_from <= valid_until),
  constraint employment_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint employment_external_key unique (external_source, external_key),
  constraint employment_no_overlap exclude using gist (
    employee_id ext.gist_int8_ops with =, daterange(valid_from, valid_until, '[]') with &&)
);
create index employment_employee_idx on staff.employment (employee_id, valid_from);
create index employment_position_idx on staff.employment (position_id, valid_from);

-- The most places of a post that are taken on one day of a stretch; that is the first day, or one on which
-- somebody begins. It counts people whom the caller may not see.
create function staff.taken(p_position bigint, p_from date, p_until date) returns numeric
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce(max(d.places), 0)
  from (
    select sum(m.rate) as places
    from (
      select p_from as day
      union
      select b.valid_from from staff.employment as b
      where b.position_id = p_position and b.valid_from > p_from and (p_until is null or b.valid_from <= p_until)
    ) as edge
    join staff.employment as m on m.position_id = p_position and m.valid_from <= edge.day
      and (m.valid_until is null or m.valid_until >= edge.day)
    group by edge.day) as d;
end;
comment on function staff.taken is
  'The most places of a position that are taken at once in that time. | Наибольшее число одновременно занятых ставок за это время.';
grant execute on function staff.taken to crm_service, crm_limited, crm_reader, crm_report;

-- Whoever takes places waits for the others who take places of the same post; the lock is none that a foreign
-- key holds, so that two who wait for each other do not come about.
create function staff.judge_employment() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  post staff.position;
  person staff.employee;
  over numeric;
begin
  perform system.demand_read_committed();
  select * into post from staff.position as p where p.id = new.position_id for no key update;
  case tg_name
    when 'employment_within_position' then
      if not staff.days(new.valid_from, new.valid_until) <@ staff.days(post.valid_from, post.valid_until) then
        perform staff.refuse('employment', tg_name, 'position_id',
          concat_ws(' – ', post.valid_from, post.valid_until));
      end if;
    when 'employment_within_service' then
      select * into person from staff.employee as e where e.id = new.employee_id for no key update;
      if not staff.days(new.valid_from, new.valid_until) <@ staff.days(person.hired_on, person.left_on) then
        perform staff.refuse('employment', tg_name, 'valid_from',
          concat_ws(' – ', person.hired_on, person.left_on));
      end if;
    else
      over := staff.taken(new.position_id, new.valid_from, new.valid_until) - post.places;
      if over > 0 then
        perform staff.refuse('employment', tg_name, 'position_id',
          trim_scale(greatest(new.rate - over, 0))::text);
      end if;
  end case;
  return null;
end
$$;
comment on function staff.judge_employment is
  'Refuses more people than places, and days outside of the post''s or the person''s. | Не даёт занять больше ставок, чем есть, и выйти за сроки должности или работы.';
create constraint trigger employment_place_free
  after insert or update of position_id, rate, valid_from, valid_until on staff.employment
  for each row execute function staff.judge_employment();
create constraint trigger employment_within_position
  after insert or update of position_id, valid_from, valid_until on staff.employment
  for each row execute function staff.judge_employment();
create constraint trigger employment_within_service
  after insert or update of employee_id, valid_from, valid_until on staff.employment
  for each row execute function staff.judge_employment();

-- A post keeps room for those who hold it, and stays in its department, where their history is.
create function staff.judge_position() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  taken numeric;
begin
  perform system.demand_read_committed();
  case tg_name
    when 'position_department_kept' then
      if exists (select from staff.employment as m where m.position_id = new.id) then
        perform staff.refuse('position', tg_name, 'department_id', null);
      end if;
    when 'position_days_kept' then
      if exists (
        select from staff.employment as m where m.position_id = new.id
          and not staff.days(m.valid_from, m.valid_until) <@ staff.days(new.valid_from, new.valid_until))
      then
        perform staff.refuse('position', tg_name, 'valid_until', null);
      end if;
    else
      taken := staff.taken(new.id, new.valid_from, new.valid_until);
      if taken > new.places then
        perform staff.refuse('position', tg_name, 'places', trim_scale(taken)::text);
      end if;
  end case;
  return null;
end
$$;
comment on function staff.judge_position is
  'Keeps a post fit for those who hold it. | Не даёт должности стать непригодной для тех, кто её занимает.';
create constraint trigger position_places_kept
  after update of places on staff.position
  for each row execute function staff.judge_position();
create constraint trigger position_department_kept
  after update of department_id on staff.position
  for each row when (new.department_id <> old.department_id) execute function staff.judge_position();
create constraint trigger position_days_kept
  after update of valid_from, valid_until on staff.position
  for each row execute function staff.judge_position();

create function staff.judge_service() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform system.demand_read_committed();
  if exists (
    select from staff.employment as m where m.employee_id = new.id
      and not staff.days(m.valid_from, m.valid_until) <@ staff.days(new.hired_on, new.left_on))
  then
    perform staff.refuse('employee', tg_name, 'left_on', null);
  end if;
  return null;
end
$$;
comment on function staff.judge_service is
  'Keeps an employee''s first and last day around his posts. | Сохраняет должности сотрудника внутри срока его работы.';
create constraint trigger employee_days_kept after update of hired_on, left_on on staff.employee
  for each row execute function staff.judge_service();

comment on trigger employment_place_free on staff.employment is
  'Of this position only {value} places are free in that time. | На это время свободно ставок этой должности: {value}.';
comment on trigger employment_within_position on staff.employment is
  'The position is there on other days: {value}. | Должность действует в другие дни: {value}.';
comment on trigger employment_within_service on staff.employment is
  'The employee works here on other days: {value}. | Сотрудник работает в другие дни: {value}.';
comment on trigger position_places_kept on staff.position is
  '{value} places of this position are taken. | Занято ставок этой должности: {value}.';
comment on trigger position_department_kept on staff.position is
  'A position that people hold, or held, stays in its department: make another one and transfer them. | Должность с людьми остаётся в своём отделе: создайте другую и переведите их.';
comment on trigger position_days_kept on staff.position is
  'People hold the position on days outside of these. | Должность занята в дни вне этого срока.';
comment on trigger employee_days_kept on staff.employee is
  'The employee holds a position outside of these days. | Сотрудник занимает должность вне этих дней.';
comment on table staff.employment is
  'Employment: the days on which somebody holds a post. | Назначение: дни, в которые сотрудник занимает должность.';
comment on column staff.employment.employee_id is 'Employee: who. | Сотрудник: кто.';
comment on column staff.employment.position_id is 'Position: which post. | Должность: какая.';
comment on column staff.employment.rate is
  'Rate: how many places he takes; half a place is 0.5. | Ставка: сколько ставок занимает; полставки — 0,5.';
comment on column staff.employment.kind is
  'Kind: how it came about. | Вид: как возникло. {hire=Hire/Приём, transfer=Transfer/Перевод, promotion=Promotion/Повышение}';
comment on column staff.employment.valid_from is 'From: first day. | С: первый день.';
comment on column staff.employment.valid_until is
  'Until: last day, open when empty. | По: последний день; пусто — без конца.';
comment on column staff.employment.order_number is
  'Order number: of the document that says so. | Номер приказа: документа-основания.';
comment on column staff.employment.order_on is 'Order of: its date. | Дата приказа: документа-основания.';
comment on column staff.employment.notes is 'Notes: whatever colleagues may know. | Заметки: что можно знать коллегам.';
comment on column staff.employment.external_source is
  'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';
comment on column staff.employment.external_key is
  'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';
comment on constraint employment_employee_fkey on staff.employment is
  'There is no such employee. | Такого сотрудника нет.';
comment on constraint employment_position_fkey on staff.employment is
  'There is no such position. | Такой должности нет.';
comment on constraint employment_rate_range on staff.employment is
  'The rate must be above 0 and at most 2. | Ставка должна быть больше 0 и не больше 2.';
comment on constraint employment_kind_known on staff.employment is
  'The kind is hire, transfer or promotion. | Вид: hire, transfer или promotion.';
comment on constraint employment_order_number_length on staff.employment is
  'The order number must have 1 to 50 characters. | Номер приказа должен быть от 1 до 50 знаков.';
comment on constraint employment_notes_length on staff.employment is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint employment_dates on staff.employment is
  'The last day lies before the first. | Последний день раньше первого.';
comment on constraint employment_external_length on staff.employment is
  'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';
comment on constraint employment_external_key on staff.employment is
  'This key of the source is already here. | Этот ключ источника уже есть.';
comment on constraint employment_no_overlap on staff.employment is
  'The employee holds a position on some of these days already. | В часть этих дней сотрудник уже занимает должность.';

select system.business('staff.employment'::regclass);
select staff.protect('staff.employment'::regclass, 'employments');
select staff.permit('{administrator,head_of_department,sales,purchasing,accountant,hr,read_only,auditor}',
    '{employments}', '{read}', 'all'),
  staff.permit('{administrator,hr}', '{employments}', '{create,update,delete,export,import}', 'all'),
  staff.permit('{auditor}', '{employments}', '{export}', 'all');
