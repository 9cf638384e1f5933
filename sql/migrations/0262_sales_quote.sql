-- 0262_sales_quote: what we offer to whom, at which prices and until when, in revisions.
-- Why: what was sent stays as it was sent; what changes is the next revision under the same number. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
insert into system.number_series (kind, prefix) values ('quote', 'Q');
create table sales.quote (
  id bigint generated always as identity constraint quote_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint quote_owner_fkey references access.account,
  department_id bigint constraint quote_department_fkey references access.department,
  -- Both are given by triggers and by the verb that makes a revision.
  number text not null default '' constraint quote_number_length check (length(number) between 1 and 100),
  revision integer not null default 1 constraint quote_revision_range check (revision >= 1),
  replaces_id bigint
    constraint quote_replaces_fkey references sales.quote
    constraint quote_replaces_key unique,
  party_id bigint not null constraint quote_party_fkey references clients.party,
  contact_id bigint constraint quote_contact_fkey references clients.contact,
  deal_id bigint constraint quote_deal_fkey references sales.deal,
  currency text not null constraint quote_currency_fkey references system.currency,
  quoted_on date not null default current_date,
  valid_until date,
  notes text constraint quote_notes_length check (length(notes) <= 10000),
  state text not null default 'draft' constraint quote_state_known
    check (state in ('draft', 'sent', 'accepted', 'declined', 'superseded', 'expired')),
  sent_at timestamptz,
  decided_at timestamptz,
  decline_reason text constraint quote_decline_reason_length check (length(decline_reason) between 1 and 2000),
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint quote_number_key unique (number, revision),
  constraint quote_one_open exclude using btree (number with =) where (state <> 'superseded'),
  constraint quote_replaces_lower check ((revision = 1) = (replaces_id is null) and replaces_id <> id),
  constraint quote_dates check (quoted_on <= valid_until),
  constraint quote_sent check ((state = 'draft') = (sent_at is null)),
  constraint quote_decided check (case state when 'superseded' then true
    else (state in ('accepted', 'declined')) = (decided_at is not null) end),
  constraint quote_declined check (case state when 'superseded' then true
    else (state = 'declined') = (decline_reason is not null) end),
  constraint quote_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint quote_external_key unique (external_source, external_key)
);
create index quote_created_idx on sales.quote (created_at, id);
create index quote_updated_idx on sales.quote (updated_at, id);
create index quote_quoted_idx on sales.quote (quoted_on, id);
create index quote_owner_idx on sales.quote (owner_id, number, id);
create index quote_department_idx on sales.quote (department_id, number, id);
create index quote_party_idx on sales.quote (party_id);
create index quote_contact_idx on sales.quote (contact_id) where contact_id is not null;
create index quote_deal_idx on sales.quote (deal_id) where deal_id is not null;
create index quote_currency_idx on sales.quote (currency);
create index quote_state_idx on sales.quote (state, valid_until);
comment on table sales.quote is
  'Quote: what we offer to whom, at which prices and until when. | Предложение: что, кому, по каким ценам и до какого срока предлагаем.';
comment on column sales.quote.number is
  'Number: of the quote, the same in all revisions. | Номер: предложения, общий для всех редакций.';
comment on column sales.quote.revision is 'Revision: which it is, from 1. | Редакция: какая по счёту, с 1.';
comment on column sales.quote.replaces_id is
  'Replaces: the revision before. | Заменяет: предыдущую редакцию.';
comment on column sales.quote.party_id is 'Client: to whom. | Клиент: кому.';
comment on column sales.quote.contact_id is 'Contact: for the attention of. | Контакт: кому лично.';
comment on column sales.quote.deal_id is 'Deal: that it belongs to. | Сделка: к которой относится.';
comment on column sales.quote.currency is 'Currency: of all prices. | Валюта: всех цен.';
comment on column sales.quote.quoted_on is 'Quoted on: its date. | Дата: предложения.';
comment on column sales.quote.valid_until is
  'Valid until: last day, open when empty. | Действует до: последний день; пусто — без срока.';
comment on column sales.quote.notes is 'Notes: terms and remarks. | Примечания: условия и пояснения.';
comment on column sales.quote.state is
  'State: what has become of it. | Состояние: что с ним стало. {draft=Draft/Черновик, sent=Sent/Отправлено, accepted=Accepted/Принято, declined=Declined/Отклонено, superseded=Superseded/Заменено, expired=Expired/Истекло}';
comment on column sales.quote.sent_at is 'Sent at: when. | Отправлено: когда.';
comment on column sales.quote.decided_at is 'Decided at: when the client did. | Решено: когда решил клиент.';
comment on column sales.quote.decline_reason is
  'Reason of the refusal: why the client declined. | Причина отказа: почему клиент отклонил.';
comment on constraint quote_number_length on sales.quote is
  'The number must have 1 to 100 characters. | Номер должен быть от 1 до 100 знаков.';
comment on constraint quote_revision_range on sales.quote is
  'The revision must be at least 1. | Редакция — не меньше 1.';
comment on constraint quote_replaces_fkey on sales.quote is
  'There is no such quote. | Такого предложения нет.';
comment on constraint quote_replaces_key on sales.quote is
  'This revision has been replaced already. | Эта редакция уже заменена.';
comment on constraint quote_contact_fkey on sales.quote is
  'There is no such contact. | Такого контакта нет.';
comment on constraint quote_deal_fkey on sales.quote is
  'There is no such deal. | Такой сделки нет.';
comment on constraint quote_currency_fkey on sales.quote is
  'There is no such currency. | Такой валюты нет.';
comment on constraint quote_notes_length on sales.quote is
  'The notes must have at most 10,000 characters. | Примечания должны быть не длиннее 10 000 знаков.';
comment on constraint quote_state_known on sales.quote is
  'The state is draft, sent, accepted, declined, superseded or expired. | Состояние: draft, sent, accepted, declined, superseded или expired.';
comment on constraint quote_decline_reason_length on sales.quote is
  'The reason must have 1 to 2,000 characters. | Причина должна быть от 1 до 2000 знаков.';
comment on constraint quote_number_key on sales.quote is
  'There is such a revision of this number. | Такая редакция этого номера уже есть.';
comment on constraint quote_one_open on sales.quote is
  'Another revision of this number is open. | Другая редакция этого номера ещё открыта.';
comment on constraint quote_replaces_lower on sales.quote is
  'Every revision but the first replaces another. | Каждая редакция, кроме первой, заменяет другую.';
comment on constraint quote_dates on sales.quote is
  'A quote cannot end before its date. | Предложение не может истечь раньше своей даты.';
comment on constraint quote_sent on sales.quote is
  'What was sent says when. | У отправленного указано когда.';
comment on constraint quote_decided on sales.quote is
  'What was decided says when. | У решённого указано когда.';
comment on constraint quote_declined on sales.quote is
  'What was declined says why. | У отклонённого указано почему.';
select clients.describe_common('sales.quote'::regclass);
select system.business('sales.quote'::regclass);
select access.protect('sales.quote'::regclass, 'quotes');
select access.name_seen('sales.quote'::regclass, 'party_id', 'clients.party'::regclass),
  access.name_seen('sales.quote'::regclass, 'contact_id', 'clients.contact'::regclass),
  access.name_seen('sales.quote'::regclass, 'deal_id', 'sales.deal'::regclass);
revoke insert (number, revision, replaces_id, state, sent_at, decided_at, decline_reason),
  update (number, revision, replaces_id, state, sent_at, decided_at, decline_reason) on sales.quote from crm_service;
insert into system.succession (place, rule, condition, function_name) values
  ('sales.quote.owner_id', 'hand_over', 'archived_at is null and state in (''draft'', ''sent'')', null);

-- Behind own_quote, which finds the department; the number that the service cannot write is a revision's.
create function sales.number_quote() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.replaces_id is null and new.number = '' then
    new.number := system.next_number('quote', new.department_id, new.quoted_on);
  end if;
  return new;
end
$$;
comment on function sales.number_quote is
  'Numbers a new quote. | Нумерует новое предложение.';
create trigger serial_quote before insert on sales.quote
  for each row execute function sales.number_quote();
select system.permit('{administrator}', '{quotes}',
    '{read,create,update,delete,export,import,send,accept,decline,expire,revise,approve_discount}', 'all'),
  system.permit('{head_of_department}', '{quotes}',
    '{read,create,update,delete,export,import,send,accept,decline,expire,revise,approve_discount}', 'below'),
  system.permit('{sales}', '{quotes}', '{read}', 'department'),
  system.permit('{sales}', '{quotes}', '{create,update,delete,export,import,send,accept,decline,expire,revise}', 'own'),
  system.permit('{accountant,read_only,auditor}', '{quotes}', '{read}', 'all'),
  system.permit('{accountant,auditor}', '{quotes}', '{export}', 'all');
