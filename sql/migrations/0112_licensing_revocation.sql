-- 0112_licensing_revocation: the vendor's lists of licences that are valid no more.
-- Why: the newest list counts, an older one never takes its place. Kind: expand.
-- Locks: licensing.trusted_key, SHARE ROW EXCLUSIVE for its new reference, for milliseconds. Time: milliseconds.
-- Forward only.
create table licensing.revocation_list (
  seq integer constraint revocation_list_pkey primary key
    constraint revocation_list_seq_range check (seq between 1 and 1000000000),
  installed_at timestamptz not null default clock_timestamp(),
  kid text not null constraint revocation_list_key_fkey references licensing.trusted_key,
  issued timestamptz not null,
  payload bytea not null,
  signature bytea not null
);
create index revocation_list_key_idx on licensing.revocation_list (kid);

create table licensing.revocation (
  id bigint generated always as identity constraint revocation_pkey primary key,
  seq integer not null constraint revocation_list_fkey references licensing.revocation_list,
  serial text not null,
  -- Null: all revisions.
  revision integer,
  effective_on date not null,
  reason text not null
);
create index revocation_serial_idx on licensing.revocation (seq, serial);

-- A licence that stays valid though its key was revoked: one file alone, since whoever has the key can sign others
-- under its number.
create table licensing.reissue (
  id bigint generated always as identity constraint reissue_pkey primary key,
  seq integer not null constraint reissue_list_fkey references licensing.revocation_list,
  kid text not null,
  serial text not null,
  revision integer not null,
  sha256 text not null constraint reissue_sha256_form check (sha256 ~ '^[0-9a-f]{64}$')
);
create index reissue_serial_idx on licensing.reissue (seq, serial);

create function licensing.newest_list() returns integer
language sql stable set search_path = pg_catalog
begin atomic
  select max(l.seq) from licensing.revocation_list as l;
end;
comment on function licensing.newest_list is
  'The number of the list that counts; null for none. | Номер действующего списка; null — нет.';

-- The first day on which a revision is not valid; null while nothing revokes it.
create function licensing.revoked_on(p_serial text, p_revision integer) returns date
language sql stable set search_path = pg_catalog
begin atomic
  select min(r.effective_on) from licensing.revocation as r
  where r.seq = licensing.newest_list() and r.serial = p_serial
    and coalesce(r.revision, p_revision) = p_revision;
end;
comment on function licensing.revoked_on is
  'The day from which a licence is revoked. | День, с которого лицензия отозвана.';

-- Whether the newest list keeps a licence valid beyond its key.
create function licensing.reissued(l licensing.licence) returns boolean
language sql stable set search_path = pg_catalog
begin atomic
  select exists (
    select from licensing.reissue as r
    where r.seq = licensing.newest_list()
      and (r.kid, r.serial, r.revision, r.sha256)
        = (l.kid, l.serial, l.revision, encode(sha256(l.payload), 'hex')));
end;
comment on function licensing.reissued is
  'Whether a licence outlives its revoked key. | Остаётся ли лицензия в силе при отозванном ключе.';

-- Enters a list; answers its number. A list that is older than the newest one is refused, the same one
-- once more changes nothing.
create function licensing.enter_list(p_payload bytea, p_signature bytea) returns integer
language plpgsql set search_path = pg_catalog as $$
declare
  signer constant text := licensing.signer('crm-revocations/1', p_payload, p_signature, false);
  j constant json := licensing.payload('crm-revocations/1', signer, p_payload,
    array['format', 'kid', 'seq', 'issued', 'entries', 'reissued', 'crit']);
  number constant integer := licensing.whole(j -> 'seq');
  newest constant integer := licensing.newest_list();
begin
  -- Everybody has the test key: a list of its would bring back what the vendor has revoked.
  if (select k.test from licensing.trusted_key as k where k.kid = signer)
    and not (select licensing.takes_test_key(i) from licensing.instance as i)
  then
    perform licensing.refuse('revocation_list', 'test_key', signer);
  end if;
  if number < newest then
    perform licensing.refuse('revocation_list', 'revocations_rollback', newest::text);
  elsif number = newest then
    return number;
  end if;
  insert into licensing.revocation_list (seq, kid, issued, payload, signature)
  values (number, signer, licensing.instant(j ->> 'issued'), p_payload, p_signature);
  insert into licensing.revocation (seq, serial, revision, effective_on, reason)
  select number, e.value ->> 'serial',
    case when e.value ->> 'revision' <> '*' then licensing.whole(e.value -> 'revision') end,
    licensing.day(e.value ->> 'effective'), e.value ->> 'reason'
  from json_array_elements(j -> 'entries') as e;
  insert into licensing.reissue (seq, kid, serial, revision, sha256)
  select number, e.value ->> 'kid', e.value ->> 'serial', licensing.whole(e.value -> 'revision'),
    e.value ->> 'sha256'
  from json_array_elements(j -> 'reissued') as e;
  perform licensing.not_before(licensing.instant(j ->> 'issued'));
  perform licensing.note('revocations', json_build_object('seq', number, 'kid', signer)::jsonb);
  return number;
exception when invalid_text_representation or invalid_parameter_value then
  perform licensing.refuse('revocation_list', 'field', sqlerrm);
end
$$;
comment on function licensing.enter_list is
  'Enters a signed list of revocations. | Вносит подписанный список отзыва.';

alter table licensing.revocation_list enable row level security;
alter table licensing.revocation enable row level security;
alter table licensing.reissue enable row level security;
create policy revocation_list_all on licensing.revocation_list for select using (true);
create policy revocation_all on licensing.revocation for select using (true);
create policy reissue_all on licensing.reissue for select using (true);
comment on policy revocation_list_all on licensing.revocation_list is
  'What is revoked is no secret. | Что отозвано — не тайна.';
comment on policy revocation_all on licensing.revocation is
  'What is revoked is no secret. | Что отозвано — не тайна.';
comment on policy reissue_all on licensing.reissue is
  'What stays valid is no secret. | Что остаётся в силе — не тайна.';
grant select on licensing.revocation_list, licensing.revocation, licensing.reissue
  to crm_service, crm_limited, crm_reader;

comment on table licensing.revocation_list is
  'List of revocations: as the vendor signed it. | Список отзыва: как подписан поставщиком.';
comment on column licensing.revocation_list.seq is
  'Number: the highest one counts. | Номер: действует наибольший.';
comment on column licensing.revocation_list.installed_at is 'Installed at: when. | Установлен: когда.';
comment on column licensing.revocation_list.kid is 'Key: that signed it. | Ключ: которым подписан.';
comment on column licensing.revocation_list.issued is 'Issued: when it was signed. | Выдан: когда подписан.';
comment on column licensing.revocation_list.payload is
  'Payload: the signed bytes. | Содержимое: подписанные байты.';
comment on column licensing.revocation_list.signature is 'Signature: Ed25519. | Подпись: Ed25519.';
comment on constraint revocation_list_seq_range on licensing.revocation_list is
  'A list''s number is 1 to 1000000000. | Номер списка — от 1 до 1000000000.';
comment on constraint revocation_list_key_fkey on licensing.revocation_list is
  'There is no such key. | Такого ключа нет.';
comment on table licensing.revocation is
  'Revocation: a licence that is valid no more. | Отзыв: лицензия, которая больше не действует.';
comment on column licensing.revocation.id is 'Number: of the entry. | Номер: записи.';
comment on column licensing.revocation.seq is 'List: that says so. | Список: где сказано.';
comment on column licensing.revocation.serial is 'Serial: of the licence. | Серийный номер: лицензии.';
comment on column licensing.revocation.revision is
  'Revision: or all of them. | Редакция: или все.';
comment on column licensing.revocation.effective_on is
  'Effective on: the first day without it. | Действует с: первый день без неё.';
comment on column licensing.revocation.reason is 'Reason: why. | Причина: почему.';
comment on constraint revocation_list_fkey on licensing.revocation is
  'There is no such list. | Такого списка нет.';
comment on table licensing.reissue is
  'Re-issue: a licence that outlives its revoked key. | Переиздание: лицензия, пережившая отозванный ключ.';
comment on column licensing.reissue.id is 'Number: of the entry. | Номер: записи.';
comment on column licensing.reissue.seq is 'List: that says so. | Список: где сказано.';
comment on column licensing.reissue.kid is 'Key: the revoked one. | Ключ: отозванный.';
comment on column licensing.reissue.serial is 'Serial: of the licence. | Серийный номер: лицензии.';
comment on column licensing.reissue.revision is 'Revision: which. | Редакция: какая.';
comment on column licensing.reissue.sha256 is
  'SHA-256: of the signed bytes. | SHA-256: подписанных байтов.';
comment on constraint reissue_sha256_form on licensing.reissue is
  'The digest is not SHA-256. | Дайджест не SHA-256.';
comment on constraint reissue_list_fkey on licensing.reissue is
  'There is no such list. | Такого списка нет.';
