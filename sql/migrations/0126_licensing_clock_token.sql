-- 0126_licensing_clock_token: the vendor's leave to set the believed time to the machine's.
-- Why: a clock that was wrong for days has carried the believed time into the future, and it never goes back of
-- itself. Kind: expand. Locks: licensing.trusted_key, SHARE ROW EXCLUSIVE for its new reference, for milliseconds.
-- Time: milliseconds. Forward only.
create table licensing.clock_token (
  -- SHA-256 of the signed bytes.
  hash text constraint clock_token_pkey primary key
    constraint clock_token_hash_form check (hash ~ '^[0-9a-f]{64}$'),
  used_at timestamptz not null,
  -- No reference: what was done outlives whoever did it.
  used_by bigint,
  kid text not null constraint clock_token_key_fkey references licensing.trusted_key,
  issued timestamptz not null,
  last_day date not null,
  reason text not null,
  former_line timestamptz not null
);
create index clock_token_key_idx on licensing.clock_token (kid);

-- The machine's time is what will be believed, so it has to lie between the token's signature and its last day:
-- no token brings back a day that was over when it was signed.
create function licensing.judge_token(t licensing.clock_token, p_instance uuid) returns void
language plpgsql stable set search_path = pg_catalog as $$
declare
  i licensing.instance;
begin
  select * into i from licensing.instance;
  if (select k.test from licensing.trusted_key as k where k.kid = t.kid)
    and not licensing.takes_test_key(i)
  then
    perform licensing.refuse('clock_token', 'test_key', t.kid);
  elsif p_instance <> i.instance_id then
    perform licensing.refuse('clock_token', 'clock_instance', p_instance::text);
  elsif exists (select from licensing.clock_token as u where u.hash = t.hash) then
    perform licensing.refuse('clock_token', 'clock_used', (
      select licensing.second_text(u.used_at) from licensing.clock_token as u where u.hash = t.hash));
  elsif t.used_at < t.issued - interval '10 minutes' then
    perform licensing.refuse('clock_token', 'clock_early', licensing.second_text(t.issued));
  elsif (t.used_at at time zone 'Europe/Moscow')::date > t.last_day then
    perform licensing.refuse('clock_token', 'clock_late', t.last_day::text);
  end if;
end
$$;
comment on function licensing.judge_token is
  'Refuses a token that this instance cannot use now. | Отклоняет разрешение, которым экземпляр сейчас не может воспользоваться.';

-- Believes the machine's clock from now on, once for each token; answers the time that is believed.
create function licensing.reset_clock(p_payload bytea, p_signature bytea) returns timestamptz
language plpgsql security definer set search_path = pg_catalog as $$
declare
  signer text;
  j json;
  t licensing.clock_token;
  believed timestamptz;
begin
  perform licensing.require_manager();
  signer := licensing.signer('crm-clock/1', p_payload, p_signature, false);
  j := licensing.payload('crm-clock/1', signer, p_payload,
    array['format', 'kid', 'instance', 'issued', 'until', 'nonce', 'reason', 'crit']);
  perform licensing.uuid_at(j, 'nonce');
  perform from licensing.state for update;
  select c.line into t.former_line from licensing.clock as c for update;
  t.hash := encode(sha256(p_payload), 'hex');
  t.used_at := clock_timestamp();
  t.used_by := access.account_id();
  t.kid := signer;
  t.issued := licensing.instant(licensing.text_at(j, 'issued'));
  t.last_day := licensing.day_at(j, 'until');
  t.reason := licensing.text_at(j, 'reason', 500);
  perform licensing.judge_token(t, licensing.uuid_at(j, 'instance'));
  insert into licensing.clock_token select t.*;
  believed := greatest(t.used_at, t.issued);
  update licensing.clock set line = believed, looked_at = t.used_at, doubt_passed = null, doubt_days = '{}';
  perform licensing.note('clock_reset', jsonb_build_object('from', licensing.second_text(t.former_line),
    'to', licensing.second_text(believed), 'kid', t.kid, 'reason', t.reason));
  perform licensing.judge(null, true);
  return believed;
end
$$;
comment on function licensing.reset_clock is
  'Sets the believed time to the machine''s by a signed token. | Устанавливает время, которому верят, по часам машины: по подписанному разрешению.';
grant execute on function licensing.reset_clock to crm_service, crm_limited;

alter table licensing.clock_token enable row level security;
create policy clock_token_read on licensing.clock_token for select
  using ((select access.level('license', 'read')) > 0);
comment on policy clock_token_read on licensing.clock_token is
  'For who may read the licence. | Для имеющих право читать лицензию.';
grant select on licensing.clock_token to crm_service, crm_limited, crm_reader;

comment on table licensing.clock_token is
  'Clock token: the vendor''s leave to set the time, used once. | Разрешение на сброс часов: поставщика, использованное один раз.';
comment on column licensing.clock_token.hash is 'Hash: of the signed bytes. | Хеш: подписанных байтов.';
comment on column licensing.clock_token.used_at is
  'Used at: by the machine''s clock. | Использовано: по часам машины.';
comment on column licensing.clock_token.used_by is
  'Used by: the account. | Кем использовано: учётная запись.';
comment on column licensing.clock_token.kid is 'Key: that signed it. | Ключ: которым подписано.';
comment on column licensing.clock_token.issued is 'Issued: when it was signed. | Выдано: когда подписано.';
comment on column licensing.clock_token.last_day is
  'Last day: on which it could be used. | Последний день: когда им можно было воспользоваться.';
comment on column licensing.clock_token.reason is 'Reason: why it was given. | Причина: почему выдано.';
comment on column licensing.clock_token.former_line is
  'Former time: that was believed before. | Прежнее время: которому верили раньше.';
comment on constraint clock_token_hash_form on licensing.clock_token is
  'The hash is not SHA-256. | Хеш не SHA-256.';
comment on constraint clock_token_key_fkey on licensing.clock_token is
  'There is no such key. | Такого ключа нет.';
