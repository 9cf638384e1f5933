-- 0174_work_task_part: the checklist and the labels of a task.
-- Why: a task has steps too small for tasks of their own, and marks to find it by. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table work.checklist_item (
  id bigint generated always as identity constraint checklist_item_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  task_id bigint not null
    constraint checklist_item_task_fkey references work.task on delete cascade,
  title text not null
    constraint checklist_item_title_length check (length(title) between 1 and 300),
  done boolean not null default false,
  place integer not null default 1
    constraint checklist_item_place_range check (place between 1 and 1000),
  external_source text,
  external_key text,
  constraint checklist_item_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint checklist_item_external_key unique (external_source, external_key)
);
create index checklist_item_task_idx on work.checklist_item (task_id, place, id);
comment on table work.checklist_item is
  'Checklist item: a step of a task. | Пункт списка: шаг задачи.';
comment on column work.checklist_item.task_id is 'Task: whose step. | Задача: чей шаг.';
comment on column work.checklist_item.title is 'Title: what is to be done. | Название: что сделать.';
comment on column work.checklist_item.done is 'Done: whether it is. | Сделан: сделан ли.';
comment on column work.checklist_item.place is 'Place: in the order. | Место: по порядку.';
comment on constraint checklist_item_task_fkey on work.checklist_item is
  'There is no such task. | Такой задачи нет.';
comment on constraint checklist_item_title_length on work.checklist_item is
  'The title must have 1 to 300 characters. | Название должно быть от 1 до 300 знаков.';
comment on constraint checklist_item_place_range on work.checklist_item is
  'The place must be 1 to 1,000. | Место — от 1 до 1000.';
select clients.describe_common('work.checklist_item'::regclass);
select system.business('work.checklist_item'::regclass, 'task_id', 'work.task'::regclass);
select work.protect_part('work.checklist_item'::regclass);

create table work.task_tag (
  id bigint generated always as identity constraint task_tag_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  task_id bigint not null
    constraint task_tag_task_fkey references work.task on delete cascade,
  tag_id bigint not null
    constraint task_tag_tag_fkey references clients.tag,
  external_source text,
  external_key text,
  constraint task_tag_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint task_tag_external_key unique (external_source, external_key),
  constraint task_tag_key unique (task_id, tag_id)
);
create index task_tag_task_idx on work.task_tag (task_id, id);
create index task_tag_tag_idx on work.task_tag (tag_id, task_id);
comment on table work.task_tag is
  'Tag of a task: a mark that is set on it. | Метка задачи: пометка, стоящая на ней.';
comment on column work.task_tag.task_id is 'Task: that is marked. | Задача: которая помечена.';
comment on column work.task_tag.tag_id is 'Tag: the mark. | Метка: пометка.';
comment on constraint task_tag_task_fkey on work.task_tag is
  'There is no such task. | Такой задачи нет.';
comment on constraint task_tag_tag_fkey on work.task_tag is
  'There is no such tag, or tasks still bear it. | Такой метки нет, либо она ещё стоит на задачах.';
comment on constraint task_tag_key on work.task_tag is
  'The task already bears this tag. | Эта метка на задаче уже стоит.';
select clients.describe_common('work.task_tag'::regclass);
select system.business('work.task_tag'::regclass, 'task_id', 'work.task'::regclass);
select work.protect_part('work.task_tag'::regclass);
select work.permit('{checklist_items,task_tags}');
