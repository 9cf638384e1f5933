-- 0122_licensing_member: the members of a signed file, each read as strictly as the program reads it.
-- Why: a member that is missing or of another kind is damage, not an absence; 0123 reads files by these functions.
-- Kind: expand. Locks: none. Time: milliseconds. Forward only.

-- P_PATH is a member's name, with points for members of members.
create function licensing.member(j json, p_path text) returns json
language plpgsql immutable set search_path = pg_catalog as $$
declare
  value constant json := j #> string_to_array(p_path, '.');
begin
  if value is null then
    perform licensing.refuse('licence', 'field', p_path || ' is missing');
  end if;
  return value;
end
$$;
comment on function licensing.member is
  'A member that has to be there. | Поле, которое обязано быть.';

create function licensing.is_given(j json, p_path text, p_optional boolean) returns boolean
language plpgsql immutable set search_path = pg_catalog as $$
begin
  if p_optional and j #> string_to_array(p_path, '.') is null then
    return false;
  end if;
  return json_typeof(licensing.member(j, p_path)) <> 'null';
end
$$;
comment on function licensing.is_given is
  'Whether a member says more than null; only an optional one may be missing. | Есть ли в поле что-то кроме null; отсутствовать может только необязательное.';

create function licensing.text_of(p_value json, p_path text, p_limit integer) returns text
language plpgsql immutable set search_path = pg_catalog as $$
declare
  written constant text := p_value #>> '{}';
begin
  if json_typeof(p_value) <> 'string' or length(written) not between 1 and p_limit
    or written ~ '[\u0001-\u001f\u007f]'
  then
    perform licensing.refuse('licence', 'field',
      format('%s is no text of 1 to %s characters', p_path, p_limit));
  end if;
  return written;
end
$$;
comment on function licensing.text_of is
  'A text without control characters. | Текст без управляющих символов.';

create function licensing.text_at(j json, p_path text, p_limit integer default 200) returns text
language plpgsql immutable set search_path = pg_catalog as $$
begin
  return licensing.text_of(licensing.member(j, p_path), p_path, p_limit);
end
$$;
comment on function licensing.text_at is
  'The text of a member. | Текст поля.';

create function licensing.texts_at(j json, p_path text) returns text[]
language plpgsql immutable set search_path = pg_catalog as $$
declare
  list constant json := licensing.member(j, p_path);
begin
  if json_typeof(list) <> 'array' then
    perform licensing.refuse('licence', 'field', p_path || ' is no array');
  end if;
  return array(
    select licensing.text_of(e.value, p_path, 64) from json_array_elements(list)
      with ordinality as e (value, place) order by e.place);
end
$$;
comment on function licensing.texts_at is
  'The texts of a member that is an array. | Тексты поля-массива.';

create function licensing.whole_at(j json, p_path text, p_low integer, p_high integer) returns integer
language plpgsql immutable set search_path = pg_catalog as $$
declare
  value constant json := licensing.member(j, p_path);
  number bigint;
begin
  -- Digits alone: never a text that looks like a number, nor a fraction that would be rounded.
  if json_typeof(value) = 'number' and value::text ~ '^-?[0-9]{1,10}$' then
    number := value::text::bigint;
  end if;
  if number is null or number not between p_low and p_high then
    perform licensing.refuse('licence', 'field',
      format('%s is no whole number from %s to %s', p_path, p_low, p_high));
  end if;
  return number;
end
$$;
comment on function licensing.whole_at is
  'The whole number of a member, within bounds. | Целое число поля в заданных пределах.';

-- As before, from 1970 on.
create or replace function licensing.day(p_text text) returns date
language plpgsql immutable set search_path = pg_catalog as $$
begin
  if p_text is null then
    return null;
  elsif p_text !~ '^(19[7-9]|[2-9][0-9]{2})[0-9]-[0-9]{2}-[0-9]{2}$' then
    perform licensing.refuse('licence', 'field', 'no day: ' || p_text);
  end if;
  return p_text::date;
exception when datetime_field_overflow then
  perform licensing.refuse('licence', 'field', 'no day: ' || p_text);
end
$$;

-- As before, without hour 24 and second 60, which would be the next day and minute.
create or replace function licensing.instant(p_text text) returns timestamptz
language plpgsql stable set search_path = pg_catalog as $$
begin
  if p_text is null
    or p_text !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$'
  then
    perform licensing.refuse('licence', 'field', 'no instant: ' || coalesce(p_text, 'none'));
  end if;
  perform licensing.day(left(p_text, 10));
  return p_text::timestamptz;
end
$$;

create function licensing.day_at(j json, p_path text) returns date
language plpgsql immutable set search_path = pg_catalog as $$
begin
  return licensing.day(licensing.text_at(j, p_path));
end
$$;
comment on function licensing.day_at is
  'The day of a member. | День поля.';

create function licensing.uuid_at(j json, p_path text) returns uuid
language plpgsql immutable set search_path = pg_catalog as $$
declare
  written constant text := licensing.text_at(j, p_path);
begin
  if written !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then
    perform licensing.refuse('licence', 'field', p_path || ' is no UUID in lower case');
  end if;
  return written::uuid;
end
$$;
comment on function licensing.uuid_at is
  'The UUID of a member. | UUID поля.';

-- CRM-, a year from 2000, and a number from 1 in at least six digits, with no more zeros than that needs.
create function licensing.serial_at(j json, p_path text) returns text
language plpgsql immutable set search_path = pg_catalog as $$
declare
  written constant text := licensing.text_at(j, p_path);
begin
  if written !~ '^CRM-[2-9][0-9]{3}-([0-9]{6}|[1-9][0-9]{6,11})$' or written ~ '-000000$' then
    perform licensing.refuse('licence', 'field', p_path || ' is no serial such as CRM-2026-000123');
  end if;
  return written;
end
$$;
comment on function licensing.serial_at is
  'The serial of a member. | Серийный номер поля.';

create function licensing.kid_at(j json, p_path text) returns text
language plpgsql immutable set search_path = pg_catalog as $$
declare
  written constant text := licensing.text_at(j, p_path);
begin
  if written !~ '^[a-z0-9][a-z0-9-]{0,31}$' then
    perform licensing.refuse('licence', 'field', p_path || ' is no name of a key');
  end if;
  return written;
end
$$;
comment on function licensing.kid_at is
  'The name of a key in a member. | Имя ключа в поле.';

create function licensing.digest_at(j json, p_path text) returns text
language plpgsql immutable set search_path = pg_catalog as $$
declare
  written constant text := licensing.text_at(j, p_path, 64);
begin
  if written !~ '^[0-9a-f]{64}$' then
    perform licensing.refuse('licence', 'field', p_path || ' must have 64 hexadecimal digits');
  end if;
  return written;
end
$$;
comment on function licensing.digest_at is
  'The SHA-256 of a member. | SHA-256 поля.';

-- cidr itself also reads addresses that are cut short.
create function licensing.is_network(p_block text) returns boolean
language plpgsql immutable strict set search_path = pg_catalog as $$
begin
  return p_block ~ '^([0-9]+\.[0-9]+\.[0-9]+\.[0-9]+|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)/[0-9]+$'
    -- Nor are there zeros in front.
    and p_block !~ '(^|[./])0[0-9]' and p_block::cidr is not null;
exception when invalid_text_representation then
  return false;
end
$$;
comment on function licensing.is_network is
  'Whether a text is a block of addresses such as 10.1.0.0/16. | Является ли текст блоком адресов, например 10.1.0.0/16.';
