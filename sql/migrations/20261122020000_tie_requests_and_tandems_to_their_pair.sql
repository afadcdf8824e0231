-- migrate:up

-- One key to the pair says more than one to each of the two, and costs a swipe one check less.
alter table request
add constraint request_pair foreign key (mentee_id, mentor_id) references pair (mentee_id, mentor_id)
on delete cascade not valid;

alter table tandem
add constraint tandem_pair foreign key (mentee_id, mentor_id) references pair (mentee_id, mentor_id)
on delete cascade not valid;

-- migrate:down

alter table tandem drop constraint tandem_pair;
alter table request drop constraint request_pair;
