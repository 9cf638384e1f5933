-- 0106_system_content_doubted: contents that may be nobody's are found without reading the others.
-- Why: the sweep of files asks for them every hour. Kind: expand. Locks: none that writers wait for. Time: a second for
-- a million contents. Reversible: drop the index.
-- crm: no-transaction
create index concurrently content_doubted_idx on system.content (doubted_at) where doubted_at is not null;
