-- 0021_clients_russian_numbers: check digits of INN, KPP, OGRN, BIC and bank accounts.
-- Why: a wrong requisite is found when it is typed, not when the bank returns the payment.
-- Source: orders of the tax service MMV-7-6/435@ (INN, KPP) and of the Bank of Russia 515 (key of
-- an account). Kind: expand. Locks: none. Time: milliseconds. Forward only.
create function clients.weighted_sum(digits text, weights integer[]) returns integer
language plpgsql immutable strict parallel safe set search_path = pg_catalog as $$
declare
  total integer := 0;
begin
  for place in 1..cardinality(weights) loop
    total := total + substr(digits, place, 1)::integer * weights[place];
  end loop;
  return total;
end
$$;
comment on function clients.weighted_sum is
  'Sum of the leading digits, each times its weight. | Сумма первых цифр, умноженных на веса.';

create function clients.inn_valid(inn text) returns boolean
language plpgsql immutable strict parallel safe set search_path = pg_catalog as $$
begin
  if inn !~ '^([0-9]{10}|[0-9]{12})$' or inn ~ '^0+$' then
    return false;
  elsif length(inn) = 10 then
    return clients.weighted_sum(inn, '{2,4,10,3,5,9,4,6,8}') % 11 % 10 = right(inn, 1)::integer;
  end if;
  return clients.weighted_sum(inn, '{7,2,4,10,3,5,9,4,6,8}') % 11 % 10
      = substr(inn, 11, 1)::integer
    and clients.weighted_sum(inn, '{3,7,2,4,10,3,5,9,4,6,8}') % 11 % 10 = right(inn, 1)::integer;
end
$$;
comment on function clients.inn_valid is
  'Whether a Russian tax number has 10 or 12 digits and right check digits. | Верны ли длина и контрольные цифры ИНН.';

create function clients.kpp_valid(kpp text) returns boolean
language sql immutable strict parallel safe set search_path = pg_catalog
return kpp ~ '^[0-9]{4}[0-9A-Z]{2}[0-9]{3}$' and kpp !~ '^00';
comment on function clients.kpp_valid is
  'Whether a registration reason code has its form (it has no check digit). | Верен ли вид КПП (контрольной цифры у него нет).';

create function clients.ogrn_valid(ogrn text) returns boolean
language sql immutable strict parallel safe set search_path = pg_catalog
return case
  when ogrn ~ '^[1-9][0-9]{12}$' then
    left(ogrn, 12)::bigint % 11 % 10 = right(ogrn, 1)::bigint
  when ogrn ~ '^[34][0-9]{14}$' then
    left(ogrn, 14)::bigint % 13 % 10 = right(ogrn, 1)::bigint
  else false
end;
comment on function clients.ogrn_valid is
  'Whether a state registration number (13 digits, 15 of an entrepreneur) has a right check digit. | Верна ли контрольная цифра ОГРН (13 знаков) или ОГРНИП (15 знаков).';

create function clients.bic_valid(bic text) returns boolean
language sql immutable strict parallel safe set search_path = pg_catalog
return bic ~ '^0[0-4][0-9]{7}$';
comment on function clients.bic_valid is
  'Whether a bank code of the Bank of Russia has its form. | Верен ли вид БИК Банка России.';

-- The letter on place 6 is that of a clearing currency and counts as a digit. Banks whose BIC ends
-- in 000-002 are offices of the Bank of Russia; accounts of the treasury (BIC 00, 01, 02) have
-- rules of their own and are not judged.
create function clients.account_valid(account text, bic text, correspondent boolean)
returns boolean
language sql immutable parallel safe set search_path = pg_catalog
return case
  when account is null then true
  when account !~ '^[0-9]{5}[0-9ABCEHKMPTX][0-9]{14}$' then false
  when bic is null or bic !~ '^0[34]' then true
  else clients.weighted_sum(
    case when correspondent or right(bic, 3) in ('000', '001', '002')
      then '0' || substr(bic, 5, 2) else right(bic, 3) end
    || translate(account, 'ABCEHKMPTX', '0123456789'),
    '{7,1,3,7,1,3,7,1,3,7,1,3,7,1,3,7,1,3,7,1,3,7,1}') % 10 = 0
end;
comment on function clients.account_valid is
  'Whether a Russian account of 20 digits fits the control key of its bank. | Подходит ли 20-значный счёт к контрольному ключу своего банка.';

grant execute on function
  clients.weighted_sum, clients.inn_valid, clients.kpp_valid, clients.ogrn_valid,
  clients.bic_valid, clients.account_valid
  to crm_service, crm_limited;
