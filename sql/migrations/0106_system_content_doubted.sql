-- 0106_system_content_doubted: contents that may be nobody's are found without reading the others.
-- Why: the sweep of files asks for them every hour. Kind: expand. Locks: none that writers wait for. Time: seconds for
-- a million contents. Reversible: drop the index.
-- crm: no-transaction
-- Those that the last sweep of the release before has not come to.
update system.content as c set doubted_at = now()
where c.kept_at is not null and not exists (select from system.file_version as v where v.content_id = c.id);

create index concurrently content_doubted_idx on system.content (doubted_at) where doubted_at is not null;
