-- Campaigns that are held, stopped, released and edited while leads are inside.

-- What was said at the controls; '*' speaks of every campaign. No row: it runs.
create table controls (
  campaign text primary key,
  state text not null check (state in ('held', 'stopped')),
  said_by text not null check (said_by in ('operator', 'rollout', 'recovery')),
  reason text not null,
  since bigint not null
);

-- How many leads a minute are let go; a row lives until nobody waits for it any more.
create table paces (
  campaign text primary key,
  per_minute integer not null check (per_minute > 0),
  -- Up to when its allowance is used up.
  paced_at bigint not null
);

-- Leads that came due while their campaign was held: they go on when they are let go.
create index enrolments_held on enrolments (campaign, lead_id) where ending is null and progress ? 'held';

-- What becomes of leads on plans that are behind, by the step they stand on; computed by `apply`.
create table moves (
  from_plan text not null references plans,
  from_step text not null,
  kind text not null check (kind in ('adopt', 'move_to', 'end')),
  campaign text not null,
  to_plan text not null references plans,
  -- Null: the campaign ends for them.
  to_step text,
  ending text,
  -- Whether the lead has to look again: another moment, another way out.
  look boolean not null,
  -- For the timeline.
  text text not null,
  primary key (from_plan, from_step)
);
create index enrolments_by_plan on enrolments (plan_hash, step, lead_id) where ending is null;

-- A rename keeps leads and what they were sent.
create table former_campaigns (
  former text primary key,
  campaign text not null,
  -- Whether what was stored under the former name has got the present one.
  settled boolean not null default false
);
create table former_steps (
  campaign text not null,
  former text not null,
  step text not null,
  primary key (campaign, former)
);

-- From when the messages of a campaign count for the brakes of its rollout.
create table rollouts (
  campaign text primary key,
  counted_from bigint not null
);
