-- How fast mail goes to the mailboxes of one domain, over all workers. Rows are few and short-lived.
create table mail_lanes (
  domain text primary key,
  -- When the next turn is free, epoch ms.
  next_at bigint not null default 0,
  -- Until when the domain takes nothing, and how often it has said so in a row.
  blocked_until bigint not null default 0,
  failures integer not null default 0
);

-- The turn that a message has taken in its lane and waits for; `key` is that of its send.
create table mail_turns (
  key text primary key,
  at bigint not null
);
create index mail_turns_at on mail_turns (at);
