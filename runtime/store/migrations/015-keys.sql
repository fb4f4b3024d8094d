-- Keys of applications and systems that call the HTTP API.
create table write_keys (
  id text primary key,
  -- For people: which application, which environment.
  name text not null,
  -- Message ids are unique within one; two keys of one application may share it while one takes over.
  source text not null,
  -- `events`: says things about leads. `systems`: also starts campaigns, answers tasks, hands over mail.
  may text not null check (may in ('events', 'systems')),
  -- SHA-256 of the key, in hex; the key itself is nowhere.
  hash text not null unique,
  -- Machine time, epoch ms.
  created_at bigint not null,
  expires_at bigint,
  revoked_at bigint,
  last_used_at bigint
);
