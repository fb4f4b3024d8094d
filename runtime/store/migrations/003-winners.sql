-- Which arm of a split won, decided once for everybody who comes after. `counts` is what it was
-- decided by: leads and the sum of what is measured, by arm.
create table split_winners (
  campaign text not null,
  step text not null,
  began_at bigint not null,
  winner text,
  counts jsonb,
  decided_at bigint,
  primary key (campaign, step)
);

-- Whom a holdout keeps out: what a comparison compares with.
alter table enrolments add column held_out text check (held_out in ('campaign', 'workspace'));

-- What was chosen for a message: the item of a playlist when it was claimed, the wording when it
-- was confirmed. `generic`: drawn to get the default, for comparison.
alter table claims
  add column item text,
  add column variant text,
  add column locale text,
  add column generic boolean not null default false,
  drop constraint claims_state_check,
  add constraint claims_state_check
    check (state in ('claimed', 'under_way', 'sent', 'unknown', 'withdrawn', 'refused', 'held_out'));
