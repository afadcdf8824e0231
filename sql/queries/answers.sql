-- name: own_answers
-- All that mentee $1 said of themselves.
select topic, words, audience, written_at from answer where mentee_id = $1 order by topic;

-- name: put_answer
-- Mentee $1 says $3 on topic $2, for $4 to read.
insert into answer (mentee_id, topic, words, audience) values ($1, $2, $3, $4)
on conflict (mentee_id, topic) do update set
    words = excluded.words,
    audience = excluded.audience,
    written_at = case
        when (answer.words, answer.audience) = (excluded.words, excluded.audience) then answer.written_at
        else now()
    end
returning topic, words, audience, written_at;

-- name: delete_answer
-- Mentee $1 says nothing on topic $2 any more.
delete from answer where mentee_id = $1 and topic = $2;

-- name: answers_for_mentor
-- What the mentee of tandem $2 lets their mentor read, while the tandem is open: for uid $1, one of its two.
select answer.topic, answer.words, answer.audience, answer.written_at
from tandem
join member as caller on caller.uid = $1 and caller.id in (tandem.mentor_id, tandem.mentee_id)
join answer on answer.mentee_id = tandem.mentee_id
where
    tandem.id = $2
    and tandem.state <> 'closed'
    and answer.audience = 'mentor'
    and caller.suspended_at is null
    and not exists (
        select from block
        where
            (blocker_id, blocked_id) in (
                (tandem.mentor_id, tandem.mentee_id), (tandem.mentee_id, tandem.mentor_id)
            )
    )
order by answer.topic;

-- name: answers_for_structure
-- What mentee $1 lets their structure read, which is $2 or below it.
select answer.topic, answer.words, answer.audience, answer.written_at
from answer
join member on member.id = answer.mentee_id
where
    answer.mentee_id = $1
    and answer.audience = 'structure'
    and member.structure_id in (select structures_under($2))
order by answer.topic;

-- name: is_member_of
-- Whether the structure of member $1 is $2 or below it.
select exists (select from member where id = $1 and structure_id in (select structures_under($2)));
