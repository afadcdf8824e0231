-- name: trainee
-- The mentor of uid $1, and whether their programme asks for the training.
select mentor.id, programme.training_required as required, mentor.trained_at
from member
join mentor on mentor.id = member.id
join programme on programme.id = member.programme_id
where member.uid = $1;

-- name: lock_trainee
-- Mentor $1, so that of two modules passed at once the second sees the first.
select id from mentor where id = $1 for no key update;

-- name: passes_of
-- The modules that mentor $1 passed.
select module, passed_at from training_pass where member_id = $1 order by passed_at;

-- name: put_pass
-- Mentor $1 passed module $2; the first time is kept.
insert into training_pass (member_id, module) values ($1, $2) on conflict do nothing;

-- name: note_training
-- Mentor $1 is trained if they passed every module of $2; the first time is kept.
update mentor set trained_at = now()
where
    id = $1
    and trained_at is null
    and not exists (
        select from unnest($2::text[]) as due (module)
        where due.module not in (select module from training_pass where member_id = $1)
    );
