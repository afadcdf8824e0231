-- name: list_goals
-- The goals of tandem $1 with their steps, in the order they were set; $2: only this one.
select
    tandem_goal.id,
    tandem_goal.goal,
    tandem_goal.words,
    tandem_goal.expected_on,
    tandem_goal.set_by,
    tandem_goal.set_at,
    tandem_goal.reached_at,
    tandem_goal.reached_by,
    (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', tandem_step.id, 'words', tandem_step.words, 'done_at', done_at, 'done_by', done_by
        ) order by place), '[]')
        from tandem_step
        where tandem_step.tandem_id = tandem_goal.tandem_id and tandem_step.goal_id = tandem_goal.id
    ) as steps
from tandem_goal
where tandem_goal.tandem_id = $1 and ($2::uuid is null or tandem_goal.id = $2)
order by tandem_goal.set_at, tandem_goal.id;

-- name: put_goal
-- Goal $2 of tandem $1 becomes what is given: $3 from the vocabulary, $4 in their own words, expected on $5. Set by the
-- one of role $6, who is kept, as is whether it was reached. Nothing when it would be one more than $7.
insert into tandem_goal (tandem_id, id, goal, words, expected_on, set_by)
select $1, $2, $3, $4, $5, $6
where
    (select count(*) from tandem_goal as other where other.tandem_id = $1 and other.id <> $2) < $7
on conflict (tandem_id, id) do update set
    goal = excluded.goal,
    words = excluded.words,
    expected_on = excluded.expected_on
returning id;

-- name: put_steps
-- The steps of goal $2 of tandem $1 become $3 (ids) and $4 (words), in order; what was done stays so.
with gone as (
    delete from tandem_step where tandem_id = $1 and goal_id = $2 and id <> all($3::uuid[])
)
insert into tandem_step (tandem_id, goal_id, id, place, words)
select $1, $2, step.id, step.place, step.words
from unnest($3::uuid[], $4::text[]) with ordinality as step (id, words, place)
on conflict (tandem_id, goal_id, id) do update set place = excluded.place, words = excluded.words;

-- name: delete_goal
-- Goal $2 of tandem $1 is no longer one.
delete from tandem_goal where tandem_id = $1 and id = $2;

-- name: reach_goal
-- Goal $2 of tandem $1 is reached, says the one of role $3; the first to say so is kept.
update tandem_goal set reached_at = coalesce(reached_at, now()), reached_by = coalesce(reached_by, $3)
where tandem_id = $1 and id = $2;

-- name: reopen_goal
-- Goal $2 of tandem $1 is not reached after all.
update tandem_goal set reached_at = null, reached_by = null where tandem_id = $1 and id = $2;

-- name: do_step
-- Step $3 of goal $2 of tandem $1 is done, says the one of role $4; the first to say so is kept. Nothing if there is none.
update tandem_step set done_at = coalesce(done_at, now()), done_by = coalesce(done_by, $4)
where tandem_id = $1 and goal_id = $2 and id = $3
returning id;

-- name: undo_step
-- Step $3 of goal $2 of tandem $1 is not done after all. Nothing if there is none.
update tandem_step set done_at = null, done_by = null
where tandem_id = $1 and goal_id = $2 and id = $3
returning id;
