-- migrate:up

-- What they guaranteed, the key to the pair guarantees.
-- squawk-ignore-file ban-drop-constraint
alter table request validate constraint request_pair;
alter table request drop constraint request_mentee_id_fkey;
alter table request drop constraint request_mentor_id_fkey;

alter table tandem validate constraint tandem_pair;
alter table tandem drop constraint tandem_mentee_id_fkey;
alter table tandem drop constraint tandem_mentor_id_fkey;

-- migrate:down

alter table tandem
add constraint tandem_mentee_id_fkey foreign key (mentee_id) references mentee (id) on delete cascade,
add constraint tandem_mentor_id_fkey foreign key (mentor_id) references mentor (id) on delete cascade;

alter table request
add constraint request_mentee_id_fkey foreign key (mentee_id) references mentee (id) on delete cascade,
add constraint request_mentor_id_fkey foreign key (mentor_id) references mentor (id) on delete cascade;
