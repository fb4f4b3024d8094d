-- What lets a database notice that it is an older one: a restored backup, a standby behind the rest.
create table incarnation (
  only_row boolean primary key default true check (only_row),
  -- Anew with each recovery.
  id uuid not null default gen_random_uuid(),
  -- Where it lived last: system identifier and timeline of the server.
  server text,
  -- Counts up while anything serves; Temporal remembers the latest.
  beat bigint not null default 0,
  beaten_at bigint not null default 0,
  -- The environment of perennial.yaml that this database belongs to; null: everybody gets real mail.
  environment text
);
insert into incarnation default values;

-- `rebuild`: the execution is begun anew, whatever runs under its name.
alter table outbox
  drop constraint outbox_kind_check,
  add constraint outbox_kind_check check (kind in ('start', 'wake', 'rebuild'));

-- For whoever lists what nobody knows.
create index claims_unknown on claims (settled_at) where state = 'unknown';
