-- name: renewed_as
-- The tandem that renews tandem $1.
select id from tandem where renews_id = $1;

-- name: ask_renewal
-- The one of role $2 would like to renew tandem $1; nothing when they had said so.
insert into renewal (tandem_id, role) values ($1, $2)
on conflict do nothing
returning role;

-- name: withdraw_renewal
-- The one of role $2 no longer asks to renew tandem $1.
delete from renewal where tandem_id = $1 and role = $2;

-- name: both_asked
-- Whether both of tandem $1 would like to renew it.
select count(*) = 2 from renewal where tandem_id = $1;

-- name: rejoin_pair
-- Mentee $1 and mentor $2 like each other again, and are no cards to each other.
update pair
set mentee_verdict = 'like', mentor_verdict = 'like', mentee_swiped_at = now(), mentor_swiped_at = now()
where mentee_id = $1 and mentor_id = $2;
