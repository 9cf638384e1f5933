-- 0030_clients_channel: phones, e-mails, messengers and sites of a party.
-- Why: what was typed is kept, its one form is searched; a wrong number is marked, not refused,
-- since it may be all there is. Kind: expand. Locks: none on existing tables. Time: ms. Forward only.
create table clients.channel (
  id bigint generated always as identity constraint channel_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  party_id bigint not null
    constraint channel_party_fkey references clients.party on delete cascade,
  kind text not null
    constraint channel_kind_known check (kind in ('phone', 'email', 'messenger', 'website')),
  value text not null
    constraint channel_value_length check (length(value) between 1 and 500),
  typed text constraint channel_typed_length check (length(typed) <= 500),
  extension text constraint channel_extension_form check (extension ~ '^[0-9*#]{1,10}$'),
  purpose text
    constraint channel_purpose_known check (purpose in ('work', 'home', 'mobile', 'fax', 'other')),
  messenger text
    constraint channel_messenger_known check (
      messenger in ('telegram', 'whatsapp', 'viber', 'vk', 'max', 'signal', 'other')),
  valid boolean not null default true,
  is_primary boolean not null default false,
  do_not_contact boolean not null default false,
  consent_on date,
  consent_source text constraint channel_consent_length check (length(consent_source) <= 500),
  notes text constraint channel_notes_length check (length(notes) <= 2000),
  external_source text,
  external_key text,
  constraint channel_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint channel_external_key unique (external_source, external_key),
  constraint channel_value_key unique nulls not distinct (party_id, kind, value, purpose),
  constraint channel_one_primary exclude using btree (party_id with =, kind with =)
    where (is_primary)
);
create index channel_party_idx on clients.channel (party_id, id);
create index channel_value_idx on clients.channel (value);

-- Either value or typed may be given; the one that was given counts as typed. The party's country
-- says which calling code a local number has.
create function clients.channel_tidy() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  country text;
begin
  if tg_op = 'UPDATE' and new.kind = old.kind and new.value = old.value
    and new.typed is not distinct from old.typed then
    return new;
  end if;
  if new.typed is null or (tg_op = 'UPDATE' and new.value <> old.value
    and new.typed is not distinct from old.typed) then
    new.typed := new.value;
  end if;
  if new.kind = 'phone' then
    select p.country into country from clients.party as p where p.id = new.party_id;
    new.extension := coalesce(
      new.extension, substring(lower(new.typed) from '(?:доб|вн|ext|x|#)[^0-9]*([0-9]{1,10})'));
    new.value := coalesce(clients.phone(new.typed, country), '');
    new.valid := clients.phone_valid(new.value);
  elsif new.kind = 'email' then
    new.value := coalesce(lower(clients.tidy(new.typed)), '');
    new.valid := clients.email_valid(new.value);
  elsif new.kind = 'website' then
    new.value := coalesce(lower(clients.tidy(new.typed)), '');
    new.valid := new.value ~ '^(https?://)?[^\s/@.]+(\.[^\s/@.]+)+(/\S*)?$';
  else
    new.value := coalesce(clients.tidy(new.typed), '');
    new.valid := true;
  end if;
  return new;
end
$$;
comment on function clients.channel_tidy is
  'Keeps what was typed and derives its one form from it. | Сохраняет набранное и выводит из него единый вид.';
create trigger channel_tidy before insert or update on clients.channel
  for each row execute function clients.channel_tidy();

comment on table clients.channel is
  'Channel: a way to reach a party. | Канал связи: способ связаться с контрагентом.';
comment on column clients.channel.party_id is
  'Party: whom it reaches. | Контрагент: с кем связывает.';
comment on column clients.channel.kind is
  'Kind: of the channel. | Вид: канала. {phone=Phone/Телефон, email=E-mail/Эл. почта, messenger=Messenger/Мессенджер, website=Website/Сайт}';
comment on column clients.channel.value is
  'Value: in its one form; phones E.164, e-mails in small letters. | Значение: в едином виде; телефоны E.164, почта строчными.';
comment on column clients.channel.typed is
  'As typed: what a person or file gave. | Как набрано: что ввёл человек или дал файл.';
comment on column clients.channel.extension is
  'Extension: digits to dial after the number. | Добавочный: что набрать после номера.';
comment on column clients.channel.purpose is
  'Purpose: what it is for. | Назначение: для чего. {work=Work/Рабочий, home=Home/Домашний, mobile=Mobile/Мобильный, fax=Fax/Факс, other=Other/Другой}';
comment on column clients.channel.messenger is
  'Messenger: which one. | Мессенджер: какой. {telegram=Telegram/Телеграм, whatsapp=WhatsApp/Ватсап, viber=Viber/Вайбер, vk=VK/ВКонтакте, max=MAX/МАКС, signal=Signal/Сигнал, other=Other/Другой}';
comment on column clients.channel.valid is
  'Valid: its form is right; set by the database. | Верно: вид правильный; ставит база данных.';
comment on column clients.channel.is_primary is
  'Primary: the first of its kind to use. | Основной: первый из своего вида.';
comment on column clients.channel.do_not_contact is
  'Do not contact: they asked us not to use it. | Не беспокоить: просили не использовать.';
comment on column clients.channel.consent_on is
  'Consent on: day they agreed to be reached here. | Согласие от: день согласия на связь.';
comment on column clients.channel.consent_source is
  'Consent source: form, contract or letter it stands in. | Источник согласия: анкета, договор или письмо.';
comment on column clients.channel.notes is
  'Notes: when to call, whom to ask for. | Заметки: когда звонить, кого спросить.';
comment on constraint channel_kind_known on clients.channel is
  'The kind must be phone, email, messenger or website. | Вид — телефон, почта, мессенджер или сайт.';
comment on constraint channel_value_length on clients.channel is
  'The value must have 1 to 500 characters. | Значение должно быть от 1 до 500 знаков.';
comment on constraint channel_typed_length on clients.channel is
  'The typed value must have at most 500 characters. | Набранное должно быть не длиннее 500 знаков.';
comment on constraint channel_extension_form on clients.channel is
  'The extension must have 1 to 10 digits. | Добавочный состоит из 1–10 цифр.';
comment on constraint channel_purpose_known on clients.channel is
  'The purpose must be work, home, mobile, fax or other. | Назначение — рабочий, домашний, мобильный, факс или другой.';
comment on constraint channel_messenger_known on clients.channel is
  'This messenger is not known; choose other. | Мессенджер не известен; выберите «другой».';
comment on constraint channel_consent_length on clients.channel is
  'The source of the consent must have at most 500 characters. | Источник согласия должен быть не длиннее 500 знаков.';
comment on constraint channel_notes_length on clients.channel is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint channel_value_key on clients.channel is
  'The party already has this channel for this purpose. | У контрагента этот канал с таким назначением уже есть.';
comment on constraint channel_one_primary on clients.channel is
  'The party already has a primary channel of this kind. | Основной канал этого вида у контрагента уже есть.';
select clients.describe_common('clients.channel'::regclass);

select system.business('clients.channel'::regclass, 'party_id', 'clients.party'::regclass);
select access.protect_child(
  'clients.channel'::regclass, 'parties', 'party_id', 'clients.party'::regclass);
revoke insert (valid), update (valid) on clients.channel from crm_service, crm_limited;
