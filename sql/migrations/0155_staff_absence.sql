-- 0155_staff_absence: who is away when, asked for, approved or refused.
-- Why: nobody is away twice at once, nobody decides about himself, and what was decided is not changed by hand: the
-- columns of a decision are written by its function alone. Kind: expand. Locks: none on existing tables. Time:
-- milliseconds. Forward only.
create table staff.absence (
  id bigint generated always as identity constraint absence_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  employee_id bigint not null constraint absence_employee_fkey references staff.employee,
  absence_type_id bigint not null constraint absence_type_fkey references staff.absence_type,
  valid_from date not null,
  valid_until date not null,
  state text not null default 'requested'
    constraint absence_state_known check (state in ('requested', 'approved', 'rejected', 'cancelled')),
  days numeric(6, 2),
  reason text constraint absence_reason_length check (length(reason) <= 2000),
  decided_at timestamptz,
  decided_by bigint constraint absence_decided_by_fkey references access.account,
  decision_reason text constraint absence_decision_reason_length check (length(decision_reason) <= 2000),
  external_source text,
  external_key text,
  constraint absence_dates check (valid_from <= valid_until),
  constraint absence_length check (valid_until - valid_from < 1830),
  constraint absence_decision check ((state = 'requested') = (decided_at is null)
    and (state = 'requested') = (decided_by is null)),
  constraint absence_approved_days check (state <> 'approved' or days is not null),
  constraint absence_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint absence_external_key unique (external_source, external_key),
  constraint absence_no_overlap exclude using gist (
    employee_id ext.gist_int8_ops with =, daterange(valid_from, valid_until, '[]') with &&)
    where (state in ('requested', 'approved'))
);
create index absence_employee_idx on staff.absence (employee_id, valid_from);
create index absence_type_idx on staff.absence (absence_type_id);
create index absence_decided_by_idx on staff.absence (decided_by) where decided_by is not null;
create index absence_from_idx on staff.absence (valid_from, id);

-- What was decided stays as it is; and nobody decides of what he asked for, or of himself, by whatever way.
create function staff.judge_absence() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  case tg_name
    when 'absence_open' then
      perform staff.refuse('absence', tg_name, 'state', null);
    else
      if new.decided_by = new.created_by or exists (
        select from staff.employee as e where e.id = new.employee_id and e.account_id = new.decided_by)
      then
        perform staff.refuse('absence', tg_name, 'state', null);
      end if;
  end case;
  return null;
end
$$;
comment on function staff.judge_absence is
  'Keeps decisions as they are, and from the one they are about. | Не даёт менять решения и решать о себе.';
create constraint trigger absence_open after update on staff.absence
  for each row when (old.state <> 'requested' and row(old.employee_id, old.absence_type_id, old.valid_from,
    old.valid_until, old.days) is distinct from row(new.employee_id, new.absence_type_id, new.valid_from,
    new.valid_until, new.days)) execute function staff.judge_absence();
create constraint trigger absence_not_own after insert or update of state, decided_by on staff.absence
  for each row when (new.decided_by is not null) execute function staff.judge_absence();
-- What was decided does not go away either.
create function staff.keep_decided() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if old.state <> 'requested' then
    perform staff.refuse('absence', 'absence_open', 'state', null);
  end if;
  return old;
end
$$;
comment on function staff.keep_decided is
  'Keeps what was decided from being deleted. | Не даёт удалить решённое.';
create trigger absence_kept before delete on staff.absence
  for each row execute function staff.keep_decided();

comment on trigger absence_open on staff.absence is
  'What was decided stays as it is: withdraw the approval, or ask anew. | Решённое не меняется: отзовите согласование или подайте новую заявку.';
comment on trigger absence_not_own on staff.absence is
  'Nobody decides about his own absence, or one that he entered. | Нельзя решать о своём отсутствии и о внесённом собой.';
comment on table staff.absence is 'Absence: the days on which somebody is away. | Отсутствие: дни, в которые сотрудника нет.';
comment on column staff.absence.employee_id is 'Employee: who. | Сотрудник: кто.';
comment on column staff.absence.absence_type_id is 'Type: why. | Вид: почему.';
comment on column staff.absence.valid_from is 'From: first day. | С: первый день.';
comment on column staff.absence.valid_until is 'Until: last day. | По: последний день.';
comment on column staff.absence.state is
  'State: what was decided. | Состояние: что решено. {requested=Requested/Запрошено, approved=Approved/Согласовано, rejected=Rejected/Отклонено, cancelled=Withdrawn/Отозвано}';
comment on column staff.absence.days is
  'Days: how many count, once it is approved. | Дней: сколько засчитано при согласовании.';
comment on column staff.absence.reason is 'Reason: given by who asks. | Причина: указанная в заявке.';
comment on column staff.absence.decided_at is 'Decided at: when. | Решено: когда.';
comment on column staff.absence.decided_by is 'Decided by: who. | Кем решено: кто.';
comment on column staff.absence.decision_reason is 'Reason of the decision: why. | Причина решения: почему.';
comment on column staff.absence.external_source is
  'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';
comment on column staff.absence.external_key is
  'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';
comment on constraint absence_employee_fkey on staff.absence is
  'There is no such employee. | Такого сотрудника нет.';
comment on constraint absence_type_fkey on staff.absence is
  'There is no such type of absence. | Такого вида отсутствия нет.';
comment on constraint absence_state_known on staff.absence is
  'The state is requested, approved, rejected or cancelled. | Состояние: requested, approved, rejected или cancelled.';
comment on constraint absence_reason_length on staff.absence is
  'The reason must have at most 2,000 characters. | Причина должна быть не длиннее 2000 знаков.';
comment on constraint absence_decided_by_fkey on staff.absence is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint absence_decision_reason_length on staff.absence is
  'The reason must have at most 2,000 characters. | Причина должна быть не длиннее 2000 знаков.';
comment on constraint absence_dates on staff.absence is
  'The last day lies before the first. | Последний день раньше первого.';
comment on constraint absence_length on staff.absence is
  'An absence lasts five years at most. | Отсутствие длится не более пяти лет.';
comment on constraint absence_decision on staff.absence is
  'What was decided says by whom and when. | У решённого указано, кем и когда.';
comment on constraint absence_approved_days on staff.absence is
  'What was approved says how many days count. | У согласованного указано, сколько дней засчитано.';
comment on constraint absence_external_length on staff.absence is
  'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';
comment on constraint absence_external_key on staff.absence is
  'This key of the source is already here. | Этот ключ источника уже есть.';
comment on constraint absence_no_overlap on staff.absence is
  'The employee is away on some of these days already. | В часть этих дней сотрудник уже отсутствует.';

select system.business('staff.absence'::regclass);
select staff.protect('staff.absence'::regclass, 'absences');
revoke insert (state, days, decided_at, decided_by, decision_reason),
  update (state, days, decided_at, decided_by, decision_reason) on staff.absence from crm_service;
select staff.permit('{administrator,hr}', '{absences}', '{read,create,update,delete,approve,export,import}', 'all'),
  staff.permit('{head_of_department}', '{absences}', '{read,create,update,delete,approve,export}', 'below'),
  staff.permit('{sales,purchasing,accountant,read_only}', '{absences}', '{read,create,update,delete}', 'own'),
  staff.permit('{auditor}', '{absences}', '{read,export}', 'all'),
  staff.permit('{auditor}', '{absences}', '{create,update,delete}', 'own');
