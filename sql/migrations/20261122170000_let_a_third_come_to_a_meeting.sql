-- migrate:up

-- Of the staff, the third of a first meeting.
alter table meeting
add column officer_id uuid;

alter table meeting
add constraint meeting_officer_id_fkey foreign key (officer_id) references staff (id) not valid;

-- Staff propose and cancel such a meeting too.
alter table meeting
-- squawk-ignore ban-drop-constraint
drop constraint meeting_proposed_by_check;

alter table meeting
add constraint meeting_proposed_by_check check (proposed_by in ('mentee', 'mentor', 'staff')) not valid;

alter table meeting
-- squawk-ignore ban-drop-constraint
drop constraint meeting_cancelled_by_check;

alter table meeting
add constraint meeting_cancelled_by_check check (cancelled_by in ('mentee', 'mentor', 'closing', 'staff')) not valid;

-- migrate:down

delete from meeting where officer_id is not null;

alter table meeting
drop constraint meeting_proposed_by_check;

alter table meeting
add constraint meeting_proposed_by_check check (proposed_by in ('mentee', 'mentor'));

alter table meeting
drop constraint meeting_cancelled_by_check;

alter table meeting
add constraint meeting_cancelled_by_check check (cancelled_by in ('mentee', 'mentor', 'closing'));

alter table meeting
drop column officer_id;
