-- 0050_system_content: the bytes of files, in pieces, each content once.
-- Why: here row policies, one backup and every node of the service reach them. The database itself reckons from
-- the pieces whether two contents are the same, so a digest that somebody knows opens nothing to him.
-- Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table system.content (
  id bigint generated always as identity constraint content_pkey primary key,
  created_at timestamptz not null default now(),
  -- Who sends it; null once it is kept, since then it belongs to the files that have it.
  account_id bigint default access.account_id()
    constraint content_account_fkey references access.account,
  type text not null constraint content_type_form
    check (length(type) <= 127 and type ~ '^[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+$'),
  size bigint not null constraint content_size_range check (size >= 0),
  sha256 text not null constraint content_sha256_form check (sha256 ~ '^[0-9a-f]{64}$'),
  kept_at timestamptz,
  -- SHA-256 of the digests of its pieces, one after the other.
  tree bytea,
  constraint content_kept check ((kept_at is null) = (tree is null)
    and (kept_at is null or account_id is null))
);
create index content_account_idx on system.content (account_id) where account_id is not null;
create index content_arriving_idx on system.content (created_at) where kept_at is null;
create unique index content_kept_key on system.content (sha256, tree) where kept_at is not null;

create table system.content_piece (
  content_id bigint not null
    constraint content_piece_content_fkey references system.content on delete cascade,
  start bigint not null constraint content_piece_start_range check (start >= 0),
  bytes bytea not null
    constraint content_piece_size check (octet_length(bytes) between 1 and 262144),
  digest bytea not null generated always as (sha256(bytes)) stored,
  constraint content_piece_pkey primary key (content_id, start)
);
-- Most files are compressed already.
alter table system.content_piece alter column bytes set storage external;

-- What is kept never changes: whoever keeps a content holds its row, and a piece that comes late waits for that.
create function system.judge_piece() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform from system.content as c
  where c.id = new.content_id and c.kept_at is null
    and c.account_id is not distinct from access.account_id()
  for key share;
  if not found then
    raise exception 'a content that is not on its way' using errcode = 'check_violation',
      constraint = 'content_piece_arriving', table = 'content_piece', schema = 'system',
      column = 'content_id';
  end if;
  return new;
end
$$;
comment on function system.judge_piece is
  'Refuses pieces of what does not arrive from the caller. | Не принимает части того, что передаёт не вызывающий.';
create trigger content_piece_arriving before insert on system.content_piece
  for each row execute function system.judge_piece();
comment on trigger content_piece_arriving on system.content_piece is
  'A piece belongs to a content that you are sending. | Часть относится к тому, что вы сейчас передаёте.';

-- Keeps what the caller has sent whole; the same bytes once. Answers what is kept, which may be older.
create function system.keep_content(p_content bigint) returns system.content
language plpgsql security definer set search_path = pg_catalog as $$
declare
  arriving system.content;
  twin bigint;
  whole boolean;
  root bytea;
begin
  select * into arriving from system.content as c
  where c.id = p_content and c.kept_at is null
    and c.account_id is not distinct from access.account_id()
  for update;
  if not found then
    raise exception 'a content that is not the caller''s' using errcode = 'check_violation',
      constraint = 'file_content_own', table = 'file', schema = 'system', column = 'content_id';
  end if;
  select coalesce(bool_and(p.start = p.before), true)
      and coalesce(sum(p.length), 0) = arriving.size,
    sha256(coalesce(string_agg(p.digest, ''::bytea order by p.start), ''))
  into whole, root
  from (
    select q.start, q.digest, octet_length(q.bytes) as length, coalesce(sum(octet_length(q.bytes))
      over (order by q.start rows between unbounded preceding and 1 preceding), 0) as before
    from system.content_piece as q where q.content_id = arriving.id) as p;
  if not whole then
    raise exception 'a content with gaps' using errcode = 'check_violation',
      constraint = 'file_content_whole', table = 'file', schema = 'system', column = 'content_id';
  end if;
  -- Of the same bytes that come twice at once, the second sees the first.
  perform pg_advisory_xact_lock(hashtextextended(arriving.sha256, 6517357));
  select c.id into twin from system.content as c
  where c.sha256 = arriving.sha256 and c.tree = root and c.kept_at is not null for key share;
  if found then
    delete from system.content where id = arriving.id;
    arriving.id := twin;
  else
    update system.content set kept_at = now(), tree = root, account_id = null
    where id = arriving.id;
  end if;
  return arriving;
end
$$;
comment on function system.keep_content is
  'Keeps a content that has arrived whole. | Сохраняет полученное целиком содержимое.';

comment on table system.content is
  'Content: bytes, kept once however many files have them. | Содержимое: байты, хранимые один раз для всех файлов.';
comment on column system.content.id is 'Number: of the content. | Номер: содержимого.';
comment on column system.content.created_at is 'Created: when it began to arrive. | Создано: когда начало поступать.';
comment on column system.content.account_id is
  'Account: who sends it; empty once it is kept. | Учётная запись: кто передаёт; пусто, когда сохранено.';
comment on column system.content.type is
  'Type: the media type it was sent with. | Тип: тип данных, с которым передано.';
comment on column system.content.size is 'Size: in bytes. | Размер: в байтах.';
comment on column system.content.sha256 is 'SHA-256: of its bytes. | SHA-256: его байтов.';
comment on column system.content.kept_at is
  'Kept at: when it had arrived whole. | Сохранено: когда получено целиком.';
comment on column system.content.tree is
  'Tree: SHA-256 of the digests of its pieces. | Дерево: SHA-256 от сумм его частей.';
comment on constraint content_account_fkey on system.content is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint content_type_form on system.content is
  'A media type, such as application/pdf. | Тип данных, например application/pdf.';
comment on constraint content_size_range on system.content is
  'A size is not negative. | Размер не бывает отрицательным.';
comment on constraint content_sha256_form on system.content is
  'A SHA-256 has 64 hexadecimal digits. | SHA-256 — это 64 шестнадцатеричные цифры.';
comment on constraint content_kept on system.content is
  'What is kept has a tree and no sender. | У сохранённого есть дерево и нет отправителя.';
comment on index system.content_kept_key is
  'These bytes are kept already. | Эти байты уже сохранены.';
comment on table system.content_piece is
  'Piece: at most 256 KiB of a content. | Часть: до 256 КиБ содержимого.';
comment on column system.content_piece.content_id is 'Content: whose. | Содержимое: чья часть.';
comment on column system.content_piece.start is
  'Start: the place of its first byte. | Начало: место первого байта.';
comment on column system.content_piece.bytes is 'Bytes: as they came. | Байты: как поступили.';
comment on column system.content_piece.digest is 'Digest: SHA-256 of the bytes. | Сумма: SHA-256 байтов.';
comment on constraint content_piece_content_fkey on system.content_piece is
  'There is no such content. | Такого содержимого нет.';
comment on constraint content_piece_start_range on system.content_piece is
  'A piece does not start before the content. | Часть не начинается раньше содержимого.';
comment on constraint content_piece_size on system.content_piece is
  'A piece has 1 to 262144 bytes. | В части от 1 до 262144 байт.';
