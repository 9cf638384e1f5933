-- 0286_clients_duplicate_key: by what a party would be taken for one that is there already.
-- Why: the same company is written in many ways; ways that mean the same have one key, and equal keys are found by an
-- index, however large the register. Kind: expand. Locks: clients.party and clients.channel, for milliseconds
-- (triggers). Time: milliseconds; 0334 fills it. Forward only.
create extension if not exists pg_trgm with schema ext;

-- As register clerks count spellings: small letters, digits, underscores, ampersands and single spaces.
create function clients.name_spelling(name text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog
return clients.tidy(regexp_replace(lower(name), '[^[:alnum:]_&[:space:]]', '', 'g'));
comment on function clients.name_spelling is
  'A name without capitals and punctuation. | Название без прописных букв и знаков препинания.';

-- Words of a name that tell it from others: without legal forms, unless there is nothing else.
create function clients.name_words(name text) returns text[]
language sql immutable strict parallel safe set search_path = pg_catalog
begin atomic
  with tidied (line) as (
    select regexp_replace(
      regexp_replace(replace(translate(lower(name), 'ё.''’`', 'е'), '&', ' and '), '[^[:alnum:]]+', ' ', 'g'),
      '\m(общество с ограниченной ответственностью|(публичное |непубличное |открытое |закрытое )?акционерное общество|индивидуальный предприниматель|товарищество с ограниченной ответственностью|limited liability (company|partnership)|public limited company|private limited|sp z o ?o|s a r l|g m b h)\M',
      ' ', 'g')
  ),
  words (word, place) as (
    select w.word, w.place from tidied, unnest(string_to_array(btrim(line), ' ')) with ordinality as w (word, place)
    where w.word <> ''
  ),
  telling (word, place) as (
    select word, place from words
    where word <> all ('{ооо,оао,зао,пао,нао,ао,ип,чп,тоо,одо,чуп,гуп,муп,фгуп,ано,the,ltd,limited,llc,llp,lp,plc,inc,incorporated,corp,corporation,co,company,gmbh,mbh,ag,kg,ohg,ug,sa,sas,sarl,eurl,sl,slu,srl,spa,snc,bv,nv,oy,oyj,ab,asa,aps,kft,zrt,doo,sro,spzoo,ltda,pty,pte,pvt,kk,se}'::text[])
  )
  select coalesce(
    (select array_agg(word order by place) from telling), (select array_agg(word order by place) from words), '{}');
end;
comment on function clients.name_words is
  'The words of a name without legal forms. | Слова названия без организационно-правовых форм.';

-- Cyrillic in Latin letters; then what is written now so, now so, in one way, and doubled letters once. Without regular
-- expressions, which would take ten times as long.
create function clients.latin(words text) returns text
language plpgsql immutable strict parallel safe set search_path = pg_catalog as $$
declare
  said text := translate(lower(words), 'абвгдеёзийклмнопрстуфхыэіїєґўäåàáâãçèéêëìíîïñòóôõöøùúûüýÿčćďěłńňřśšťůźżžьъ',
    'abvgdeeziyklmnoprstufhyeiieguaaaaaaceeeeiiiinoooooouuuuyyccdelnnrsstuzzz');
  pair text[];
begin
  foreach pair slice 1 in array array[
    ['щ', 'shch'], ['ж', 'zh'], ['ч', 'ch'], ['ш', 'sh'], ['ю', 'yu'], ['я', 'ya'], ['ц', 'ts'], ['ß', 'ss'],
    ['kh', 'h'], ['iu', 'yu'], ['ju', 'yu'], ['ia', 'ya'], ['ja', 'ya'], ['iy', 'y'], ['ij', 'y'], ['yi', 'y'],
    ['j', 'y'], ['ai', 'ay'], ['ei', 'ey'], ['oi', 'oy'], ['ui', 'uy'], ['w', 'v'], ['aa', 'a'], ['bb', 'b'],
    ['cc', 'c'], ['dd', 'd'], ['ee', 'e'], ['ff', 'f'], ['gg', 'g'], ['kk', 'k'], ['ll', 'l'], ['mm', 'm'],
    ['nn', 'n'], ['oo', 'o'], ['pp', 'p'], ['rr', 'r'], ['ss', 's'], ['tt', 't'], ['uu', 'u'], ['yy', 'y'], ['zz', 'z']]
  loop
    said := replace(said, pair[1], pair[2]);
  end loop;
  return said;
end
$$;
comment on function clients.latin is
  'Words in Latin letters, in one of their ways. | Слова латиницей, в одном из вариантов.';

-- The keys of a name.
create function clients.name_keys(name text) returns table (kind text, key text)
language plpgsql immutable strict parallel safe rows 3 set search_path = pg_catalog as $$
declare
  words constant text[] := clients.name_words(name);
begin
  kind := 'spelling';
  key := left(clients.name_spelling(name), 300);
  if key <> '' then return next; end if;
  kind := 'name';
  key := left(array_to_string(words, ''), 300);
  if key <> '' then return next; end if;
  kind := 'latin';
  key := left((select string_agg(w.word, ' ' order by w.word collate "C") from (
    select distinct u.word from unnest(string_to_array(clients.latin(array_to_string(words, ' ')), ' ')) as u (word)) as w), 300);
  if key <> '' then return next; end if;
end
$$;
comment on function clients.name_keys is
  'The keys by which a name is compared. | Ключи, по которым сравнивают название.';

create table clients.party_duplicate_key (
  -- Not cascading: what goes along with a record keeps it from being taken back as something that refers to it.
  party_id bigint not null constraint party_duplicate_key_party_fkey references clients.party,
  kind text not null constraint party_duplicate_key_kind_known
    check (kind in ('spelling', 'name', 'latin', 'tax', 'phone', 'email')),
  key text not null,
  constraint party_duplicate_key_pkey primary key (party_id, kind, key)
);
comment on table clients.party_duplicate_key is
  'Key of a party: by which others like it are found. | Ключ контрагента: по нему находят похожих.';
comment on column clients.party_duplicate_key.party_id is 'Party: whose key. | Контрагент: чей ключ.';
comment on column clients.party_duplicate_key.kind is
  'Kind: what it is made of. | Вид: из чего составлен. {spelling=Spelling/Написание, name=Name without legal form/Название без формы, latin=Name in Latin letters/Название латиницей, tax=Tax number/Налоговый номер, phone=Phone/Телефон, email=E-mail/Эл. почта}';
comment on column clients.party_duplicate_key.key is 'Key: that is equal for equals. | Ключ: равный у равных.';
comment on constraint party_duplicate_key_party_fkey on clients.party_duplicate_key is
  'There is no such party. | Такого контрагента нет.';
comment on constraint party_duplicate_key_kind_known on clients.party_duplicate_key is
  'The kind is spelling, name, latin, tax, phone or email. | Вид: spelling, name, latin, tax, phone или email.';
alter table clients.party_duplicate_key enable row level security;
create policy party_duplicate_key_nobody on clients.party_duplicate_key for select using (false);
comment on policy party_duplicate_key_nobody on clients.party_duplicate_key is
  'Only the functions that compare. | Только функции сравнения.';

-- What a party's own fields give, and what its channels do.
create function clients.own_keys(p clients.party) returns table (kind text, key text)
language sql immutable parallel safe rows 6 set search_path = pg_catalog
begin atomic
  select k.kind, k.key from clients.name_keys((p).name) as k
  union select k.kind, k.key from clients.name_keys((p).legal_name) as k
  union select 'tax', t.number from (values ((p).inn), (upper((p).vat_number))) as t (number) where t.number is not null;
end;
comment on function clients.own_keys is
  'The keys of a party''s own fields. | Ключи собственных полей контрагента.';

create function clients.keep_own_keys() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op = 'UPDATE' then
    delete from clients.party_duplicate_key as k
    where k.party_id = new.id and k.kind in ('spelling', 'name', 'latin', 'tax')
      and not exists (select from clients.own_keys(new) as n where n.kind = k.kind and n.key = k.key);
  end if;
  insert into clients.party_duplicate_key (party_id, kind, key)
  select new.id, n.kind, n.key from clients.own_keys(new) as n on conflict do nothing;
  return null;
end
$$;
comment on function clients.keep_own_keys is
  'Keeps the keys of a party. | Ведёт ключи контрагента.';
create function clients.drop_keys() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  delete from clients.party_duplicate_key as k where k.party_id = old.id;
  return old;
end
$$;
comment on function clients.drop_keys is
  'Drops the keys of a party that goes. | Убирает ключи удаляемого контрагента.';
create trigger keys_party_gone before delete on clients.party
  for each row execute function clients.drop_keys();
create trigger keys_party_new after insert on clients.party
  for each row execute function clients.keep_own_keys();
create trigger keys_party_changed after update of name, legal_name, inn, vat_number on clients.party
  for each row when ((old.name, old.legal_name, old.inn, old.vat_number)
    is distinct from (new.name, new.legal_name, new.inn, new.vat_number))
  execute function clients.keep_own_keys();

create function clients.keep_channel_keys() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op <> 'INSERT' then
    delete from clients.party_duplicate_key as k
    where k.party_id = old.party_id and k.kind = old.kind and k.key = old.value
      and not exists (select from clients.channel as c
        where c.party_id = old.party_id and c.kind = old.kind and c.value = old.value and c.valid);
  end if;
  if tg_op <> 'DELETE' and new.valid and new.kind in ('phone', 'email') then
    insert into clients.party_duplicate_key (party_id, kind, key)
    values (new.party_id, new.kind, new.value) on conflict do nothing;
  end if;
  return null;
end
$$;
comment on function clients.keep_channel_keys is
  'Keeps the keys of phones and e-mails. | Ведёт ключи телефонов и почты.';
create trigger keys_channel after insert or delete on clients.channel
  for each row execute function clients.keep_channel_keys();
create trigger keys_channel_changed after update of party_id, kind, value, valid, typed on clients.channel
  for each row execute function clients.keep_channel_keys();

create index party_duplicate_key_idx on clients.party_duplicate_key (kind, key, party_id);
create index party_duplicate_key_similar_idx on clients.party_duplicate_key
  using gin (key ext.gin_trgm_ops) where kind = 'latin';
