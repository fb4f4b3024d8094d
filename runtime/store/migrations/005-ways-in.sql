-- Ways in that no single event opens: conditions that turn, dates, rhythms, silence after a trigger.

-- What is kept of one lead at one way in. A row without a due time waits for events alone.
create table entry_watches (
  lead_id bigint not null references leads,
  campaign text not null,
  -- The way's id: a hash of what opens it, so that an edit elsewhere in the file keeps it.
  way text not null,
  key text not null,
  -- Whether the condition held when it was last asked.
  holds boolean not null default false,
  asked_at bigint not null,
  due_at bigint,
  -- Which round of a date or rhythm is due.
  round text,
  -- The event after which silence is waited for, or of which everybody in a segment is told.
  trigger_seq bigint references events,
  -- Of one person per account: the choice has fallen on this lead.
  chosen boolean not null default false,
  -- Machine time, epoch ms: until then somebody is at work on it.
  leased_until bigint not null default 0,
  primary key (lead_id, campaign, way, key)
);
create index entry_watches_due on entry_watches (due_at) where due_at is not null;

-- The ways in force that have to be watched, and since when; and work over all leads that goes on
-- page by page from a cursor: the beginning of a watch (no round), an event for a whole segment.
create table entry_sweeps (
  campaign text not null,
  way text not null,
  -- Empty, or the event's sequence number.
  round text not null default '',
  -- Epoch ms: the launch, or when the event happened.
  at bigint not null,
  trigger_seq bigint references events,
  -- The last lead that was looked at.
  cursor bigint not null default 0,
  done boolean not null default false,
  leased_until bigint not null default 0,
  primary key (campaign, way, round)
);
create index entry_sweeps_open on entry_sweeps (at) where not done;

-- Of each account one person: the choice of one round.
create table entry_choices (
  campaign text not null,
  way text not null,
  round text not null,
  account_id bigint not null,
  lead_id bigint not null references leads,
  primary key (campaign, way, round, account_id)
);

-- Whether the lead has ever been worked on: one that never was is new at every way in.
alter table leads add column watched boolean not null default true;
alter table leads alter column watched set default false;
