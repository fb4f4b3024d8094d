-- The spine: what was said about leads, where each stands, what was decided and what was sent.
-- Times are epoch ms (bigint), UTC: the clock may be virtual, and the engine counts in ms.

-- What `apply` installed. Plans are immutable and addressed by their content.
create table plans (
  hash text primary key,
  campaign text not null,
  plan jsonb not null,
  created_at bigint not null
);

create table contents (
  hash text primary key,
  campaign text not null,
  content jsonb not null,
  created_at bigint not null
);

create table campaigns (
  name text primary key,
  plan_hash text not null references plans,
  content_hash text not null references contents,
  -- A campaign whose file is gone takes nobody in any more; those inside go on.
  retired boolean not null default false,
  applied_at bigint not null
);

-- One row: the workspace in force (caps, hours, topics, senders, schema, scoring).
create table workspace (
  only_row boolean primary key default true check (only_row),
  hash text not null,
  workspace jsonb not null,
  applied_at bigint not null,
  -- Raised by every release that changes anything: tells a process that what it has read is old.
  revision bigint not null default 1
);

create table leads (
  id bigint generated always as identity primary key,
  -- The application's own user id.
  user_id text not null unique,
  attributes jsonb not null default '{}',
  fit integer not null default 0,
  pain integer not null default 0,
  -- Set while the score is at or over the target; sdr_ready fires when it becomes so.
  ready_since bigint,
  first_seen bigint not null,
  -- Attributes and properties that no schema declares, by name: reported, kept, not usable.
  undeclared jsonb not null default '{}'
);

-- Append-only. `seq` is the order of arrival.
create table events (
  seq bigint generated always as identity primary key,
  lead_id bigint not null references leads,
  source text not null,
  message_id text not null,
  -- 'identify' for a change of attributes, else the event's name.
  kind text not null check (kind in ('identify', 'track')),
  name text not null,
  at bigint not null,
  received_at bigint not null,
  properties jsonb not null default '{}'
);
create index events_by_lead on events (lead_id, name, at);

-- Exact once per source and message id.
create table event_dedup (
  source text not null,
  message_id text not null,
  received_at bigint not null,
  primary key (source, message_id)
);

-- Events that no absorb has worked in yet.
create table lead_inbox (
  lead_id bigint not null references leads,
  seq bigint not null references events,
  primary key (lead_id, seq)
);

create table enrolments (
  -- Opaque; also the id of the workflow.
  id uuid primary key,
  lead_id bigint not null references leads,
  campaign text not null,
  plan_hash text not null references plans,
  entry_key text not null,
  -- The event that let the lead in.
  entry_seq bigint not null references events,
  entered_at bigint not null,
  progress jsonb not null,
  step text,
  ending text,
  ended_at bigint,
  -- When the lead wants to be looked at again; null while it waits for events alone. While it is
  -- awake, since when: an open row that stays overdue has lost its run.
  resting_until bigint,
  -- True from the moment a wake is queued until the look that finds nothing more to do at once.
  awake boolean not null default true,
  epoch integer not null default 1,
  unique (lead_id, campaign, entry_key)
);
create index enrolments_open on enrolments (lead_id) where ending is null;
create index enrolments_due on enrolments (resting_until) where ending is null;
create index enrolments_awake on enrolments (id) where awake and ending is null;

-- Every decision with its reason. Append-only.
create table decisions (
  id bigint generated always as identity primary key,
  lead_id bigint not null references leads,
  enrolment_id uuid references enrolments,
  campaign text,
  step text,
  code text not null,
  detail text,
  text text not null,
  at bigint not null
);
create index decisions_by_lead on decisions (lead_id, at, id);
create index decisions_by_campaign on decisions (campaign, code);

-- One row a send key, however often it is tried.
create table claims (
  lead_id bigint not null,
  key text not null,
  enrolment_id uuid not null,
  campaign text not null,
  step text not null,
  channel text not null,
  class text not null check (class in ('marketing', 'transactional')),
  unsure text not null check (unsure in ('skip', 'repeat')),
  state text not null check (state in ('claimed', 'under_way', 'sent', 'unknown', 'withdrawn', 'refused')),
  claimed_at bigint not null,
  settled_at bigint,
  attempt uuid,
  attempts integer not null default 0,
  message_id text,
  -- The content that was confirmed, and a hash of what was rendered.
  content_hash text,
  rendered_hash text,
  response text,
  primary key (lead_id, key)
) partition by hash (lead_id);
create table claims_0 partition of claims for values with (modulus 4, remainder 0);
create table claims_1 partition of claims for values with (modulus 4, remainder 1);
create table claims_2 partition of claims for values with (modulus 4, remainder 2);
create table claims_3 partition of claims for values with (modulus 4, remainder 3);
create index claims_by_key on claims (key);
create index claims_open on claims (state) where state in ('claimed', 'under_way');

-- To be told to Temporal. At most one row an enrolment; deleted only at the seq that was read.
create sequence outbox_seq;
create table outbox (
  enrolment_id uuid primary key references enrolments,
  kind text not null check (kind in ('start', 'wake')),
  seq bigint not null default nextval('outbox_seq'),
  attempts integer not null default 0,
  next_try_at bigint not null default 0
);
create index outbox_by_turn on outbox (kind desc, next_try_at, seq);

-- Points given and taken; the sum by part is the lead's score, always. Append-only.
create table score_ledger (
  id bigint generated always as identity primary key,
  lead_id bigint not null references leads,
  part text not null check (part in ('fit', 'pain')),
  rule text not null,
  points integer not null,
  before integer not null,
  after integer not null,
  event_seq bigint references events,
  at bigint not null
);
create index score_ledger_by_lead on score_ledger (lead_id, id);

create table consents (
  lead_id bigint not null references leads,
  topic text not null,
  granted boolean not null,
  -- Where the word came from: an event's message id, the one-click link.
  proof text not null,
  at bigint not null,
  primary key (lead_id, topic)
);

-- By a hash of the address, so that it outlives an erasure.
create table suppressions (
  address_hash text primary key,
  reason text not null,
  at bigint not null
);

create table tasks (
  id uuid primary key,
  key text not null unique,
  lead_id bigint not null references leads,
  enrolment_id uuid not null references enrolments,
  campaign text not null,
  step text not null,
  team text not null,
  title text not null,
  created_at bigint not null,
  due_at bigint not null
);
