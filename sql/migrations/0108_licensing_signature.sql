-- 0108_licensing_signature: Ed25519 of RFC 8032, checked by the database itself.
-- Why: a licence that somebody writes with the service's log-in must fail like one that comes by the API.
-- Only checking: no secret is ever here, so nothing needs to take the same time for all inputs. About
-- 40 ms a signature. Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the functions.
--
-- Points are extended homogeneous coordinates X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z (RFC 8032, 5.1.4),
-- each reduced modulo p = 2^255 - 19. numeric is exact for whole numbers of any length.

-- RFC 8032, 5.1.2: the number that bytes stand for, the lowest first.
create function licensing.number_of(p_bytes bytea) returns numeric
language plpgsql immutable strict parallel safe set search_path = pg_catalog as $$
declare
  total numeric := 0;
begin
  for place in reverse length(p_bytes) - 1 .. 0 loop
    total := total * 256 + get_byte(p_bytes, place);
  end loop;
  return total;
end
$$;
comment on function licensing.number_of is
  'The whole number that little-endian bytes stand for. | Целое число, записанное байтами от младшего.';

create function licensing.power_mod(p_base numeric, p_exponent numeric, p_modulus numeric) returns numeric
language plpgsql immutable strict parallel safe set search_path = pg_catalog as $$
declare
  result numeric := 1;
  base numeric := mod(p_base, p_modulus);
  exponent numeric := p_exponent;
begin
  while exponent > 0 loop
    if mod(exponent, 2) = 1 then
      result := mod(result * base, p_modulus);
    end if;
    base := mod(base * base, p_modulus);
    exponent := div(exponent, 2);
  end loop;
  return result;
end
$$;
comment on function licensing.power_mod is
  'A power modulo a number. | Степень по модулю.';

create function licensing.ed25519_prime() returns numeric
language sql immutable parallel safe
return 57896044618658097711785492504343953926634992332820282019728792003956564819949;
comment on function licensing.ed25519_prime is
  'The prime of the field, 2^255 - 19. | Простое число поля, 2^255 - 19.';

-- RFC 8032, 5.1.3: the point that 32 bytes stand for; null where they stand for none, or are not the one
-- way to write it (y at least p, or a sign for x = 0).
create function licensing.ed25519_point(p_bytes bytea) returns numeric[]
language plpgsql immutable strict parallel safe set search_path = pg_catalog as $$
declare
  p constant numeric := licensing.ed25519_prime();
  -- -121665/121666, and the square root of -1, 2^((p-1)/4).
  d constant numeric := 37095705934669439343138083508754565189542113879843219016388785533085940283555;
  root constant numeric := 19681161376707505956807079304988542015446066515923890162744021073123829784752;
  sign integer;
  y numeric;
  u numeric;
  v numeric;
  v3 numeric;
  x numeric;
begin
  if length(p_bytes) <> 32 then
    return null;
  end if;
  sign := get_byte(p_bytes, 31) >> 7;
  y := licensing.number_of(set_byte(p_bytes, 31, get_byte(p_bytes, 31) & 127));
  if y >= p then
    return null;
  end if;
  -- x^2 = u/v; its candidate root is u v^3 (u v^7)^((p-5)/8).
  u := mod(y * y + p - 1, p);
  v := mod(d * mod(y * y, p) + 1, p);
  v3 := mod(mod(v * v, p) * v, p);
  x := licensing.power_mod(mod(u * mod(mod(v3 * v3, p) * v, p), p), div(p - 5, 8), p);
  x := mod(mod(u * v3, p) * x, p);
  if mod(v * mod(x * x, p), p) <> u then
    x := mod(x * root, p);
    if mod(v * mod(x * x, p), p) <> u then
      return null;
    end if;
  end if;
  if x = 0 and sign = 1 then
    return null;
  end if;
  if mod(x, 2) <> sign then
    x := p - x;
  end if;
  return array[x, y, 1, mod(x * y, p)];
end
$$;
comment on function licensing.ed25519_point is
  'The point of the curve that 32 bytes stand for, or null. | Точка кривой, записанная 32 байтами, или null.';

-- RFC 8032, 5.1.4: complete for all points, equal ones included.
create function licensing.ed25519_sum(a numeric[], b numeric[]) returns numeric[]
language plpgsql immutable strict parallel safe set search_path = pg_catalog as $$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  -- Twice the curve's d.
  d2 constant numeric := 16295367250680780974490674513165176452449235426866156013048779062215315747161;
  l numeric := mod((a[2] + p - a[1]) * (b[2] + p - b[1]), p);
  r numeric := mod((a[2] + a[1]) * (b[2] + b[1]), p);
  t numeric := mod(mod(a[4] * d2, p) * b[4], p);
  z numeric := mod(2 * a[3] * b[3], p);
begin
  return array[mod((r + p - l) * (z + p - t), p), mod((z + t) * (r + l), p),
    mod((z + p - t) * (z + t), p), mod((r + p - l) * (r + l), p)];
end
$$;
comment on function licensing.ed25519_sum is
  'The sum of two points. | Сумма двух точек.';

create function licensing.ed25519_twice(a numeric[]) returns numeric[]
language plpgsql immutable strict parallel safe set search_path = pg_catalog as $$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  xx numeric := mod(a[1] * a[1], p);
  yy numeric := mod(a[2] * a[2], p);
  xy numeric := a[1] + a[2];
  h numeric := xx + yy;
  e numeric := h + p - mod(xy * xy, p);
  g numeric := p + xx - yy;
  f numeric := mod(2 * a[3] * a[3], p) + g;
begin
  return array[mod(e * f, p), mod(g * h, p), mod(f * g, p), mod(e * h, p)];
end
$$;
comment on function licensing.ed25519_twice is
  'A point and itself. | Удвоенная точка.';

-- RFC 8032, 5.1.7 without the cofactor, as OpenSSL does it: R = s B - h A, compared as it is written, which
-- refuses every other way to write R; s at least the group's order is refused, since it would make a second
-- signature of the same message.
create function licensing.ed25519_verifies(p_key bytea, p_message bytea, p_signature bytea) returns boolean
language plpgsql immutable strict parallel safe set search_path = pg_catalog as $$
declare
  p constant numeric := licensing.ed25519_prime();
  q constant numeric := 7237005577332262213973186563042994240857116359379907606001950938285454250989;
  base constant numeric[] := licensing.ed25519_point(
    '\x5866666666666666666666666666666666666666666666666666666666666666');
  key constant numeric[] := licensing.ed25519_point(p_key);
  total numeric[] := array[0, 1, 1, 0];
  minus numeric[];
  joint numeric[];
  s numeric;
  h numeric;
  weight numeric := 7237005577332262213973186563042994240829374041602535252466099000494570602496;
  inverse numeric;
  x numeric;
  y numeric;
begin
  if key is null or length(p_signature) <> 64 then
    return false;
  end if;
  s := licensing.number_of(substr(p_signature, 33));
  if s >= q then
    return false;
  end if;
  h := mod(licensing.number_of(sha512(substr(p_signature, 1, 32) || p_key || p_message)), q);
  minus := array[mod(p - key[1], p), key[2], 1, mod(p - key[4], p)];
  joint := licensing.ed25519_sum(base, minus);
  -- From the highest bit of both numbers down, 2^252 at first.
  while weight >= 1 loop
    total := licensing.ed25519_twice(total);
    case (s >= weight)::integer + 2 * (h >= weight)::integer
      when 1 then total := licensing.ed25519_sum(total, base);
      when 2 then total := licensing.ed25519_sum(total, minus);
      when 3 then total := licensing.ed25519_sum(total, joint);
      else null;
    end case;
    s := case when s >= weight then s - weight else s end;
    h := case when h >= weight then h - weight else h end;
    weight := div(weight, 2);
  end loop;
  inverse := licensing.power_mod(total[3], p - 2, p);
  x := mod(total[1] * inverse, p);
  y := mod(total[2] * inverse, p);
  return licensing.number_of(substr(p_signature, 1, 32))
    = y + mod(x, 2) * 57896044618658097711785492504343953926634992332820282019728792003956564819968;
end
$$;
comment on function licensing.ed25519_verifies is
  'Whether an Ed25519 signature of a message is of this key (RFC 8032). | Верна ли подпись Ed25519 для этого ключа (RFC 8032).';
