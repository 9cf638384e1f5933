-- 0024_clients_tree: the trigger that keeps a tree a tree, and the words for common columns.
-- Why: a group inside itself would make every walk through the tree endless. It looks at rows the
-- caller may not see, so it runs as the owner; one lock per table keeps two writers from closing a
-- circle together. Kind: expand. Locks: none. Time: milliseconds. Forward only.
create function clients.refuse_cycle() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  circle boolean;
begin
  perform pg_advisory_xact_lock(tg_relid::bigint);
  execute format(
    'with recursive above (id, parent_id) as (
       select id, parent_id from %1$s where id = $1
       union
       select t.id, t.parent_id from %1$s as t join above as a on t.id = a.parent_id
     )
     select exists (select from above where id = $2)', tg_relid::regclass)
    into circle using new.parent_id, new.id;
  if circle then
    raise exception 'a record cannot stand above itself'
      using errcode = 'check_violation', schema = tg_table_schema, table = tg_table_name,
        column = 'parent_id', constraint = tg_name;
  end if;
  return null;
end
$$;
comment on function clients.refuse_cycle is
  'Refuses a parent_id that would close a circle; the constraint is named by the trigger. | Отклоняет parent_id, замыкающий круг; ограничение названо по триггеру.';

-- The columns that every table here has are described once, by this, right after it is made.
create function clients.describe_common(record regclass) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  part record;
begin
  for part in
    select a.attname, d.words
    from (values
      ('id', 'Number: of the record, given by the database. | Номер: записи, даёт база данных.'),
      ('version', 'Version: grows with every change. | Версия: растёт с каждым изменением.'),
      ('created_at', 'Created: when it was entered. | Создано: когда внесено.'),
      ('created_by', 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.'),
      ('updated_at', 'Changed: when it was last changed. | Изменено: когда менялось последний раз.'),
      ('updated_by', 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.'),
      ('owner_id', 'Owner: the account that is responsible. | Ответственный: учётная запись, которая отвечает.'),
      ('department_id', 'Department: whose work it is. | Отдел: чья это работа.'),
      ('external_source', 'Source: the system or file it came from. | Источник: система или файл, откуда пришло.'),
      ('external_key', 'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.'),
      ('archived_at', 'Archived: when it was put away; it can be restored. | В архиве: когда убрано; можно вернуть.')
    ) as d (name, words)
    join pg_attribute as a on a.attrelid = record and a.attname = d.name
  loop
    execute format('comment on column %s.%I is %L', record, part.attname, part.words);
  end loop;
  for part in
    select c.conname, d.words
    from (values
      ('%\_external\_key', 'This key of the source is already here. | Этот ключ источника уже есть.'),
      ('%\_external\_length', 'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.'),
      ('%\_party\_fkey', 'There is no such party. | Такого контрагента нет.'),
      ('%\_owner\_fkey', 'There is no such account. | Такой учётной записи нет.'),
      ('%\_department\_fkey', 'There is no such department. | Такого отдела нет.')
    ) as d (name, words)
    join pg_constraint as c on c.conrelid = record and c.conname like d.name
  loop
    execute format('comment on constraint %I on %s is %L', part.conname, record, part.words);
  end loop;
end
$$;
comment on function clients.describe_common is
  'Comments the columns that every table of the area has. | Описывает столбцы, общие для всех таблиц области.';
