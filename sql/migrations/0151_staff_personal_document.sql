-- 0151_staff_personal_document: passports, permits and certificates of people, and up to when they hold.
-- Why: who works with an expired permit costs a fine; the employee and who entered it are reminded in time. They
-- are private: seen by personnel, auditors and the person. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create table staff.personal_document (
  id bigint generated always as identity constraint personal_document_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  employee_id bigint not null constraint personal_document_employee_fkey references staff.employee,
  kind text not null constraint personal_document_kind_known check (kind in (
    'passport', 'foreign_passport', 'social_insurance', 'tax_number', 'driving_licence', 'medical', 'visa',
    'work_permit', 'certificate', 'contract', 'other')),
  number text not null constraint personal_document_number_length check (length(number) between 1 and 100),
  issuer text constraint personal_document_issuer_length check (length(issuer) <= 300),
  issued_on date,
  expires_on date,
  remind_days integer not null default 30
    constraint personal_document_remind_range check (remind_days between 0 and 365),
  -- The expiry that was reminded of: another one is reminded of anew.
  reminded_for date,
  notes text constraint personal_document_notes_length check (length(notes) <= 2000),
  external_source text,
  external_key text,
  constraint personal_document_dates check (issued_on <= expires_on),
  constraint personal_document_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint personal_document_external_key unique (external_source, external_key)
);
create index personal_document_employee_idx on staff.personal_document (employee_id, kind, id);
create index personal_document_expiry_idx on staff.personal_document (expires_on)
  where reminded_for is distinct from expires_on;

-- Once a day. Of who has left nobody is reminded, and of a document that has expired already only once.
create function staff.remind_documents(p_most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  st constant licensing.state := licensing.current_state();
  done bigint;
begin
  perform system.require_own_work();
  if st.mode = 'READ_ONLY' or 'staff' <> all (st.modules) then
    return 0;
  end if;
  with due as (
    select d.id, array[e.account_id, d.created_by] as accounts
    from staff.personal_document as d join staff.employee as e on e.id = d.employee_id
    where d.expires_on <= current_date + 365 and d.expires_on - d.remind_days <= current_date
      and d.reminded_for is distinct from d.expires_on
      and e.archived_at is null and (e.left_on is null or e.left_on >= current_date)
    order by d.expires_on, d.id limit p_most for update of d skip locked
  ), marked as (
    update staff.personal_document as d set reminded_for = d.expires_on from due where d.id = due.id
    returning d.id, due.accounts
  )
  select count(system.remind('staff.personal_document', m.id, m.accounts)) into done from marked as m;
  return done;
end
$$;
comment on function staff.remind_documents is
  'Reminds of documents that expire soon; answers of how many. | Напоминает о скором окончании документов; отвечает, о скольких.';
grant execute on function staff.remind_documents to crm_service;

comment on table staff.personal_document is
  'Personal document: a passport, permit or certificate of an employee. | Личный документ: паспорт, разрешение или удостоверение сотрудника.';
comment on column staff.personal_document.employee_id is 'Employee: whose it is. | Сотрудник: чей.';
comment on column staff.personal_document.kind is
  'Kind: what it is. | Вид: что это. {passport=Passport/Паспорт, foreign_passport=Passport for travel/Загранпаспорт, social_insurance=Social insurance/СНИЛС, tax_number=Tax number/ИНН, driving_licence=Driving licence/Водительское удостоверение, medical=Medical certificate/Медицинская справка, visa=Visa/Виза, work_permit=Work permit/Разрешение на работу, certificate=Certificate/Удостоверение, contract=Contract/Договор, other=Other/Другое}';
comment on column staff.personal_document.number is 'Number: as it stands there. | Номер: как указан в документе.';
comment on column staff.personal_document.issuer is 'Issuer: who issued it. | Кем выдан: орган или организация.';
comment on column staff.personal_document.issued_on is 'Issued on: when. | Выдан: когда.';
comment on column staff.personal_document.expires_on is
  'Expires on: last day on which it holds; empty for ever. | Действует по: последний день; пусто — бессрочно.';
comment on column staff.personal_document.remind_days is
  'Remind: how many days before. | Напомнить: за сколько дней.';
comment on column staff.personal_document.reminded_for is
  'Reminded for: the expiry that was reminded of. | Напомнено о: сроке, о котором уже сообщено.';
comment on column staff.personal_document.notes is 'Notes: whatever is worth knowing. | Заметки: что стоит знать.';
comment on column staff.personal_document.external_source is
  'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';
comment on column staff.personal_document.external_key is
  'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';
comment on constraint personal_document_employee_fkey on staff.personal_document is
  'There is no such employee. | Такого сотрудника нет.';
comment on constraint personal_document_kind_known on staff.personal_document is
  'This kind of document is not known. | Такой вид документа не известен.';
comment on constraint personal_document_number_length on staff.personal_document is
  'The number must have 1 to 100 characters. | Номер должен быть от 1 до 100 знаков.';
comment on constraint personal_document_issuer_length on staff.personal_document is
  'The issuer must have at most 300 characters. | Кем выдан: не более 300 знаков.';
comment on constraint personal_document_remind_range on staff.personal_document is
  'A reminder comes 0 to 365 days before. | Напоминание приходит за 0–365 дней.';
comment on constraint personal_document_notes_length on staff.personal_document is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint personal_document_dates on staff.personal_document is
  'It expires before it was issued. | Срок окончания раньше даты выдачи.';
comment on constraint personal_document_external_length on staff.personal_document is
  'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';
comment on constraint personal_document_external_key on staff.personal_document is
  'This key of the source is already here. | Этот ключ источника уже есть.';

select system.business('staff.personal_document'::regclass);
select staff.protect('staff.personal_document'::regclass, 'personal_documents');
-- Only the daily reminder says what it has done.
revoke insert (reminded_for), update (reminded_for) on staff.personal_document from crm_service;
select staff.permit('{administrator,hr}', '{personal_documents}', '{read,create,update,delete,export,import}', 'all'),
  staff.permit('{auditor}', '{personal_documents}', '{read,export}', 'all'),
  staff.permit('{head_of_department,sales,purchasing,accountant,read_only}', '{personal_documents}', '{read}', 'own');
