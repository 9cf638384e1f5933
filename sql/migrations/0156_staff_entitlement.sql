-- 0156_staff_entitlement: days of leave that were earned and used, as a ledger.
-- Why: a balance that is stored goes wrong; entries are only added, and the balance is their sum. On no day may it
-- fall below what the type lets be taken in advance. Kind: expand. Locks: none on existing tables. Time:
-- milliseconds. Forward only.
create table staff.entitlement (
  id bigint generated always as identity constraint entitlement_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  employee_id bigint not null constraint entitlement_employee_fkey references staff.employee,
  absence_type_id bigint not null constraint entitlement_type_fkey references staff.absence_type,
  entered_for date not null,
  kind text not null constraint entitlement_kind_known
    check (kind in ('accrual', 'carry', 'correction', 'absence', 'return')),
  days numeric(6, 2) not null constraint entitlement_days_range check (days <> 0 and abs(days) <= 366),
  absence_id bigint constraint entitlement_absence_fkey references staff.absence,
  notes text constraint entitlement_notes_length check (length(notes) <= 2000),
  external_source text,
  external_key text,
  constraint entitlement_of_absence check ((absence_id is not null) = (kind in ('absence', 'return'))),
  constraint entitlement_sign check (case kind when 'accrual' then days > 0 when 'return' then days > 0
    when 'absence' then days < 0 else true end),
  constraint entitlement_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint entitlement_external_key unique (external_source, external_key)
);
create index entitlement_employee_idx on staff.entitlement (employee_id, absence_type_id, entered_for);
create index entitlement_type_idx on staff.entitlement (absence_type_id);
create index entitlement_absence_idx on staff.entitlement (absence_id) where absence_id is not null;

-- The least that is left on any day from this one on, what comes and goes on one day taken together.
create function staff.least_left(p_employee bigint, p_type bigint, p_from date) returns numeric
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce(min(r.left_over), 0)
  from (
    select d.entered_for, sum(d.days) over (order by d.entered_for) as left_over
    from (
      select e.entered_for, sum(e.days) as days from staff.entitlement as e
      where e.employee_id = p_employee and e.absence_type_id = p_type group by e.entered_for) as d) as r
  where r.entered_for >= p_from;
end;
comment on function staff.least_left is
  'The least that is left of earned days, on any day from one on. | Наименьший остаток заработанных дней, начиная с указанного дня.';

-- Entries of one person wait for each other, and see all of his, whoever may see them.
create function staff.judge_entitlement() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  kind staff.absence_type;
  least numeric;
begin
  perform system.demand_read_committed();
  perform from staff.employee as e where e.id = new.employee_id for no key update;
  select * into kind from staff.absence_type as t where t.id = new.absence_type_id;
  if tg_name = 'entitlement_of_type' then
    if not kind.entitled then
      perform staff.refuse('entitlement', tg_name, 'absence_type_id', null);
    end if;
    return null;
  end if;
  least := staff.least_left(new.employee_id, new.absence_type_id, new.entered_for);
  if least < -kind.overdraft then
    perform staff.refuse('entitlement', tg_name, 'days', trim_scale(least + kind.overdraft - new.days)::text);
  end if;
  return null;
end
$$;
comment on function staff.judge_entitlement is
  'Refuses what would use up more days than were earned. | Не даёт израсходовать больше дней, чем заработано.';
create constraint trigger entitlement_covered after insert on staff.entitlement
  for each row when (new.days < 0) execute function staff.judge_entitlement();
create constraint trigger entitlement_of_type after insert on staff.entitlement
  for each row execute function staff.judge_entitlement();

create function staff.keep_entitlement() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  perform staff.refuse('entitlement', 'entitlement_kept', 'days', null);
  return null;
end
$$;
comment on function staff.keep_entitlement is
  'Keeps entries of the ledger as they are. | Не даёт менять записи журнала.';
create constraint trigger entitlement_kept after update or delete on staff.entitlement
  for each row execute function staff.keep_entitlement();

-- One row for each person and type; its number is that of the first entry.
create view staff.entitlement_balance with (security_invoker = true) as
select
  min(e.id) as id,
  e.employee_id,
  e.absence_type_id,
  coalesce(sum(e.days) filter (where e.entered_for <= current_date), 0) as days,
  coalesce(sum(e.days) filter (where e.entered_for > current_date), 0) as days_to_come
from staff.entitlement as e
group by e.employee_id, e.absence_type_id;

comment on trigger entitlement_covered on staff.entitlement is
  'Only {value} days of this leave are left. | Дней такого отпуска осталось только {value}.';
comment on trigger entitlement_of_type on staff.entitlement is
  'There is no claim to days of this type. | Для этого вида нет права на дни.';
comment on trigger entitlement_kept on staff.entitlement is
  'Entries stay as they are: correct one by another. | Записи не меняются: исправьте одну другой.';
comment on table staff.entitlement is
  'Entitlement: days of leave that were earned or used. | Право на отпуск: заработанные и израсходованные дни.';
comment on column staff.entitlement.employee_id is 'Employee: whose. | Сотрудник: чьи дни.';
comment on column staff.entitlement.absence_type_id is 'Type: of absence. | Вид: отсутствия.';
comment on column staff.entitlement.entered_for is
  'For: the day from which it counts. | На дату: с какого дня считается.';
comment on column staff.entitlement.kind is
  'Kind: why. | Вид: почему. {accrual=Earned/Начислено, carry=Carried over/Перенесено, correction=Correction/Исправление, absence=Used/Израсходовано, return=Given back/Возвращено}';
comment on column staff.entitlement.days is
  'Days: added, or taken away when below 0. | Дней: добавлено; меньше 0 — списано.';
comment on column staff.entitlement.absence_id is 'Absence: that used them. | Отсутствие: которое их израсходовало.';
comment on column staff.entitlement.notes is 'Notes: whatever is worth knowing. | Заметки: что стоит знать.';
comment on column staff.entitlement.external_source is
  'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';
comment on column staff.entitlement.external_key is
  'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';
comment on constraint entitlement_employee_fkey on staff.entitlement is
  'There is no such employee. | Такого сотрудника нет.';
comment on constraint entitlement_type_fkey on staff.entitlement is
  'There is no such type of absence. | Такого вида отсутствия нет.';
comment on constraint entitlement_kind_known on staff.entitlement is
  'The kind is accrual, carry or correction; absences enter theirs themselves. | Вид: accrual, carry или correction; отсутствия вносят свои записи сами.';
comment on constraint entitlement_days_range on staff.entitlement is
  'Days are not 0, and at most 366. | Дней не 0 и не больше 366.';
comment on constraint entitlement_absence_fkey on staff.entitlement is
  'There is no such absence. | Такого отсутствия нет.';
comment on constraint entitlement_notes_length on staff.entitlement is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint entitlement_of_absence on staff.entitlement is
  'Days are used and given back by absences alone. | Дни расходуются и возвращаются только отсутствиями.';
comment on constraint entitlement_sign on staff.entitlement is
  'What is earned adds days, what is used takes them away. | Начисление добавляет дни, расход списывает.';
comment on constraint entitlement_external_length on staff.entitlement is
  'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';
comment on constraint entitlement_external_key on staff.entitlement is
  'This key of the source is already here. | Этот ключ источника уже есть.';
comment on view staff.entitlement_balance is
  'Balance of entitlement: days of leave that are left. | Остаток отпуска: сколько дней осталось.';
comment on column staff.entitlement_balance.id is 'Number: of the first entry. | Номер: первой записи.';
comment on column staff.entitlement_balance.employee_id is 'Employee: whose. | Сотрудник: чей.';
comment on column staff.entitlement_balance.absence_type_id is 'Type: of absence. | Вид: отсутствия.';
comment on column staff.entitlement_balance.days is 'Days: that are left today. | Дней: осталось на сегодня.';
comment on column staff.entitlement_balance.days_to_come is
  'Days to come: what is entered for later days. | Дней в будущем: внесено на следующие дни.';

select system.business('staff.entitlement'::regclass);
select staff.protect('staff.entitlement'::regclass, 'entitlements');
revoke update, delete on staff.entitlement from crm_service;
revoke insert (absence_id) on staff.entitlement from crm_service;
grant select on staff.entitlement_balance to crm_service, crm_limited, crm_reader, crm_report;
select staff.permit('{administrator,hr}', '{entitlements}', '{read,create,export,import}', 'all'),
  staff.permit('{administrator,hr,auditor}', '{entitlement_balances}', '{read,export}', 'all'),
  staff.permit('{auditor}', '{entitlements}', '{read,export}', 'all'),
  staff.permit('{head_of_department}', '{entitlements,entitlement_balances}', '{read,export}', 'below'),
  staff.permit('{sales,purchasing,accountant,read_only}', '{entitlements,entitlement_balances}', '{read}', 'own');
