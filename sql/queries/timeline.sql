-- name: timeline
-- What happened in tandem $1, oldest first, as its side $2 (mentee or mentor) may know it, after the cursor ($3 time,
-- $4 id), $5 at most. Messages are counted week by week; of what was said of a meeting or reported, nothing is told. What
-- happened at one moment is told in the order of the kinds, which begin the ids.
with entry (at, rank, source, kind, by, count, meeting_id, goal, words) as (
    select
        moved_at,
        1,
        sequence::text,
        case when to_state = 'active' and from_state = 'paused' then 'resumed' else to_state end,
        moved_by,
        null::bigint,
        null::uuid,
        null,
        null
    from tandem_event
    where tandem_id = $1
    union all
    select
        signed_at,
        0,
        role || charter_version,
        'signed',
        role,
        null,
        null,
        null,
        null
    from signature
    where tandem_id = $1
    union all
    select
        starts_at,
        2,
        id::text,
        case when ends_at > now() then 'meeting-planned' else 'meeting-held' end,
        null,
        null,
        id,
        null,
        null
    from meeting
    where
        tandem_id = $1
        and state = 'confirmed'
        and coalesce(case $2 when 'mentee' then mentee_said else mentor_said end, 'came') in ('came', 'other_late')
    union all
    select
        reached_at,
        3,
        id::text,
        'goal-reached',
        reached_by,
        null,
        null,
        goal,
        words
    from tandem_goal
    where tandem_id = $1 and reached_at is not null
    union all
    select
        answered_at,
        4,
        id::text,
        'feedback',
        'mentor',
        null,
        null,
        null,
        null
    from feedback
    where tandem_id = $1 and answered_at is not null
    union all
    select
        max(sent_at),
        5,
        date_trunc('week', sent_at at time zone 'Europe/Paris')::text,
        'messages',
        null,
        count(*),
        null,
        null,
        null
    from message
    where tandem_id = $1 and deleted_at is null
    group by date_trunc('week', sent_at at time zone 'Europe/Paris')
)
select
    told.id,
    entry.at,
    entry.kind,
    entry.by,
    entry.count,
    entry.meeting_id,
    entry.goal,
    entry.words
from entry
cross join lateral (
    select ('0' || entry.rank || substr(md5(entry.kind || entry.source), 3))::uuid as id
) as told
where $3::timestamptz is null or (entry.at, told.id) > ($3, $4::uuid)
order by entry.at, told.id
limit $5;
