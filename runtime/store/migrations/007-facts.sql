-- What expressions ask for beyond the lead itself: its account, lists, ranks of buyers, what people
-- did with messages; points that fade, and old events folded into counts.

create table accounts (
  id bigint generated always as identity primary key,
  -- The application's own id of it.
  account_id text not null unique,
  attributes jsonb not null default '{}',
  -- By name: what came and could not be taken.
  undeclared jsonb not null default '{}',
  first_seen bigint not null
);

-- The account of the latest group call; `account_since` is when that was said.
alter table leads
  add column account_id bigint references accounts,
  add column account_since bigint,
  -- When the next point fades away; null where none will.
  add column fades_at bigint;
create index leads_by_account on leads (account_id, id) where account_id is not null;
create index leads_fading on leads (fades_at) where fades_at is not null;

alter table events
  drop constraint if exists events_kind_check,
  add constraint events_kind_check check (kind in ('identify', 'track', 'group', 'page', 'screen', 'alias'));

-- An account's change waits here until each of its leads that it could move has it in its inbox.
create table account_news (
  event_seq bigint primary key,
  account_id bigint not null references accounts,
  -- Names of the attributes that changed.
  attributes text[] not null,
  -- The last lead that was told.
  told_lead bigint not null default 0
);

-- What a plan asks for beyond events and attributes of the lead: `rfm`, `account`, `account:size`,
-- `list:target-accounts`, `campaign:onboarding`, `acts:onboarding`. No plan from before this could.
alter table plans add column asks text[] not null default '{}';

-- Lists by name; their content is kept by its hash.
create table lists (
  name text primary key,
  hash text not null,
  holds text not null check (holds in ('leads', 'accounts')),
  -- What the keys are.
  by text not null check (by in ('id', 'email', 'domain')),
  applied_at bigint not null
);
create table list_keys (
  hash text not null,
  key text not null,
  primary key (hash, key)
);
-- Keys that came onto a list or went from it: whom they name has to be looked at.
create table list_news (
  list text not null,
  by text not null,
  key text not null,
  primary key (list, key)
);

-- The last ranking of all buyers, and how it was made.
create table rfm_rankings (
  only_row boolean primary key default true check (only_row),
  ranked_at bigint not null,
  buyers bigint not null,
  latency_ms bigint
);
create table rfm (
  lead_id bigint primary key references leads,
  r smallint not null,
  f smallint not null,
  m smallint not null,
  rank double precision not null,
  -- The last ranking that changed anything.
  ranked_at bigint not null,
  -- Whether the lead was looked at since.
  told boolean not null default false
);
create index rfm_not_told on rfm (lead_id) where not told;

-- What became of messages, as providers, mailboxes and links tell it.
create table message_events (
  id bigint generated always as identity primary key,
  lead_id bigint not null,
  send_key text not null,
  campaign text not null,
  step text not null,
  act text not null
    check (act in ('delivered', 'opened', 'clicked', 'replied', 'bounced', 'complained', 'unsubscribed')),
  at bigint not null,
  -- A mail program that loads ahead, or a scanner: kept, and never counted as a person.
  machine boolean not null default false,
  -- Of the link, for a click.
  link text,
  source text not null,
  -- The same for the same thing told twice by one source.
  dedup_key text not null,
  unique (source, dedup_key)
);
create index message_events_by_lead on message_events (lead_id, campaign, act) where not machine;
create index message_events_by_send on message_events (send_key);

-- Points that faded are booked as rows of their rule, without an event.
alter table score_ledger add column fades boolean not null default false;

-- Events older than the workspace keeps them, by name.
create table event_folds (
  lead_id bigint not null references leads,
  name text not null,
  count bigint not null,
  first_at bigint not null,
  latest_at bigint not null,
  -- Of the latest.
  properties jsonb not null default '{}',
  -- By property, of those that were numbers.
  sums jsonb not null default '{}',
  primary key (lead_id, name)
);

-- An event that was folded leaves these behind: the ledger is never cut.
alter table score_ledger drop constraint if exists score_ledger_event_seq_fkey;
alter table enrolments drop constraint if exists enrolments_entry_seq_fkey;
alter table lead_inbox drop constraint if exists lead_inbox_seq_fkey;
