-- 0150_system_reminder: notifications of what nobody did, but a day brings.
-- Why: documents expire and periods end without any change that could be told of. Kind: expand.
-- Locks: system.notification and notification_mute, for milliseconds; the rows are read under a light one.
-- Time: seconds on a large table. Forward only.
alter table system.notification
  drop constraint notification_kind_known, drop constraint notification_action_known,
  add constraint notification_kind_known
    check (kind in ('assigned', 'changed', 'followed', 'job_ended', 'reminder')) not valid,
  add constraint notification_action_known check (
    action in ('insert', 'update', 'archive', 'restore', 'delete', 'done', 'failed', 'due')) not valid;
alter table system.notification validate constraint notification_kind_known;
alter table system.notification validate constraint notification_action_known;
alter table system.notification_mute
  drop constraint notification_mute_kind_known,
  add constraint notification_mute_kind_known
    check (kind in ('assigned', 'changed', 'followed', 'job_ended', 'reminder')) not valid;
alter table system.notification_mute validate constraint notification_mute_kind_known;

-- What comes of no event has numbers below zero.
create sequence system.reminder_number minvalue 1;

-- Tells accounts of a record in words of an area's own; whoever is locked or archived, does not want that kind or has
-- done it himself is left out.
create function system.tell(p_table text, p_record bigint, p_accounts bigint[], p_kind text, p_action text)
returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  made bigint;
begin
  insert into system.notification
    (account_id, event_id, at, kind, action, resource, table_name, record_id, actor_id)
  select a.id, -nextval('system.reminder_number'), clock_timestamp(), p_kind, p_action, r.name, p_table, p_record,
    access.account_id()
  from access.account as a join lateral (
    select min(d.name) from system.resource as d where d.table_name = p_table) as r (name) on r.name is not null
  where a.id = any (p_accounts) and a.id is distinct from access.account_id()
    and a.locked_at is null and a.archived_at is null
    and not exists (
      select from system.notification_mute as m where m.account_id = a.id and m.kind = p_kind);
  get diagnostics made = row_count;
  return made;
end
$$;
comment on function system.tell is
  'Tells accounts of a record. | Сообщает учётным записям о записи.';

create function system.remind(p_table text, p_record bigint, p_accounts bigint[]) returns bigint
language sql set search_path = pg_catalog
begin atomic
  select system.tell(p_table, p_record, p_accounts, 'reminder', 'due');
end;
comment on function system.remind is
  'Reminds accounts of a record. | Напоминает учётным записям о записи.';

comment on column system.notification.kind is
  'Kind: why it concerns. | Вид: почему касается. {assigned=Became yours/Стала вашей, changed=Yours was changed/Изменена ваша, followed=You follow it/Вы следите, job_ended=Your job has ended/Ваше задание закончено, reminder=Reminder/Напоминание}';
comment on column system.notification.action is
  'Action: what was done. | Действие: что сделано. {insert=Created/Создано, update=Changed/Изменено, archive=Put into the archive/Убрано в архив, restore=Brought back/Возвращено, delete=Deleted/Удалено, done=Done/Сделано, failed=Failed/Не удалось, due=Is due/Подошёл срок}';
comment on column system.notification_mute.kind is
  'Kind: of notifications. | Вид: уведомлений. {assigned=Became yours/Стала вашей, changed=Yours was changed/Изменена ваша, followed=You follow it/Вы следите, job_ended=Your job has ended/Ваше задание закончено, reminder=Reminder/Напоминание}';
comment on column system.notice.kind is
  'Kind: why it concerns you. | Вид: почему касается вас. {assigned=Became yours/Стала вашей, changed=Yours was changed/Изменена ваша, followed=You follow it/Вы следите, job_ended=Your job has ended/Ваше задание закончено, reminder=Reminder/Напоминание}';
comment on column system.notice.action is
  'Action: what was done. | Действие: что сделано. {insert=Created/Создано, update=Changed/Изменено, archive=Put into the archive/Убрано в архив, restore=Brought back/Возвращено, delete=Deleted/Удалено, done=Done/Сделано, failed=Failed/Не удалось, due=Is due/Подошёл срок}';
comment on constraint notification_kind_known on system.notification is
  'The kind is assigned, changed, followed, job_ended or reminder. | Вид: assigned, changed, followed, job_ended или reminder.';
comment on constraint notification_action_known on system.notification is
  'The action is insert, update, archive, restore, delete, done, failed or due. | Действие: insert, update, archive, restore, delete, done, failed или due.';
comment on constraint notification_mute_kind_known on system.notification_mute is
  'The kind is assigned, changed, followed, job_ended or reminder. | Вид: assigned, changed, followed, job_ended или reminder.';
