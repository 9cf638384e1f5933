-- 0022_clients_european_numbers: IBAN and the VAT numbers of the European Union.
-- Why: as 0021, for partners abroad. Source: ISO 13616 (IBAN), the VIES formats of the European
-- Commission and the published algorithms of the member states.
-- Kind: expand. Locks: none. Time: milliseconds. Forward only.
create function clients.iban_valid(iban text) returns boolean
language sql immutable strict parallel safe set search_path = pg_catalog
return iban ~ '^[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}$'
  and length(iban) = coalesce(
    substring(
      'AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18'
      'FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20'
      'LU20LV21LY25MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31'
      'SD18SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20'
      from left(iban, 2) || '([0-9]{2})')::integer,
    length(iban))
  and (
    select string_agg(
      case when sign between 'A' and 'Z' then (ascii(sign) - 55)::text else sign end, ''
      order by position)
    from regexp_split_to_table(substr(iban, 5) || left(iban, 4), '')
      with ordinality as s (sign, position)
  )::numeric % 97 = 1;
comment on function clients.iban_valid is
  'Whether an international account number has the length of its country and leaves 1 modulo 97. | Верны ли длина и остаток по модулю 97 у IBAN.';

create function clients.luhn(digits text) returns integer
language sql immutable strict parallel safe set search_path = pg_catalog
return (
  select sum(case when place % 2 = 0 then digit * 2 / 10 + digit * 2 % 10 else digit end)::integer % 10
  from (
    select sign::integer as digit, place
    from regexp_split_to_table(reverse(digits), '') with ordinality as s (sign, place)
  ) as d
);
comment on function clients.luhn is
  'Luhn sum modulo 10; 0 means the last digit is right. | Сумма Луна по модулю 10; 0 означает верную последнюю цифру.';

-- ISO 7064, MOD 11,10: Germany and Croatia.
create function clients.mod_11_10(digits text) returns boolean
language plpgsql immutable strict parallel safe set search_path = pg_catalog as $$
declare
  product integer := 10;
  digit text;
begin
  foreach digit in array regexp_split_to_array(left(digits, -1), '') loop
    product := (product + digit::integer) % 10;
    product := (case product when 0 then 10 else product end) * 2 % 11;
  end loop;
  return (11 - product) % 10 = right(digits, 1)::integer;
end
$$;
comment on function clients.mod_11_10 is
  'Whether the last digit is that of ISO 7064 MOD 11,10. | Верна ли последняя цифра по ISO 7064 MOD 11,10.';

create function clients.vat_form(vat text) returns boolean
language sql immutable strict parallel safe set search_path = pg_catalog
return vat ~ (
  '^(ATU[0-9]{8}|BE[01][0-9]{9}|BG[0-9]{9,10}|CY[0-9]{8}[A-Z]|CZ[0-9]{8,10}|DE[1-9][0-9]{8}'
  '|DK[1-9][0-9]{7}|EE[0-9]{9}|EL[0-9]{9}|ES[0-9A-Z][0-9]{7}[0-9A-Z]|FI[0-9]{8}'
  '|FR[0-9A-HJ-NP-Z]{2}[0-9]{9}|HR[0-9]{11}|HU[0-9]{8}'
  '|IE([0-9]{7}[A-W][A-I]?|[0-9][0-9A-Z+*][0-9]{5}[A-W])|IT[0-9]{11}|LT([0-9]{9}|[0-9]{12})'
  '|LU[0-9]{8}|LV[0-9]{11}|MT[1-9][0-9]{7}|NL[0-9]{9}B[0-9]{2}|PL[0-9]{10}|PT[0-9]{9}|RO[0-9]{2,10}'
  '|SE[0-9]{10}01|SI[1-9][0-9]{7}|SK[0-9]{10}|XI([0-9]{9}|[0-9]{12}|GD[0-9]{3}|HA[0-9]{3}))$');
comment on function clients.vat_form is
  'Whether a VAT number has the form of its member state. | Верен ли вид номера НДС страны ЕС.';

create function clients.vat_france(digits text) returns boolean
language sql immutable strict parallel safe set search_path = pg_catalog
return (
  with number as (
    select left(digits, 2) as key, substr(digits, 3) as siren,
      strpos('0123456789ABCDEFGHJKLMNPQRSTUVWXYZ', left(digits, 1)) - 1 as first,
      strpos('0123456789ABCDEFGHJKLMNPQRSTUVWXYZ', substr(digits, 2, 1)) - 1 as second
  ), folded as (
    select key, siren,
      case when first < 10 then first * 24 + second - 10 else first * 34 + second - 100 end as mark
    from number
  )
  select (siren like '000%' or clients.luhn(siren) = 0)
    and case when key ~ '^[0-9]{2}$'
      then (siren || '12')::bigint % 97 = key::bigint
      else (siren::bigint + 1 + mark / 11) % 11 = mark % 11 end
  from folded
);
comment on function clients.vat_france is
  'Whether a French VAT number fits its SIREN. | Подходит ли французский номер НДС к своему SIREN.';

create function clients.vat_spain(digits text) returns boolean
language sql immutable strict parallel safe set search_path = pg_catalog
return case
  when digits ~ '^[0-9XYZKLM][0-9]{7}[A-Z]$' then
    right(digits, 1) = substr(
      'TRWAGMYFPDXBNJZSQVHLCKE',
      (translate(left(digits, 8), 'XYZKLM', '012')::bigint % 23)::integer + 1, 1)
  when digits ~ '^[ABEH][0-9]{8}$' then clients.luhn(substr(digits, 2)) = 0
  when digits ~ '^[CDFGJUV][0-9]{8}$' then clients.luhn(substr(digits, 2)) = 0
  when digits ~ '^[CDFGJNPQRSUVW][0-9]{7}[A-J]$' then
    clients.luhn(substr(digits, 2, 7) || translate(right(digits, 1), 'JABCDEFGHI', '0123456789')) = 0
  else false
end;
comment on function clients.vat_spain is
  'Whether a Spanish tax number of a person, foreigner or company has a right control sign. | Верен ли контрольный знак испанского налогового номера.';

create function clients.vat_netherlands(vat text) returns boolean
language sql immutable strict parallel safe set search_path = pg_catalog
return clients.weighted_sum(substr(vat, 3, 9), '{9,8,7,6,5,4,3,2,-1}') % 11 = 0
  or ('2321' || substr(vat, 3, 9) || '11' || right(vat, 2))::numeric % 97 = 1;
comment on function clients.vat_netherlands is
  'Whether a Dutch VAT number fits the eleven test or, of a sole trader, modulo 97. | Проходит ли нидерландский номер НДС проверку по 11 или по 97.';

create function clients.vat_digits(country text, digits text) returns boolean
language sql immutable strict parallel safe set search_path = pg_catalog
return case country
  when 'AT' then (6 - clients.luhn(substr(digits, 2, 7)) + 10) % 10 = right(digits, 1)::integer
  when 'BE' then 97 - left(digits, 8)::bigint % 97 = right(digits, 2)::bigint
  when 'DE' then clients.mod_11_10(digits)
  when 'DK' then clients.weighted_sum(digits, '{2,7,6,5,4,3,2,1}') % 11 = 0
  when 'EE' then clients.weighted_sum(digits, '{3,7,1,3,7,1,3,7,1}') % 10 = 0
  when 'EL' then clients.weighted_sum(digits, '{256,128,64,32,16,8,4,2}') % 11 % 10 = right(digits, 1)::integer
  when 'ES' then clients.vat_spain(digits)
  when 'FI' then clients.weighted_sum(digits, '{7,9,10,5,8,4,2,1}') % 11 = 0
  when 'FR' then clients.vat_france(digits)
  when 'HR' then clients.mod_11_10(digits)
  when 'HU' then clients.weighted_sum(digits, '{9,7,3,1,9,7,3,1}') % 10 = 0
  when 'IT' then digits ~ '^[0-9]{7}(0[0-9][1-9]|0[1-9]0|100|12[01]|888|999)' and digits !~ '^0{7}'
    and clients.luhn(digits) = 0
  when 'LU' then left(digits, 6)::bigint % 89 = right(digits, 2)::bigint
  when 'MT' then clients.weighted_sum(digits, '{3,4,6,7,8,9,10,1}') % 37 = 0
  when 'NL' then clients.vat_netherlands('NL' || digits)
  when 'PL' then clients.weighted_sum(digits, '{6,5,7,2,3,4,5,6,7}') % 11 = right(digits, 1)::integer
  when 'PT' then (11 - clients.weighted_sum(digits, '{9,8,7,6,5,4,3,2}') % 11) % 11 % 10 = right(digits, 1)::integer
  when 'SE' then clients.luhn(left(digits, 10)) = 0
  else true
end;
comment on function clients.vat_digits is
  'Whether the digits behind the prefix fit the check digits of the member state, where it has any. | Верны ли контрольные цифры номера НДС, если они есть у страны.';

-- A number of another country is judged by its alphabet only: Mexico's may well begin with ES.
create function clients.vat_valid(vat text, country text) returns boolean
language sql immutable parallel safe set search_path = pg_catalog
return case
  when vat is null then true
  when vat !~ '^[0-9A-Z+*./-]{4,20}$' then false
  when country is not null and strpos(
    'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK', country) = 0
    then true
  when country is null and strpos(
    'AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI',
    left(vat, 2)) = 0 then true
  else clients.vat_form(vat) and clients.vat_digits(left(vat, 2), substr(vat, 3))
end;
comment on function clients.vat_valid is
  'Whether a VAT number of a country of the European Union is right; numbers of others only have to be short. | Верен ли номер НДС страны ЕС; у остальных проверяется только вид.';

grant execute on function
  clients.iban_valid, clients.luhn, clients.mod_11_10, clients.vat_form, clients.vat_france,
  clients.vat_spain, clients.vat_netherlands, clients.vat_digits, clients.vat_valid
  to crm_service, crm_limited;
