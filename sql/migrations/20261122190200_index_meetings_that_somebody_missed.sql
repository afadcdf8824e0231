-- migrate:up transaction:false

create index concurrently meeting_absence on meeting (starts_at)
where mentee_said in ('other_absent', 'self_absent') or mentor_said in ('other_absent', 'self_absent');

-- migrate:down transaction:false

drop index concurrently meeting_absence;
