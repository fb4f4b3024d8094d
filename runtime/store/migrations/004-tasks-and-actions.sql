-- What people and engineers' code are asked to do: whose a task is, what was answered, whether the
-- CRM knows of it; actions with what they were given and what they handed back.

alter table tasks
  -- The person or group that the author names, and who of it got the task.
  add column assigned_to text,
  add column assignee text,
  -- The answers that the lead waits for; null: it does not wait, and only "done" can be said.
  add column outcomes text[],
  add column outcome text,
  add column answered_at bigint,
  -- Whoever answered, as the application names them.
  add column answered_by text,
  -- The channel that tells another system of the task; null: nobody is told.
  add column tell text,
  add column told_at bigint,
  add column tell_attempts integer not null default 0,
  -- Real time, epoch ms: when telling is tried next; null: it is over.
  add column next_tell_at bigint,
  add column tell_response text;
create index tasks_open on tasks (team, due_at) where outcome is null;
create index tasks_by_lead on tasks (lead_id, created_at);
create index tasks_to_tell on tasks (next_tell_at) where next_tell_at is not null;

-- Whose turn it is, counted here so that processes share one count.
create table task_turns (
  assigned_to text primary key,
  turn bigint not null
);

-- One row an action step of an enrolment, however often it is tried.
create table actions (
  key text primary key,
  lead_id bigint not null references leads,
  enrolment_id uuid not null references enrolments,
  campaign text not null,
  step text not null,
  action text not null,
  -- May hold personal data: it stays here and never enters a history.
  config jsonb not null,
  state text not null check (state in ('open', 'done', 'failed', 'called_off')),
  attempt uuid,
  attempts integer not null default 0,
  created_at bigint not null,
  -- Of all attempts together, as the author says; null: as the action says.
  timeout_ms bigint,
  settled_at bigint,
  -- A stable word, and for people what the action said.
  detail text,
  reason text,
  output jsonb,
  -- Enrichment: whose data the output is; its date is settled_at (domain.md D-01).
  source text
);
create index actions_by_lead on actions (lead_id, created_at);
create index actions_open on actions (created_at) where state = 'open';
