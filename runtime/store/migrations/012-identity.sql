-- One person under several names: an anonymous id before the first identify, an id before a change
-- of ids. The row of every further name stays and points to the lead that it became.
alter table leads add column merged_into bigint references leads;
create index leads_merged on leads (merged_into) where merged_into is not null;

-- Two names of one person, said and not yet joined.
create table identity_links (
  -- The lead that goes over into the other one.
  other_id bigint primary key references leads,
  into_id bigint not null references leads,
  at bigint not null
);

-- Whoever takes the lock of a lead that was merged hears of it in the same statement.
create function lead_in_force(lead bigint, merged_into bigint) returns bigint
language plpgsql as $$
begin
  if merged_into is not null then
    raise exception 'the lead was merged into another one' using errcode = 'PE001', detail = merged_into::text;
  end if;
  return lead;
end
$$;
