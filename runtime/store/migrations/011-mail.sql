-- What comes back of messages: which kind of bounce, and which address a message went to.

alter table message_events
  -- Of a bounce.
  add column bounce text check (bounce in ('hard', 'soft', 'policy'));

-- SHA-256 of the address, so that a bounce suppresses the one that was written to, and no newer one.
alter table claims add column address_hash text;

-- Of a double opt-in: when it was asked and confirmed, with which text, and from where. It outlives the
-- event that said so.
alter table consents add column evidence jsonb;
