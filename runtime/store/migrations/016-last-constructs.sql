-- Changes of accounts as events, leads that are forgotten, names of sends that outlive a rename, and
-- the same words to one address under several names.

-- What became of an account's attributes, for its other leads: name, old, new; a side that is missing was not there.
alter table account_news add column changes jsonb;
alter table lead_inbox add column changes jsonb;

-- The latest thing the lead did of which the row is gone (epoch ms); null: no row of its own is gone.
alter table leads add column active_at bigint;

-- The name that keys of sends, tasks and starts are made with: the first that the step had.
alter table former_steps add column keyed text;
update former_steps set keyed = former;
alter table former_steps alter column keyed set not null;

-- A message that said what its address had just been told under another name: until when it is held.
alter table claims add column same_until bigint;
create index claims_by_address on claims (address_hash)
  where address_hash is not null and rendered_hash is not null and class = 'marketing';
