-- migrate:up

-- Postgres parses a table's checks anew for every statement, and a domain's once per session: of what a swipe costs
-- Postgres, the checks were one part in twenty. Nothing else is said than before. Each table is rewritten once.
-- squawk-ignore-file changing-column-type
-- squawk-ignore-file ban-drop-constraint
-- squawk-ignore-file ban-create-domain-with-constraint
-- squawk-ignore-file ban-drop-view
create domain verdict as text check (value in ('like', 'pass'));
create domain logged_verdict as text check (value in ('like', 'pass', 'undo'));
create domain request_state as text
constraint request_states check (value in ('waiting', 'accepted', 'refused', 'expired', 'withdrawn', 'released'));
create domain notice_state as text check (value in ('waiting', 'sent', 'dropped', 'dead'));
create domain notice_hold as text check (value in ('quiet', 'digest'));
create domain tally as integer check (value >= 0);
create domain up_to_five as integer check (value between 0 and 5);
create domain seats as integer check (value between 0 and 50);
create domain monthly_hours as integer check (value between 1 and 100);

drop view market_mentor;
drop view market_mentee;
drop trigger request_count on request;
drop trigger mentor_free_seat on mentor;

alter table pair
drop constraint pair_mentee_verdict_check,
drop constraint pair_mentor_verdict_check,
alter column mentee_verdict type verdict,
alter column mentor_verdict type verdict;

alter table swipe_log
drop constraint swipe_log_verdict_check,
alter column verdict type logged_verdict;

alter table request
drop constraint request_state_check,
alter column state type request_state;

alter table outbox
drop constraint outbox_state_check,
drop constraint outbox_held_for,
alter column state type notice_state,
alter column held_for type notice_hold;

alter table mentee
drop constraint mentee_requests_waiting_check,
drop constraint mentee_tandems_open_check,
alter column requests_waiting type up_to_five,
alter column tandems_open type tally;

alter table mentor
drop constraint mentor_capacity_check,
drop constraint mentor_seats_taken_check,
drop constraint mentor_hours_per_month_check,
drop constraint mentor_requests_waiting_check,
alter column capacity type seats,
alter column seats_taken type tally,
alter column hours_per_month type monthly_hours,
alter column requests_waiting type tally;

create trigger request_count after insert or delete or update of state on request
for each row execute function count_request();

create trigger mentor_free_seat after update of seats_taken, capacity on mentor
for each row
when (old.seats_taken >= old.capacity and new.seats_taken < new.capacity and new.requests_waiting > 0)
execute function tell_of_free_seat();

-- What ranking reads of each card: read whole by a census, and a few at a time as they change.
create view market_mentor as
select
    member.id,
    member.rank,
    member.area_code,
    member.sectors,
    member.goals,
    member.modalities,
    member.languages,
    member.availability,
    may_meet(member)
    and member.paused_at is null
    and mentor.verified_at is not null
    and (mentor.trained_at is not null or not programme.training_required)
    and mentor.seats_taken < mentor.capacity as eligible,
    coalesce(extract(epoch from member.shown_at), '-infinity')::double precision as shown_at,
    mentor.requests_waiting as waiting,
    greatest(mentor.capacity - mentor.seats_taken, 0) as seats_free,
    mentor.yes_weight,
    mentor.answer_weight,
    extract(epoch from mentor.answered_at)::double precision as answered_at,
    extract(epoch from member.last_seen_at)::double precision as last_seen_at
from mentor
join member on member.id = mentor.id
join programme on programme.id = member.programme_id;

create view market_mentee as
select
    member.id,
    member.rank,
    member.area_code,
    member.sectors,
    member.goals,
    member.modalities,
    member.languages,
    member.availability,
    may_meet(member)
    and member.paused_at is null
    and not (programme.one_tandem_at_a_time and mentee.tandems_open > 0) as eligible,
    coalesce(extract(epoch from member.shown_at), '-infinity')::double precision as shown_at,
    mentee.requests_waiting as waiting,
    mentee.tandems_open as tandems,
    extract(epoch from mentee.waiting_since)::double precision as waiting_since
from mentee
join member on member.id = mentee.id
join programme on programme.id = member.programme_id;

-- migrate:down

drop view market_mentor;
drop view market_mentee;
drop trigger request_count on request;
drop trigger mentor_free_seat on mentor;

alter table pair
alter column mentee_verdict type text,
alter column mentor_verdict type text,
add constraint pair_mentee_verdict_check check (mentee_verdict in ('like', 'pass')),
add constraint pair_mentor_verdict_check check (mentor_verdict in ('like', 'pass'));

alter table swipe_log
alter column verdict type text,
add constraint swipe_log_verdict_check check (verdict in ('like', 'pass', 'undo'));

alter table request
alter column state type text,
add constraint request_state_check
check (state in ('waiting', 'accepted', 'refused', 'expired', 'withdrawn', 'released'));

alter table outbox
alter column state type text,
alter column held_for type text,
add constraint outbox_state_check check (state in ('waiting', 'sent', 'dropped', 'dead')),
add constraint outbox_held_for check (held_for in ('quiet', 'digest'));

alter table mentee
alter column requests_waiting type integer,
alter column tandems_open type integer,
add constraint mentee_requests_waiting_check check (requests_waiting between 0 and 5),
add constraint mentee_tandems_open_check check (tandems_open >= 0);

alter table mentor
alter column capacity type integer,
alter column seats_taken type integer,
alter column hours_per_month type integer,
alter column requests_waiting type integer,
add constraint mentor_capacity_check check (capacity between 0 and 50),
add constraint mentor_seats_taken_check check (seats_taken >= 0),
add constraint mentor_hours_per_month_check check (hours_per_month between 1 and 100),
add constraint mentor_requests_waiting_check check (requests_waiting >= 0);

create trigger request_count after insert or delete or update of state on request
for each row execute function count_request();

create trigger mentor_free_seat after update of seats_taken, capacity on mentor
for each row
when (old.seats_taken >= old.capacity and new.seats_taken < new.capacity and new.requests_waiting > 0)
execute function tell_of_free_seat();

-- What ranking reads of each card: read whole by a census, and a few at a time as they change.
create view market_mentor as
select
    member.id,
    member.rank,
    member.area_code,
    member.sectors,
    member.goals,
    member.modalities,
    member.languages,
    member.availability,
    may_meet(member)
    and member.paused_at is null
    and mentor.verified_at is not null
    and (mentor.trained_at is not null or not programme.training_required)
    and mentor.seats_taken < mentor.capacity as eligible,
    coalesce(extract(epoch from member.shown_at), '-infinity')::double precision as shown_at,
    mentor.requests_waiting as waiting,
    greatest(mentor.capacity - mentor.seats_taken, 0) as seats_free,
    mentor.yes_weight,
    mentor.answer_weight,
    extract(epoch from mentor.answered_at)::double precision as answered_at,
    extract(epoch from member.last_seen_at)::double precision as last_seen_at
from mentor
join member on member.id = mentor.id
join programme on programme.id = member.programme_id;

create view market_mentee as
select
    member.id,
    member.rank,
    member.area_code,
    member.sectors,
    member.goals,
    member.modalities,
    member.languages,
    member.availability,
    may_meet(member)
    and member.paused_at is null
    and not (programme.one_tandem_at_a_time and mentee.tandems_open > 0) as eligible,
    coalesce(extract(epoch from member.shown_at), '-infinity')::double precision as shown_at,
    mentee.requests_waiting as waiting,
    mentee.tandems_open as tandems,
    extract(epoch from mentee.waiting_since)::double precision as waiting_since
from mentee
join member on member.id = mentee.id
join programme on programme.id = member.programme_id;

drop domain verdict, logged_verdict, request_state, notice_state, notice_hold, tally, up_to_five, seats, monthly_hours;
