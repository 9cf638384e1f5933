-- 0175_work_task_comment: what people say about a task, and whom they mention.
-- Why: who is called by name in a comment must learn of it. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create table work.task_comment (
  id bigint generated always as identity constraint task_comment_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint constraint task_comment_created_by_fkey references access.account,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  task_id bigint not null
    constraint task_comment_task_fkey references work.task on delete cascade,
  body text not null constraint task_comment_body_length check (length(body) between 1 and 20000),
  external_source text,
  external_key text,
  constraint task_comment_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint task_comment_external_key unique (external_source, external_key)
);
create index task_comment_task_idx on work.task_comment (task_id, id);
create index task_comment_created_by_idx on work.task_comment (created_by, id);

-- Follows from the text alone; written by its trigger.
create table work.task_mention (
  comment_id bigint not null
    constraint task_mention_comment_fkey references work.task_comment,
  account_id bigint not null
    constraint task_mention_account_fkey references access.account,
  created_at timestamptz not null default now(),
  constraint task_mention_pkey primary key (comment_id, account_id)
);
create index task_mention_account_idx on work.task_mention (account_id, comment_id);

-- @login, wherever it stands; a dot or hyphen that ends a sentence is none of the login.
create function work.mentions_in(p_body text) returns text[]
language sql immutable set search_path = pg_catalog
return array(
  select distinct lower(rtrim(m.parts[1], '._@-'))
  from regexp_matches(p_body, '(?:^|[^[:alnum:]._@-])@([[:alnum:]][[:alnum:]._@-]{0,99})', 'g') as m (parts));
comment on function work.mentions_in is
  'The logins that a text mentions by @. | Логины, упомянутые в тексте через @.';

create function work.keep_mentions() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' then
    delete from work.task_mention as m where m.comment_id = old.id;
    return old;
  end if;
  delete from work.task_mention as m using access.account as a
  where m.comment_id = new.id and a.id = m.account_id
    and a.login_key <> all (work.mentions_in(new.body) collate "C");
  insert into work.task_mention (comment_id, account_id)
  select new.id, a.id from access.account as a
  where a.login_key = any (work.mentions_in(new.body) collate "C") and a.archived_at is null
  on conflict do nothing;
  return null;
end
$$;
comment on function work.keep_mentions is
  'Notes whom a comment mentions. | Запоминает, кого упоминает комментарий.';
create trigger task_comment_mentions after insert or update of body on work.task_comment
  for each row execute function work.keep_mentions();
comment on trigger task_comment_mentions on work.task_comment is
  'Notes whom the text mentions. | Запоминает, кого упоминает текст.';
create trigger task_comment_gone before delete on work.task_comment
  for each row execute function work.keep_mentions();
comment on trigger task_comment_gone on work.task_comment is
  'Its mentions go with it. | Упоминания уходят вместе с ним.';

comment on table work.task_comment is
  'Comment: what somebody says about a task; @login tells that person. | Комментарий: что сказано о задаче; @логин уведомит человека.';
comment on column work.task_comment.task_id is 'Task: that it is about. | Задача: о которой речь.';
comment on column work.task_comment.body is 'Text: what is said. | Текст: что сказано.';
comment on constraint task_comment_created_by_fkey on work.task_comment is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint task_comment_task_fkey on work.task_comment is
  'There is no such task. | Такой задачи нет.';
comment on constraint task_comment_body_length on work.task_comment is
  'The text must have 1 to 20,000 characters. | Текст должен быть от 1 до 20 000 знаков.';
comment on table work.task_mention is
  'Mention: an account that a comment names. | Упоминание: учётная запись, названная в комментарии.';
comment on column work.task_mention.comment_id is 'Comment: that names. | Комментарий: который называет.';
comment on column work.task_mention.account_id is 'Account: who is named. | Учётная запись: кто назван.';
comment on column work.task_mention.created_at is 'Created: since when. | Создано: с какого времени.';
comment on constraint task_mention_comment_fkey on work.task_mention is
  'There is no such comment. | Такого комментария нет.';
comment on constraint task_mention_account_fkey on work.task_mention is
  'There is no such account. | Такой учётной записи нет.';
select clients.describe_common('work.task_comment'::regclass);
select system.business('work.task_comment'::regclass, 'task_id', 'work.task'::regclass);

-- Whoever sees a task may say something about it; what was said is its author's.
alter table work.task_comment enable row level security;
alter table work.task_mention enable row level security;
select access.make_policy('work.task_comment'::regclass, p.command, format(
    '(select access.level(''task_comments'', %L)) > 0'
    ' and exists (select from work.task as parent where parent.id = task_comment.task_id)', p.action)
  || p.more)
from (values ('select', 'read', ''), ('insert', 'create', ''),
  ('update', 'update', ' and (created_by = (select access.account_id()) or (select access.everything(''task_comments'', ''update'')))'),
  ('delete', 'delete', ' and (created_by = (select access.account_id()) or (select access.everything(''task_comments'', ''delete'')))'))
  as p (command, action, more);
select access.make_policy('work.task_mention'::regclass, 'select',
  'exists (select from work.task_comment as c where c.id = comment_id)');
select access.grant_columns('work.task_comment'::regclass);
grant select on work.task_mention to crm_service, crm_limited, crm_reader, crm_report;
select work.permit('{task_comments}');
