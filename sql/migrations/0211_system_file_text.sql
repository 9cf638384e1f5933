-- 0211_system_file_text: the words of the files at records, which a job reads behind their upload.
-- Why: whoever looks for a contract remembers words of it, not its name. Only the current version of a file that is at
-- a record is read; what could not be read is said on the version. How it is read and found is in 0212. Kind: expand.
-- Locks: system.file, system.file_link and system.file_version, until all that is at records is listed; file_version
-- is read under a light one. Time: about 30 s for a million files at records. Forward only.

-- ё is written as е by half of the people.
create function system.words(p_text text) returns tsvector
language sql immutable parallel safe set search_path = pg_catalog
return to_tsvector('pg_catalog.russian', translate(p_text, 'ёЁ', 'еЕ'))
  || to_tsvector('pg_catalog.english', translate(p_text, 'ёЁ', 'еЕ'));
comment on function system.words is
  'The words of a text as Russian and as English ones. | Слова текста как русские и как английские.';

-- Of contract_2026-11.pdf each part is a word.
create function system.words_of_name(p_name text) returns tsvector
language sql immutable parallel safe set search_path = pg_catalog
return setweight(system.words(regexp_replace(p_name, '[^[:alnum:]]+', ' ', 'g')), 'A');
comment on function system.words_of_name is
  'The words of a file''s name, which weigh more than its text. | Слова имени файла, они весят больше текста.';

create table system.file_text (
  file_id bigint constraint file_text_pkey primary key
    constraint file_text_file_fkey references system.file on delete cascade,
  number integer not null constraint file_text_number_range check (number > 0),
  waits_for text constraint file_text_waits_known check (waits_for in ('job', 'pdftotext')),
  tries integer not null default 0 constraint file_text_tries_range check (tries >= 0),
  content text constraint file_text_length check (length(content) <= 1000000),
  words tsvector not null
);
create index file_text_waiting_idx on system.file_text (waits_for, file_id) where waits_for is not null;
-- Who searches reads no list of what is not sorted in yet.
create index file_text_words_idx on system.file_text using gin (words) with (fastupdate = off);
comment on table system.file_text is
  'File text: what the current version of a file says, for the search. | Текст файла: содержание текущей версии для поиска.';
comment on column system.file_text.file_id is 'File: whose text it is. | Файл: чей текст.';
comment on column system.file_text.number is 'Version: that was read or is to be. | Версия: прочитанная или ожидающая.';
comment on column system.file_text.waits_for is
  'Waits for: the job, or a program that is not installed; empty when it was read. | Ждёт: задания или неустановленной программы; пусто — прочитано. {job=The job/Задание, pdftotext=pdftotext/pdftotext}';
comment on column system.file_text.tries is 'Tries: how often the job has begun to read it. | Попыток: сколько раз начинали читать.';
comment on column system.file_text.content is 'Content: its text, at most a million characters. | Содержание: текст, до миллиона знаков.';
comment on column system.file_text.words is
  'Words: of text and name, in Russian and English. | Слова: текста и имени, по-русски и по-английски.';
comment on constraint file_text_file_fkey on system.file_text is 'There is no such file. | Такого файла нет.';
comment on constraint file_text_number_range on system.file_text is
  'Versions count from 1. | Версии считаются с 1.';
comment on constraint file_text_waits_known on system.file_text is
  'A text waits for job or pdftotext. | Текст ждёт job или pdftotext.';
comment on constraint file_text_tries_range on system.file_text is
  'A number of tries is not negative. | Число попыток не бывает отрицательным.';
comment on constraint file_text_length on system.file_text is
  'At most 1,000,000 characters of a text are kept. | Хранится не больше 1 000 000 знаков текста.';

alter table system.file_version
  add column text_state text, add column text_reason text,
  add constraint file_version_text_state_known
    check (text_state in ('waiting', 'read', 'partial', 'unreadable')) not valid,
  add constraint file_version_text_reason_known check (text_reason in ('damaged', 'encrypted', 'gave_up', 'no_reader',
    'no_text', 'not_supported', 'too_complex', 'too_large', 'too_long', 'too_slow')) not valid,
  add constraint file_version_text_reason_said check (
    (text_reason is not null) = coalesce(text_state in ('partial', 'unreadable'), false)) not valid;
alter table system.file_version validate constraint file_version_text_state_known;
alter table system.file_version validate constraint file_version_text_reason_known;
alter table system.file_version validate constraint file_version_text_reason_said;
comment on column system.file_version.text_state is
  'Text: whether the search knows what it says; empty when nobody looked, since it is at no record or was replaced before. | Текст: знает ли его поиск; пусто, если не смотрели: файл ни с чем не связан или заменён раньше. {waiting=Waits to be read/Ждёт чтения, read=Read/Прочитан, partial=Read in part/Прочитан частично, unreadable=Could not be read/Не прочитан}';
comment on column system.file_version.text_reason is
  'Reason: why its text was not read, or not all of it. | Причина: почему текст не прочитан или прочитан не весь. {damaged=It is damaged or not what its name says/Повреждён или не то что в имени, encrypted=It is protected by a password or of an old format/Защищён паролем или старого формата, gave_up=Reading it failed several times/Чтение несколько раз не удалось, no_reader=The program that reads it is not installed/Программа для чтения не установлена, no_text=There is no text in it/В нём нет текста, not_supported=Files of this kind are not read/Файлы такого вида не читаются, too_complex=It nests too deep or declares entities/Слишком сложен или объявляет сущности, too_large=It is too large or unpacks to too much/Слишком велик или распаковывается в слишком многое, too_long=Only the first million characters are known/Известен только первый миллион знаков, too_slow=Reading it took too long/Чтение заняло слишком много времени}';
comment on constraint file_version_text_state_known on system.file_version is
  'The state of a text is waiting, read, partial or unreadable. | Состояние текста: waiting, read, partial или unreadable.';
comment on constraint file_version_text_reason_known on system.file_version is
  'This reason is not known. | Такой причины нет.';
comment on constraint file_version_text_reason_said on system.file_version is
  'What was not read, or not whole, has a reason, and nothing else. | Причина есть у непрочитанного или прочитанного частично, и только у него.';

-- A version that was replaced before it was read is of no use to the search.
create function system.await_text(p_file bigint) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into system.file_text as t (file_id, number, waits_for, words)
  select f.id, f.content_version, 'job', system.words_of_name(f.name) from system.file as f where f.id = p_file
  on conflict (file_id) do update set number = excluded.number, waits_for = 'job', tries = 0, content = null,
    words = excluded.words where t.number <> excluded.number;
  if found then
    update system.file_version as v set text_state = case when v.number = t.number then 'waiting' end, text_reason = null
    from system.file_text as t
    where t.file_id = p_file and v.file_id = p_file and (v.number = t.number or v.text_state = 'waiting');
  end if;
end
$$;
comment on function system.await_text is
  'Lets the job read the current version of a file. | Ставит текущую версию файла в очередь на чтение.';

create function system.await_link_text() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform system.await_text(new.file_id);
  return null;
end
$$;
comment on function system.await_link_text is
  'Lets a file be read when it comes to a record. | Ставит файл на чтение, когда его связывают с записью.';
create trigger file_link_text after insert on system.file_link
  for each row execute function system.await_link_text();

create function system.await_version_text() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.content_version <> old.content_version then
    perform system.await_text(t.file_id) from system.file_text as t where t.file_id = new.id;
  else
    update system.file_text as t set words = ts_filter(t.words, '{d}') || system.words_of_name(new.name)
    where t.file_id = new.id;
  end if;
  return null;
end
$$;
comment on function system.await_version_text is
  'Lets a new version be read, and finds a file by its new name. | Ставит новую версию на чтение и находит файл по новому имени.';
-- Named so that it fires behind file_version_next, which lists the version.
create trigger text_of_file after update on system.file
  for each row when ((old.content_version, old.name) is distinct from (new.content_version, new.name))
  execute function system.await_version_text();

-- What is there already.
insert into system.file_text (file_id, number, waits_for, words)
select f.id, f.content_version, 'job', system.words_of_name(f.name) from system.file as f
where exists (select from system.file_link as l where l.file_id = f.id);
update system.file_version as v set text_state = 'waiting' from system.file_text as t
where v.file_id = t.file_id and v.number = t.number;

alter table system.file_text enable row level security;
