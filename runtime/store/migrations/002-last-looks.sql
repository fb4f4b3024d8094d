-- An enrolment that has ended stays awake until its run has looked for the last time; the sweep
-- finds those whose wake was lost, too.
drop index enrolments_due;
create index enrolments_due on enrolments (resting_until) where ending is null or awake;

-- Why an address must not be written to; until now every one was refused for want of a mailbox.
update suppressions set reason = 'no_mailbox' where reason = 'refused';
