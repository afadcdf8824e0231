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
            'suspendedAt', member.suspended_at, 'hiddenAt', member.hidden_at,
            'guardianAgreedAt', member.guardian_agreed_at, 'lastSeenAt', member.last_seen_at, 'createdAt', member.created_at,
            'expiryWarnedAt', member.expiry_warned_at, 'shownAt', member.shown_at
        )
        from structure, programme
        where structure.id = member.structure_id and programme.id = member.programme_id
    ),
    'promises', (
        select coalesce(jsonb_agg(
            jsonb_build_object(
                'kind', promise.kind, 'madeAt', promise.made_at, 'dueAt', promise.due_at, 'keptAt', promise.kept_at,
                'droppedAt', promise.dropped_at
            )
            order by promise.made_at
        ), '[]')
        from promise where promise.subject_id = member.id
    ),
    'staffActs', (
        select coalesce(jsonb_agg(
            jsonb_build_object(
                'act', audit_entry.act, 'subjectKind', audit_entry.subject_kind, 'at', audit_entry.at
            )
            order by audit_entry.at
        ), '[]')
        from audit_detail
        join audit_entry on audit_entry.id = audit_detail.entry_id
        where audit_detail.about @> array[member.id]
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
    'photos', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', photo.id, 'state', photo.state, 'sentAt', photo.sent_at, 'thumbhash', photo.thumbhash,
            'link', case when photo.state <> 'refused' then photo_link(photo.id) end,
            'decidedAt', photo.decided_at, 'refusal', photo.refusal, 'refusalText', photo.refusal_text
        ) order by photo.sent_at), '[]')
        from photo where photo.member_id = member.id
    ),
    'verifications', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', verification.id, 'decision', verification.decision, 'reason', verification.reason,
            'note', verification.note, 'decidedAt', verification.decided_at, 'answeredAt', verification.answered_at
        ) order by verification.decided_at), '[]')
        from verification where verification.member_id = member.id
    ),
    'honestyCheck', (
        select jsonb_build_object(
            'checkedOn', honesty_check.checked_on, 'expiresOn', honesty_check.expires_on,
            'recordedAt', honesty_check.recorded_at, 'lapsedAt', honesty_check.lapsed_at
        )
        from honesty_check where honesty_check.member_id = member.id
    ),
    'training', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'module', training_pass.module, 'passedAt', training_pass.passed_at
        ) order by training_pass.passed_at), '[]')
        from training_pass where training_pass.member_id = member.id
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
    'proposals', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', proposal.id,
            'memberId', case member.role when 'mentee' then proposal.mentor_id else proposal.mentee_id end,
            'note', proposal.note,
            -- Whatever closed it, they read one word.
            'state', case when proposal.state in ('open', 'formed') then proposal.state else 'closed' end,
            'sentAt', proposal.sent_at, 'expiresAt', proposal.expires_at, 'closedAt', proposal.closed_at
        ) order by proposal.sent_at), '[]')
        from proposal where member.id in (proposal.mentee_id, proposal.mentor_id)
    ),
    'cohorts', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'state', cohort_mentee.state, 'why', cohort_mentee.why, 'worth', cohort_mentee.worth,
            'terms', cohort_mentee.terms
        )), '[]')
        from cohort_mentee where cohort_mentee.mentee_id = member.id
    ),
    'contested', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'seats', cohort_mentor.seats, 'wanted', cohort_mentor.wanted, 'price', cohort_mentor.price
        )), '[]')
        from cohort_mentor where cohort_mentor.mentor_id = member.id
    ),
    'tandems', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', tandem.id,
            'memberId', case member.role when 'mentee' then tandem.mentor_id else tandem.mentee_id end,
            'state', tandem.state, 'formedAt', tandem.formed_at, 'activatedAt', tandem.activated_at,
            'closedAt', tandem.closed_at, 'renewsId', tandem.renews_id,
            'history', (
                select jsonb_agg(jsonb_build_object(
                    'from', tandem_event.from_state, 'to', tandem_event.to_state, 'at', tandem_event.moved_at
                ) order by tandem_event.sequence)
                from tandem_event where tandem_event.tandem_id = tandem.id
            ),
            'signatures', (
                select coalesce(jsonb_agg(jsonb_build_object(
                    'charterVersion', signature.charter_version, 'signedAt', signature.signed_at
                ) order by signature.signed_at), '[]')
                from signature where signature.tandem_id = tandem.id and signature.role = member.role
            ),
            'closure', (
                select jsonb_build_object(
                    'reason', closure.reason, 'note', closure.note, 'closedAt', closure.closed_at
                )
                from closure where closure.tandem_id = tandem.id and closure.role = member.role
            ),
            'renewalAskedAt', (
                select renewal.asked_at
                from renewal where renewal.tandem_id = tandem.id and renewal.role = member.role
            ),
            'goals', (
                select coalesce(jsonb_agg(jsonb_build_object(
                    'id', tandem_goal.id, 'goal', tandem_goal.goal, 'words', tandem_goal.words,
                    'expectedOn', tandem_goal.expected_on, 'setBy', tandem_goal.set_by, 'setAt', tandem_goal.set_at,
                    'reachedAt', tandem_goal.reached_at, 'reachedBy', tandem_goal.reached_by,
                    'steps', (
                        select coalesce(jsonb_agg(jsonb_build_object(
                            'id', tandem_step.id, 'place', tandem_step.place, 'words', tandem_step.words,
                            'doneAt', tandem_step.done_at, 'doneBy', tandem_step.done_by
                        ) order by tandem_step.place), '[]')
                        from tandem_step
                        where tandem_step.tandem_id = tandem.id and tandem_step.goal_id = tandem_goal.id
                    )
                ) order by tandem_goal.set_at), '[]')
                from tandem_goal where tandem_goal.tandem_id = tandem.id
            )
        ) order by tandem.formed_at), '[]')
        from tandem where member.id in (tandem.mentee_id, tandem.mentor_id)
    ),
    'answers', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'topic', answer.topic, 'text', answer.words, 'audience', answer.audience,
            'writtenAt', answer.written_at
        ) order by answer.topic), '[]')
        from answer where answer.mentee_id = member.id
    ),
    'messages', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', message.id, 'tandemId', message.tandem_id, 'sequence', message.sequence,
            'senderId', message.sender_id, 'clientId', message.client_id, 'text', message.body,
            'sentAt', message.sent_at, 'editedAt', message.edited_at, 'deletedAt', message.deleted_at,
            'change', message.change
        ) order by message.sent_at), '[]')
        from message where message.sender_id = member.id
    ),
    'messagesRead', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'tandemId', message_read.tandem_id, 'sequence', message_read.sequence, 'readAt', message_read.read_at,
            'memberId', message_read.member_id, 'change', message_read.change
        ) order by message_read.read_at), '[]')
        from message_read where message_read.member_id = member.id
    ),
    'feedback', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', feedback.id, 'tandemId', feedback.tandem_id, 'occasion', feedback.occasion,
            'askedAt', feedback.asked_at, 'openUntil', feedback.open_until, 'remindedAt', feedback.reminded_at,
            'answeredAt', feedback.answered_at, 'rhythm', feedback.rhythm, 'progress', feedback.progress,
            'helped', feedback.helped, 'needsHelp', feedback.needs_help,
            -- The mentor's own words to the structure.
            'note', case member.role when 'mentor' then feedback.note end
        ) order by feedback.asked_at), '[]')
        from feedback
        join tandem on tandem.id = feedback.tandem_id
        where
            member.id = tandem.mentor_id
            or (member.id = tandem.mentee_id and feedback.answered_at is not null)
    ),
    'pulses', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', pulse.id, 'tandemId', pulse.tandem_id, 'occasion', pulse.occasion, 'askedAt', pulse.asked_at,
            'openUntil', pulse.open_until, 'answeredAt', pulse.answered_at, 'mood', pulse.mood,
            'comment', pulse.comment
        ) order by pulse.asked_at), '[]')
        from pulse where pulse.member_id = member.id
    ),
    'outcomes', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', outcome.id, 'tandemId', outcome.tandem_id, 'milestone', outcome.milestone,
            'askedAt', outcome.asked_at, 'openUntil', outcome.open_until, 'answeredAt', outcome.answered_at,
            'situation', outcome.situation, 'satisfaction', outcome.satisfaction, 'skills', outcome.skills,
            'gains', outcome.gains
        ) order by outcome.asked_at), '[]')
        from outcome where outcome.member_id = member.id
    ),
    'stalls', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', stall.id, 'tandemId', stall.tandem_id, 'nudgedAt', stall.nudged_at,
            'escalatedAt', stall.escalated_at, 'resolvedAt', stall.resolved_at
        ) order by stall.nudged_at), '[]')
        from stall
        join tandem on tandem.id = stall.tandem_id
        where member.id in (tandem.mentee_id, tandem.mentor_id)
    ),
    'reports', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', report.id, 'subject', report.subject, 'memberId', report.reported_id,
            'messageId', report.message_id, 'reason', report.reason, 'text', report.text,
            -- What was decided is about the other.
            'answered', report.state <> 'open', 'reportedAt', report.reported_at
        ) order by report.reported_at), '[]')
        from report where report.reporter_id = member.id
    ),
    'sanctions', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', sanction.id, 'kind', sanction.kind, 'reason', sanction.reason, 'state', sanction.state,
            'until', sanction.until, 'givenAt', sanction.given_at, 'confirmedAt', sanction.confirmed_at,
            'liftedAt', sanction.lifted_at, 'appeal', appeal.text, 'appealedAt', appeal.appealed_at,
            'outcome', appeal.outcome, 'answer', appeal.answer, 'answeredAt', appeal.decided_at
        ) order by sanction.given_at), '[]')
        from sanction
        left join appeal on appeal.sanction_id = sanction.id
        where sanction.member_id = member.id and sanction.state in ('active', 'lifted')
    ),
    'meetings', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', meeting.id, 'tandemId', meeting.tandem_id, 'revision', meeting.revision, 'state', meeting.state,
            'proposedBy', meeting.proposed_by, 'proposedAt', meeting.proposed_at, 'kind', meeting.kind,
            'placeKind', meeting.place_kind, 'place', meeting.place, 'link', meeting.link, 'timeZone', meeting.zone,
            'starts', meeting.starts, 'minutes', meeting.minutes, 'startsAt', meeting.starts_at,
            'endsAt', meeting.ends_at, 'confirmedAt', meeting.confirmed_at, 'cancelledAt', meeting.cancelled_at,
            'cancelledBy', meeting.cancelled_by, 'changedAt', meeting.changed_at,
            -- Each their own words.
            'reason', case meeting.cancelled_by when member.role then meeting.cancel_reason end,
            'words', case meeting.cancelled_by when member.role then meeting.cancel_words end,
            'said', case member.role when 'mentee' then meeting.mentee_said else meeting.mentor_said end,
            'saidAt', case member.role when 'mentee' then meeting.mentee_said_at else meeting.mentor_said_at end
        ) order by meeting.proposed_at), '[]')
        from meeting
        join tandem on tandem.id = meeting.tandem_id
        where member.id in (tandem.mentee_id, tandem.mentor_id)
    ),
    'meetingDisputes', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', dispute.id, 'meetingId', dispute.meeting_id, 'cause', dispute.cause, 'words', dispute.words,
            'openedAt', dispute.opened_at, 'verdict', dispute.verdict, 'why', dispute.why,
            'settledAt', dispute.settled_at
        ) order by dispute.opened_at), '[]')
        from dispute where dispute.member_id = member.id
    ),
    'calendar', (
        select jsonb_build_object('madeAt', calendar.made_at, 'locale', calendar.locale)
        from calendar where calendar.member_id = member.id
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
    ),
    'invitation', (
        select jsonb_build_object('invitedAt', invitation.invited_at, 'answeredAt', invitation.answered_at)
        from invitation where invitation.member_id = member.id
    ),
    'importedLines', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'headings', import.headers, 'cells', import_line.cells, 'phone', import_line.phone,
            'profile', import_line.profile, 'problems', import_line.problems
        )), '[]')
        from import_line
        join import on import.id = import_line.import_id
        where import_line.phone = member.phone
    )
)::text
from member
where member.uid = $1;
