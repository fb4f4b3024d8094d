-- What was brought over from other systems, and how far each file has come.

-- One row a file and way of reading it; the cursor commits with the rows before it.
create table imports (
  -- SHA-256 of the file's content and of how it is to be read.
  id text primary key,
  kind text not null check (kind in ('leads', 'consent', 'suppressions', 'sends')),
  -- SHA-256 of the file.
  file_hash text not null,
  -- How often it was begun anew.
  run integer not null default 1,
  -- Rows of the file that are done, its head not counted.
  rows_done bigint not null default 0,
  -- By what became of them: new, changed, unchanged, refused.
  counts jsonb not null default '{}',
  -- Machine time, epoch ms.
  started_at bigint not null,
  ended_at bigint
);

-- A message that another system sent: caps and conditions count it, reports of our own do not.
alter table claims add column imported boolean not null default false;

-- Ways in that are gone are found, and emptied bit by bit, without reading the whole table.
create index entry_watches_by_way on entry_watches (campaign, way);
create table gone_ways (
  campaign text not null,
  way text not null,
  primary key (campaign, way)
);

-- An event that was folded leaves these behind, as it does points and enrolments; and to look for them
-- at each event that goes would read all watches.
alter table entry_watches drop constraint if exists entry_watches_trigger_seq_fkey;
alter table entry_sweeps drop constraint if exists entry_sweeps_trigger_seq_fkey;

-- Since when a choice of one person per account stands; machine time, epoch ms.
alter table entry_choices
  add column chosen_at bigint not null default floor(extract(epoch from clock_timestamp()) * 1000)::bigint;
create index entry_choices_by_age on entry_choices (chosen_at);
