-- name: lock_who_leaves
-- The member of uid $1, who is about to be erased.
select id, role from member where uid = $1 for no key update;

-- name: lock_unused
-- The member of uid $1, if they were warned that their account would be deleted and have not been seen since.
select id from member where uid = $1 and expiry_warned_at is not null for no key update;

-- name: mentees_of
-- Every mentee whom the departure of member $1 touches.
select id from mentee where id = $1
union
select mentee_id from request where mentor_id = $1 and state = 'waiting'
union
select mentee_id from tandem where mentor_id = $1 and state <> 'closed';

-- name: lock_mentees
-- Mentees $1, locked in id order.
select id from mentee where id = any($1::uuid[]) order by id for no key update;

-- name: lock_leaving_mentee
-- Mentee $1, locked so that nobody can point at them any more: no pass under way makes a new pair.
select id from mentee where id = $1 for update;

-- name: lock_pairs_of
-- Every pair of member $1, locked in id order, after the mentees.
select mentee_id from pair where mentee_id = $1 or mentor_id = $1
order by mentee_id, mentor_id
for update;

-- name: lock_mentors_of
-- Every mentor whom the departure of mentee $1 touches, locked in id order, after the pairs.
select id from mentor
where
    id in (select mentor_id from request where mentee_id = $1 and state = 'waiting')
    or id in (select mentor_id from tandem where mentee_id = $1 and state <> 'closed')
order by id
for no key update;

-- name: lock_leaving_mentor
-- Mentor $1, locked so that nobody can point at them any more: no new pair, no new request.
select id from mentor where id = $1 for update;

-- name: open_tandems_of
-- The tandems that end with the departure of member $1.
select mentee_id, mentor_id from tandem
where $1 in (mentee_id, mentor_id) and state <> 'closed'
order by mentee_id, mentor_id;

-- name: waiting_requests_to
-- The requests that mentor $1 leaves unanswered.
select id, mentee_id from request where mentor_id = $1 and state = 'waiting'
order by mentee_id;

-- name: release_requests_to
-- The requests that mentor $1 leaves unanswered end.
update request set state = 'released', closed_at = now() where mentor_id = $1 and state = 'waiting';

-- name: withdraw_requests_of
-- The requests of mentee $1, who leaves, end.
update request set state = 'withdrawn', closed_at = now() where mentee_id = $1 and state = 'waiting';

-- name: empty_swipe_log
-- The log keeps that a swipe was made, and no longer that member $1 made it or was its card. Whoever swiped that card
-- has a pair with it, or was erased before.
with swipers as (
    select case $1::uuid when mentee_id then mentor_id else mentee_id end as id
    from pair where $1 in (mentee_id, mentor_id)
),
as_card as (
    update swipe_log set card_id = null
    where
        id in (
            select shown.id from swipe_log as shown join swipers on shown.member_id = swipers.id
            where shown.card_id = $1
            union all
            select shown.id from swipe_log as shown where shown.member_id is null and shown.card_id = $1
        )
)
update swipe_log set member_id = null where member_id = $1;

-- name: forget_deals_with
-- Decks in which member $1 was a card are dealt again; their own goes in the same sweep, so that two who leave
-- at once and were each other's cards meet these rows in one order. The uids of those whose decks they were.
with forgotten as (
    delete from deal where member_id = $1 or cards @> array[$1::uuid]
    returning member_id
)
select member.uid from forgotten join member on member.id = forgotten.member_id;

-- name: forget_news_of
-- News for others that names member $1.
update outbox set facts = facts - 'memberId' where facts ->> 'memberId' = $1::uuid::text;

-- name: erase_member
-- Member $1 and all that hangs on them.
delete from member where id = $1;

-- name: export_member
-- All that is known of the member of uid $1, table by table, as JSON.
select jsonb_build_object(
    'member', (
        select jsonb_build_object(
            'id', member.id, 'uid', member.uid, 'rank', member.rank, 'role', member.role, 'phone', member.phone,
            'firstName', member.first_name, 'lastName', member.last_name, 'birthDate', member.birth_date,
            'areaCode', member.area_code, 'sectors', member.sectors, 'goals', member.goals,
            'modalities', member.modalities, 'languages', member.languages, 'availability', member.availability,
            'about', member.about, 'structure', structure.code, 'programme', programme.code,
            'profileVersion', member.profile_version, 'pausedAt', member.paused_at,
            'suspendedAt', member.suspended_at, 'guardianAgreedAt', member.guardian_agreed_at,
            'lastSeenAt', member.last_seen_at, 'createdAt', member.created_at,
            'expiryWarnedAt', member.expiry_warned_at, 'shownAt', member.shown_at
        )
        from structure, programme
        where structure.id = member.structure_id and programme.id = member.programme_id
    ),
    'mentee', (
        select jsonb_build_object(
            'requestsWaiting', mentee.requests_waiting, 'tandemsOpen', mentee.tandems_open,
            'waitingSince', mentee.waiting_since
        )
        from mentee where mentee.id = member.id
    ),
    'mentor', (
        select jsonb_build_object(
            'jobTitle', mentor.job_title, 'companyName', mentor.company_name, 'companySiret', mentor.company_siret,
            'capacity', mentor.capacity, 'seatsTaken', mentor.seats_taken, 'hoursPerMonth', mentor.hours_per_month,
            'verifiedAt', mentor.verified_at, 'trainedAt', mentor.trained_at,
            'requestsWaiting', mentor.requests_waiting, 'yesWeight', mentor.yes_weight,
            'answerWeight', mentor.answer_weight, 'answeredAt', mentor.answered_at
        )
        from mentor where mentor.id = member.id
    ),
    'blocks', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'memberId', block.blocked_id, 'blockedAt', block.blocked_at
        ) order by block.blocked_at), '[]')
        from block where block.blocker_id = member.id
    ),
    'devices', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', device.id, 'kind', device.kind, 'value', device.value, 'platform', device.platform,
            'locale', device.locale, 'registeredAt', device.registered_at, 'retiredAt', device.retired_at,
            'doubted', device.doubted
        ) order by device.id), '[]')
        from device where device.member_id = member.id
    ),
    'swipes', (
        select coalesce(jsonb_agg(swipe order by swipe ->> 'swipedAt'), '[]')
        from (
            select jsonb_build_object(
                'memberId', pair.mentor_id, 'verdict', pair.mentee_verdict, 'swipedAt', pair.mentee_swiped_at
            ) as swipe
            from pair where pair.mentee_id = member.id and pair.mentee_verdict is not null
            union all
            select jsonb_build_object(
                'memberId', pair.mentee_id, 'verdict', pair.mentor_verdict, 'swipedAt', pair.mentor_swiped_at
            )
            from pair where pair.mentor_id = member.id and pair.mentor_verdict is not null
        ) as swiped
    ),
    'swipeLog', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'memberId', swipe_log.card_id, 'verdict', swipe_log.verdict, 'position', swipe_log.position,
            'terms', swipe_log.terms, 'randomised', swipe_log.randomised, 'swipedAt', swipe_log.swiped_at,
            'loggedAt', swipe_log.logged_at
        ) order by swipe_log.id), '[]')
        from swipe_log where swipe_log.member_id = member.id
    ),
    'deal', (
        select jsonb_build_object(
            'dealtAt', deal.dealt_at, 'cards', deal.cards, 'terms', deal.terms, 'randomised', deal.randomised
        )
        from deal where deal.member_id = member.id
    ),
    'requests', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', request.id,
            'memberId', case member.role when 'mentee' then request.mentor_id else request.mentee_id end,
            -- Whatever closed it, the mentee reads one word.
            'state', case
                when request.state in ('waiting', 'accepted') or member.role = 'mentor' then request.state
                else 'closed'
            end,
            'message', case member.role when 'mentee' then request.message end,
            'sentAt', request.sent_at, 'openedAt', request.opened_at, 'expiresAt', request.expires_at,
            'closedAt', request.closed_at
        ) order by request.sent_at), '[]')
        from request where member.id in (request.mentee_id, request.mentor_id) and not request.undone
    ),
    'tandems', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', tandem.id,
            'memberId', case member.role when 'mentee' then tandem.mentor_id else tandem.mentee_id end,
            'state', tandem.state, 'formedAt', tandem.formed_at, 'closedAt', tandem.closed_at,
            'renewsId', tandem.renews_id
        ) order by tandem.formed_at), '[]')
        from tandem where member.id in (tandem.mentee_id, tandem.mentor_id)
    ),
    'notices', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', outbox.id, 'kind', outbox.kind, 'facts', outbox.facts, 'state', outbox.state,
            'sequence', outbox.sequence, 'startsAt', outbox.starts_at, 'createdAt', outbox.created_at,
            'settledAt', outbox.settled_at, 'readAt', outbox.read_at, 'deviceId', outbox.device_id
        ) order by outbox.created_at), '[]')
        from outbox where outbox.recipient_id = member.id
    ),
    'inbox', (
        select jsonb_build_object(
            'lastSequence', inbox.last_sequence, 'pushedOn', inbox.pushed_on, 'pushed', inbox.pushed
        )
        from inbox where inbox.member_id = member.id
    ),
    'notifications', (
        select jsonb_build_object(
            'quietFrom', manners.quiet_from, 'quietUntil', manners.quiet_until, 'digest', manners.digest,
            'never', manners.never, 'chosenAt', manners.chosen_at
        )
        from manners where manners.member_id = member.id
    )
)::text
from member
where member.uid = $1;
