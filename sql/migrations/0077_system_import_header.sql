-- 0077_system_import_header: what the columns of an imported file are called.
-- Why: refused rows come back as a file below the names of their own file, so that it can be mended and loaded
-- by the same mapping. Kind: expand. Locks: system.import, for milliseconds. Time: milliseconds. Forward only.
alter table system.import add column header text[];
comment on column system.import.header is
  'Header: the names of the file''s columns. | Заголовок: названия столбцов файла.';
grant update (header) on system.import to crm_service;
