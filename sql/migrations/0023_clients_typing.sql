-- 0023_clients_typing: one form for what people type: names, requisites, phones, e-mails.
-- Why: equal things must be equal in an index. Phones become E.164 with the Russian habits: 8 or
-- nothing before ten digits is +7; in a party of another country its calling code is put before.
-- Kind: expand. Locks: none. Time: milliseconds. Forward only.
create function clients.tidy(typed text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog
return nullif(btrim(regexp_replace(typed, '\s+', ' ', 'g')), '');
comment on function clients.tidy is
  'Text without white space around and with single spaces inside, null when nothing is left. | Текст без лишних пробелов; пустой становится null.';

create function clients.compact(typed text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog
return nullif(upper(regexp_replace(typed, '[\s./-]', '', 'g')), '');
comment on function clients.compact is
  'A number without spaces, dots, slashes and hyphens, in capitals. | Номер без пробелов, точек, дробей и дефисов, прописными.';

create function clients.calling_code(country text) returns text
language sql immutable parallel safe set search_path = pg_catalog
return case when country is null then '7' else substring(
  'AE971AM374AR54AT43AU61AZ994BA387BE32BG359BR55BY375CA1CH41CL56CN86CO57CY357CZ420DE49DK45DZ213'
  'EE372EG20ES34FI358FR33GB44GE995GR30HK852HR385HU36ID62IE353IL972IN91IR98IS354IT39JP81KG996'
  'KR82KZ7LT370LU352LV371MA212MD373MK389MN976MT356MX52MY60NL31NO47NZ64PE51PH63PK92PL48PT351'
  'QA974RO40RS381RU7SA966SE46SG65SI386SK421TH66TJ992TM993TN216TR90TW886UA380US1UY598UZ998VE58'
  'VN84ZA27'
  from country || '([0-9]+)') end;
comment on function clients.calling_code is
  'Calling code of a country; of none, that of Russia. | Телефонный код страны; без страны — российский.';

create function clients.phone(typed text, country text) returns text
language plpgsql immutable parallel safe set search_path = pg_catalog as $$
declare
  main text := regexp_replace(lower(typed), '(доб|вн|ext|x|#|,|;).*$', '');
  digits text := regexp_replace(main, '[^0-9]', '', 'g');
  code text := clients.calling_code(country);
begin
  if digits = '' then
    return clients.tidy(typed);
  elsif main ~ '^[^0-9]*\+' then
    return '+' || digits;
  elsif digits ~ '^(00|810)[1-9]' and length(digits) > 11 then
    return '+' || regexp_replace(digits, '^(00|810)', '');
  elsif code = '7' and digits ~ '^[78][3-9][0-9]{9}$' then
    return '+7' || right(digits, 10);
  elsif code = '7' and digits ~ '^[3-9][0-9]{9}$' then
    return '+7' || digits;
  elsif code = '7' and digits ~ '^[1-9][0-9]{11,14}$' then
    return '+' || digits;
  elsif code = '1' and digits ~ '^1?[2-9][0-9]{9}$' then
    return '+1' || right(digits, 10);
  elsif code not in ('1', '7') and length(digits) >= 6 then
    return '+' || code || case when country = 'IT' then digits else regexp_replace(digits, '^0', '') end;
  end if;
  return digits;
end
$$;
comment on function clients.phone is
  'A typed phone number in E.164 where it can be told, otherwise its digits. | Набранный телефон в виде E.164, а если нельзя понять — его цифры.';

create function clients.phone_valid(value text) returns boolean
language sql immutable strict parallel safe set search_path = pg_catalog
return case
  when value like '+7%' then value ~ '^\+7[3-9][0-9]{9}$'
  when value like '+1%' then value ~ '^\+1[2-9][0-9]{9}$'
  else value ~ '^\+[2-9][0-9]{6,13}$'
end;
comment on function clients.phone_valid is
  'Whether a phone number is complete in E.164. | Полон ли телефон в виде E.164.';

create function clients.email_valid(value text) returns boolean
language sql immutable strict parallel safe set search_path = pg_catalog
return length(value) <= 254
  and value ~ '^[^\s@<>(),;:"]{1,64}@[^\s@<>(),;:"._-]([^\s@<>(),;:"_]*[^\s@<>(),;:"._-])?\.[^\s@<>(),;:"._-]{2,}$';
comment on function clients.email_valid is
  'Whether an e-mail address has a name, one @ and a domain with a dot. | Есть ли в адресе имя, один знак @ и домен с точкой.';

grant execute on function
  clients.tidy, clients.compact, clients.calling_code, clients.phone, clients.phone_valid,
  clients.email_valid
  to crm_service, crm_limited, crm_reader, crm_report;
