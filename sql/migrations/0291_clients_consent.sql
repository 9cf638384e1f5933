-- 0291_clients_consent: what people agreed to, whom not to contact, and which channels may be used for what.
-- Why: who sends or calls must be able to prove the consent (Federal Law 152-FZ, article 9; GDPR, article 7), and a
-- withdrawal counts at once. Kind: expand. Locks: clients.party and clients.channel, ACCESS EXCLUSIVE, for their new
-- columns. Time: about 1 s per million parties. Forward only.
alter table clients.party add column do_not_contact boolean not null default false,
  add column do_not_contact_reason text;
alter table clients.channel add column do_not_contact_reason text;
alter table clients.party add constraint party_do_not_contact_length
  check (length(do_not_contact_reason) between 1 and 500) not valid;
alter table clients.party validate constraint party_do_not_contact_length;
alter table clients.channel add constraint channel_do_not_contact_length
  check (length(do_not_contact_reason) between 1 and 500) not valid;
alter table clients.channel validate constraint channel_do_not_contact_length;
grant insert (do_not_contact, do_not_contact_reason), update (do_not_contact, do_not_contact_reason)
  on clients.party to crm_service;
grant insert (do_not_contact_reason), update (do_not_contact_reason) on clients.channel to crm_service;
comment on column clients.party.do_not_contact is
  'Do not contact: by no channel. | Не беспокоить: ни по какому каналу.';
comment on column clients.party.do_not_contact_reason is
  'Reason not to contact: who asked for it, and when. | Почему не беспокоить: кто и когда попросил.';
comment on column clients.channel.do_not_contact_reason is
  'Reason not to contact: who asked for it, and when. | Почему не беспокоить: кто и когда попросил.';
comment on constraint party_do_not_contact_length on clients.party is
  'The reason must have 1 to 500 characters. | Причина должна быть от 1 до 500 знаков.';
comment on constraint channel_do_not_contact_length on clients.channel is
  'The reason must have 1 to 500 characters. | Причина должна быть от 1 до 500 знаков.';

create table clients.consent (
  id bigint generated always as identity constraint consent_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  party_id bigint not null constraint consent_party_fkey references clients.party,
  purpose text not null constraint consent_purpose_known
    check (purpose in ('marketing', 'newsletter', 'survey', 'data_processing', 'transfer')),
  channel_kind text constraint consent_channel_known check (channel_kind in ('phone', 'email', 'messenger')),
  given_on date not null default current_date,
  source text not null constraint consent_source_length check (length(source) between 1 and 500),
  document text constraint consent_document_length check (length(document) between 1 and 500),
  valid_until date,
  withdrawn_at timestamptz,
  withdrawn_by bigint constraint consent_withdrawer_fkey references access.account,
  withdrawal_reason text constraint consent_reason_length check (length(withdrawal_reason) between 1 and 2000),
  external_source text,
  external_key text,
  constraint consent_dates check (given_on <= valid_until),
  constraint consent_external_length check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint consent_external_key unique (external_source, external_key)
);
create index consent_party_idx on clients.consent (party_id, id);
create index consent_withdrawer_idx on clients.consent (withdrawn_by) where withdrawn_by is not null;
comment on table clients.consent is
  'Consent: what a party agreed to. | Согласие: на что согласился контрагент.';
comment on column clients.consent.party_id is 'Party: who agreed. | Контрагент: кто согласился.';
comment on column clients.consent.purpose is
  'Purpose: for what. | Цель: на что. {marketing=Marketing/Реклама, newsletter=Newsletter/Рассылка, survey=Surveys/Опросы, data_processing=Processing of personal data/Обработка персональных данных, transfer=Transfer to others/Передача третьим лицам}';
comment on column clients.consent.channel_kind is
  'Channels: by which one may reach them; all when empty. | Каналы: по которым можно связываться; пусто — по всем. {phone=Phone/Телефон, email=E-mail/Эл. почта, messenger=Messenger/Мессенджер}';
comment on column clients.consent.given_on is 'Given on: day. | Дано: день.';
comment on column clients.consent.source is
  'Source: form, contract, letter or call. | Источник: анкета, договор, письмо или звонок.';
comment on column clients.consent.document is
  'Document: where the proof lies. | Документ: где лежит подтверждение.';
comment on column clients.consent.valid_until is
  'Until: last day; until it is withdrawn when empty. | До: последний день; пусто — до отзыва.';
comment on column clients.consent.withdrawn_at is 'Withdrawn at: when. | Отозвано: когда.';
comment on column clients.consent.withdrawn_by is 'Withdrawn by: who entered it. | Кем внесён отзыв: учётная запись.';
comment on column clients.consent.withdrawal_reason is 'Reason: of the withdrawal. | Причина: отзыва.';
comment on constraint consent_party_fkey on clients.consent is
  'There is no such party, or consents of it are kept. | Такого контрагента нет, либо его согласия хранятся.';
comment on constraint consent_purpose_known on clients.consent is
  'The purpose is marketing, newsletter, survey, data_processing or transfer. | Цель: marketing, newsletter, survey, data_processing или transfer.';
comment on constraint consent_channel_known on clients.consent is
  'The channel is phone, email or messenger. | Канал: phone, email или messenger.';
comment on constraint consent_source_length on clients.consent is
  'The source must have 1 to 500 characters. | Источник должен быть от 1 до 500 знаков.';
comment on constraint consent_document_length on clients.consent is
  'The document must have 1 to 500 characters. | Документ должен быть от 1 до 500 знаков.';
comment on constraint consent_withdrawer_fkey on clients.consent is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint consent_reason_length on clients.consent is
  'The reason must have 1 to 2,000 characters. | Причина должна быть от 1 до 2000 знаков.';
comment on constraint consent_dates on clients.consent is
  'The last day lies before the first. | Последний день раньше первого.';
select clients.describe_common('clients.consent'::regclass);
select system.business('clients.consent'::regclass, 'party_id', 'clients.party'::regclass);
select access.protect_child('clients.consent'::regclass, 'parties', 'party_id', 'clients.party'::regclass);
-- A consent is the proof that there was one: it ends, but does not go.
revoke delete on clients.consent from crm_service;
revoke insert (withdrawn_at, withdrawn_by, withdrawal_reason), update (withdrawn_at, withdrawn_by, withdrawal_reason)
  on clients.consent from crm_service;
insert into system.succession (place, rule) values ('clients.consent.withdrawn_by', 'keep');
select system.permit('{administrator}', '{consents}', '{read,create,update,export,import,withdraw}', 'all'),
  system.permit('{head_of_department}', '{consents}', '{read,create,update,export,withdraw}', 'below'),
  system.permit('{sales,purchasing}', '{consents}', '{read,create,update,withdraw}', 'department'),
  system.permit('{accountant,read_only}', '{consents}', '{read}', 'all'),
  system.permit('{auditor}', '{consents}', '{read,export}', 'all');

create function clients.keep_withdrawn() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if not system.merged(to_jsonb(old), to_jsonb(new)) then
    perform system.refuse('clients.consent', 'consent_withdrawn_stays', '');
  end if;
  return null;
end
$$;
comment on function clients.keep_withdrawn is
  'Keeps a withdrawn consent as it is. | Оставляет отозванное согласие неизменным.';
create constraint trigger consent_withdrawn_stays after update on clients.consent
  for each row when (old.withdrawn_at is not null) execute function clients.keep_withdrawn();
comment on trigger consent_withdrawn_stays on clients.consent is
  'A withdrawn consent stays as it is; enter a new one. | Отозванное согласие не меняется; внесите новое.';

create function clients.withdraw_consent(p_id bigint, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  given clients.consent;
begin
  perform licensing.demand_writing();
  perform system.demand_read_committed();
  select * into given from clients.consent as c where c.id = p_id for no key update;
  if given.id is null or access.level('consents', 'withdraw') = 0
    or not clients.reaches(given.party_id, 'parties', 'update') then
    return null;
  elsif given.withdrawn_at is not null then
    perform system.refuse_state('clients.consent', 'withdrawn', '{given}');
  end if;
  update clients.consent as c
  set withdrawn_at = now(), withdrawn_by = access.account_id(), withdrawal_reason = p_reason where c.id = p_id;
  return p_id;
end
$$;
comment on function clients.withdraw_consent is
  'Enters that a consent is withdrawn. | Вносит отзыв согласия.';
grant execute on function clients.withdraw_consent to crm_service;

-- For service, the contract itself is enough (GDPR, article 6(1)(b); 152-FZ, article 6(1)(5)).
create view clients.reachable_channel with (security_invoker = true) as
select c.id * 8 + p.place as id, c.party_id, c.id as channel_id, c.kind, c.value, c.is_primary, p.purpose,
  k.id as consent_id
from clients.channel as c
join clients.party as y on y.id = c.party_id and y.archived_at is null and not y.do_not_contact
cross join (values (0, 'service'), (1, 'marketing'), (2, 'newsletter'), (3, 'survey')) as p (place, purpose)
left join lateral (
  select n.id from clients.consent as n
  where n.party_id = c.party_id and n.purpose = p.purpose and n.withdrawn_at is null and n.given_on <= current_date
    and (n.valid_until is null or n.valid_until >= current_date) and (n.channel_kind is null or n.channel_kind = c.kind)
  order by n.given_on desc, n.id limit 1) as k on true
where c.kind <> 'website' and c.valid and not c.do_not_contact and (p.purpose = 'service' or k.id is not null);
comment on view clients.reachable_channel is
  'Reachable channel: one that may be used for a purpose. | Доступный канал: который можно использовать для цели.';
comment on column clients.reachable_channel.id is 'Number: of channel and purpose. | Номер: канала и цели.';
comment on column clients.reachable_channel.party_id is 'Party: whom it reaches. | Контрагент: с кем связывает.';
comment on column clients.reachable_channel.channel_id is 'Channel: that may be used. | Канал: который можно использовать.';
comment on column clients.reachable_channel.kind is
  'Kind: of the channel. | Вид: канала. {phone=Phone/Телефон, email=E-mail/Эл. почта, messenger=Messenger/Мессенджер}';
comment on column clients.reachable_channel.value is 'Value: of the channel. | Значение: канала.';
comment on column clients.reachable_channel.is_primary is 'Primary: the first of its kind. | Основной: первый из своего вида.';
comment on column clients.reachable_channel.purpose is
  'Purpose: for which it may be used. | Цель: для которой можно использовать. {service=Service/Обслуживание, marketing=Marketing/Реклама, newsletter=Newsletter/Рассылка, survey=Surveys/Опросы}';
comment on column clients.reachable_channel.consent_id is
  'Consent: in force for it; none is needed for service. | Согласие: действующее; для обслуживания не нужно.';
grant select on clients.reachable_channel to crm_service, crm_limited, crm_reader, crm_report;
select system.permit('{administrator,accountant,read_only,auditor}', '{reachable_channels}', '{read}', 'all'),
  system.permit('{head_of_department}', '{reachable_channels}', '{read}', 'below'),
  system.permit('{sales,purchasing,hr}', '{reachable_channels}', '{read}', 'department');
