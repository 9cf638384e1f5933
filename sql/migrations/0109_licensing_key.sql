-- 0109_licensing_key: whose signatures this database believes, and the checking of a signed file.
-- Why: the service must not be able to believe a key of its own making. Only the owner writes here: the
-- migrator enters the keys of its build. Kind: expand. Locks: none. Time: milliseconds. Forward only.
create table licensing.trusted_key (
  kid text constraint trusted_key_pkey primary key
    constraint trusted_key_kid_form check (kid ~ '^[a-z0-9][a-z0-9-]{0,31}$'),
  public_key bytea not null constraint trusted_key_once unique
    constraint trusted_key_length check (length(public_key) = 32),
  status text not null
    constraint trusted_key_status_known check (status in ('active', 'next', 'retired', 'revoked')),
  test boolean not null,
  entered_at timestamptz not null default now()
);
comment on table licensing.trusted_key is
  'Trusted key: of the vendor, known to the build that migrated this database. | Доверенный ключ: поставщика, известный сборке, выполнившей миграцию.';
comment on column licensing.trusted_key.kid is 'Key: its name. | Ключ: его имя.';
comment on column licensing.trusted_key.public_key is
  'Public key: Ed25519, 32 bytes. | Открытый ключ: Ed25519, 32 байта.';
comment on column licensing.trusted_key.status is
  'Status: all but revoked ones verify. | Состояние: подписи проверяются всеми, кроме отозванных. {active=Active/Действующий, next=Next/Следующий, retired=Retired/Прежний, revoked=Revoked/Отозван}';
comment on column licensing.trusted_key.test is
  'Test: its files are for test instances only. | Тестовый: его файлы только для тестовых экземпляров.';
comment on column licensing.trusted_key.entered_at is 'Entered at: when. | Внесён: когда.';
comment on constraint trusted_key_once on licensing.trusted_key is
  'This key has another name already. | У этого ключа уже есть другое имя.';
comment on constraint trusted_key_kid_form on licensing.trusted_key is
  'The name has 1 to 32 small letters, digits and hyphens. | Имя — от 1 до 32 строчных букв, цифр и дефисов.';
comment on constraint trusted_key_length on licensing.trusted_key is
  'A key has 32 bytes. | В ключе 32 байта.';
comment on constraint trusted_key_status_known on licensing.trusted_key is
  'The status is active, next, retired or revoked. | Состояние: active, next, retired или revoked.';
alter table licensing.trusted_key enable row level security;
create policy trusted_key_all on licensing.trusted_key for select using (true);
comment on policy trusted_key_all on licensing.trusted_key is
  'Public keys are no secret. | Открытые ключи — не тайна.';
grant select on licensing.trusted_key to crm_service, crm_limited, crm_reader, crm_monitor;

-- What the program believes becomes what the database believes; a key that a build no longer names stays
-- as it was, so that an older build's migrator takes no trust away. Only the owner may.
create function licensing.trust(p_kids text[], p_keys bytea[], p_statuses text[], p_tests boolean[])
returns void
language sql set search_path = pg_catalog
begin atomic
  insert into licensing.trusted_key (kid, public_key, status, test)
  select k.kid, k.public_key, k.status, k.test
  from unnest(p_kids, p_keys, p_statuses, p_tests) as k (kid, public_key, status, test)
  on conflict (kid) do update set public_key = excluded.public_key, status = excluded.status,
    test = excluded.test
  where (trusted_key.public_key, trusted_key.status, trusted_key.test)
    is distinct from (excluded.public_key, excluded.status, excluded.test)
    -- Once revoked, a key stays so whatever an older build says.
    and trusted_key.status <> 'revoked';
end;
comment on function licensing.trust is
  'Enters the keys that a build believes. | Вносит ключи, которым доверяет сборка.';

-- How every refusal of this schema is told: the service says it in words by the rule's name.
create function licensing.refuse(p_table text, p_rule text, p_detail text) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'licensing refuses: %', p_rule using errcode = 'check_violation',
    schema = 'licensing', table = p_table, constraint = p_rule, detail = p_detail;
end
$$;
comment on function licensing.refuse is
  'Refuses by the name of a rule. | Отказывает с именем правила.';

-- The name of the key that signed P_PAYLOAD as P_FORMAT; the format's name is signed before it, so that a
-- list of revocations never passes for a licence. A revoked key signs nothing any more, but what a list has
-- issued anew (judged by the caller, P_REVOKED).
create function licensing.signer(p_format text, p_payload bytea, p_signature bytea, p_revoked boolean)
returns text
language plpgsql stable set search_path = pg_catalog as $$
declare
  key licensing.trusted_key;
begin
  if length(p_payload) > 65536 then
    perform licensing.refuse('licence', 'too_large', 'more than 65536 bytes');
  elsif length(p_signature) <> 64 then
    perform licensing.refuse('licence', 'signature_length', 'a signature has 64 bytes');
  end if;
  for key in select * from licensing.trusted_key as k order by k.status, k.kid loop
    if licensing.ed25519_verifies(
        key.public_key, convert_to(p_format || e'\n', 'UTF8') || p_payload, p_signature) then
      if key.status = 'revoked' and not p_revoked then
        perform licensing.refuse('licence', 'revoked_key', key.kid);
      end if;
      return key.kid;
    end if;
  end loop;
  perform licensing.refuse('licence', 'unknown_key', 'no key of this database verifies the file');
end
$$;
comment on function licensing.signer is
  'Which trusted key has signed a file, or a refusal. | Каким доверенным ключом подписан файл, или отказ.';

-- Two members of one name could be read differently by different programs.
create function licensing.refuse_twins(p_value json) returns void
language plpgsql immutable set search_path = pg_catalog as $$
declare
  item record;
  seen text[] := '{}';
begin
  if json_typeof(p_value) = 'object' then
    for item in select m.key, m.value from json_each(p_value) as m loop
      if item.key = any (seen) then
        perform licensing.refuse('licence', 'json', 'the member ' || item.key || ' occurs twice');
      end if;
      seen := seen || item.key;
      perform licensing.refuse_twins(item.value);
    end loop;
  elsif json_typeof(p_value) = 'array' then
    for item in select e.value from json_array_elements(p_value) as e loop
      perform licensing.refuse_twins(item.value);
    end loop;
  end if;
end
$$;
comment on function licensing.refuse_twins is
  'Refuses objects with two members of one name. | Отклоняет объекты с двумя полями одного имени.';

-- What a signed payload says. Damage is refused, it never means "no limit".
create function licensing.payload(p_format text, p_kid text, p_payload bytea, p_known text[]) returns json
language plpgsql stable set search_path = pg_catalog as $$
declare
  value json;
  unknown text;
begin
  begin
    value := convert_from(p_payload, 'UTF8')::json;
  exception when data_exception then
    perform licensing.refuse('licence', 'json', 'the file is no JSON in UTF-8');
  end;
  if json_typeof(value) <> 'object' then
    perform licensing.refuse('licence', 'json', 'the file is no JSON object');
  end if;
  perform licensing.refuse_twins(value);
  if value ->> 'format' is distinct from p_format then
    perform licensing.refuse('licence', 'format', coalesce(value ->> 'format', 'none'));
  elsif value ->> 'kid' is distinct from p_kid then
    perform licensing.refuse('licence', 'key_mismatch', coalesce(value ->> 'kid', 'none'));
  end if;
  if value -> 'crit' is not null then
    select string_agg(c.name, ', ') into unknown from json_array_elements_text(value -> 'crit') as c (name)
    where c.name <> all (p_known);
    if unknown is not null then
      perform licensing.refuse('licence', 'critical', unknown);
    end if;
  end if;
  return value;
end
$$;
comment on function licensing.payload is
  'The members of a signed payload. | Содержимое подписанного файла.';
