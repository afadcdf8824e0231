-- migrate:up

-- A notice of a meeting is news while the meeting stands as the notice tells it.
create function standing_of_meeting(notice outbox) returns text
language sql stable parallel safe
as $$
    select coalesce(
        (
            select
                case
                    when not on_speaking_terms(tandem.mentor_id, tandem.mentee_id)
                        or not on_speaking_terms(tandem.mentee_id, tandem.mentor_id) then 'hidden'
                    when meeting.revision <> (notice.facts ->> 'revision')::integer then 'over'
                    when notice.kind = 'MeetingProposed'
                        and meeting.starts[cardinality(meeting.starts)] <= now() then 'over'
                    when notice.kind = 'MeetingSoon' and meeting.starts_at <= now() then 'over'
                    when notice.kind in ('AttendanceAsked', 'AttendanceDoubted') then case
                        when case notice.recipient_id
                            when tandem.mentee_id then meeting.mentee_said
                            else meeting.mentor_said
                        end is null then 'news' else 'over'
                    end
                    when tandem.state = 'closed' then 'over'
                    else 'news'
                end
            from meeting
            join tandem on tandem.id = meeting.tandem_id
            where meeting.id = (notice.facts ->> 'meetingId')::uuid
        ),
        'hidden'
    )
$$;

create or replace function standing(notice outbox) returns text
language plpgsql stable parallel safe
as $$
declare
    found text;
begin
    case
        when notice.facts ? 'meetingId' then
            return standing_of_meeting(notice);
        when notice.kind in ('RequestReceived', 'RequestExpiringSoon') then
            select
                case
                    when request.undone or not on_speaking_terms(request.mentor_id, request.mentee_id) then 'hidden'
                    when request.state <> 'waiting' then 'over'
                    when notice.kind = 'RequestReceived' and request.opened_at is not null then 'over'
                    else 'news'
                end
            into found
            from request where request.id = notice.event_id;
            return coalesce(found, 'hidden');
        when notice.facts ->> 'tandemId' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
            return standing_of_tandem(notice);
        when notice.kind = 'CapacityFreed' then
            return case
                when exists (
                    select from mentor
                    where id = notice.recipient_id and requests_waiting > 0 and seats_taken < capacity
                ) then 'news' else 'over'
            end;
        when notice.kind = 'AccountExpiring' then
            return case
                when exists (
                    select from member where id = notice.recipient_id and last_seen_at < notice.created_at
                ) then 'news' else 'over'
            end;
        when notice.device_id is not null then
            return 'hidden';
        else
            return 'news';
    end case;
end
$$;

-- migrate:down

create or replace function standing(notice outbox) returns text
language plpgsql stable parallel safe
as $$
declare
    found text;
begin
    case
        when notice.kind in ('RequestReceived', 'RequestExpiringSoon') then
            select
                case
                    when request.undone or not on_speaking_terms(request.mentor_id, request.mentee_id) then 'hidden'
                    when request.state <> 'waiting' then 'over'
                    when notice.kind = 'RequestReceived' and request.opened_at is not null then 'over'
                    else 'news'
                end
            into found
            from request where request.id = notice.event_id;
            return coalesce(found, 'hidden');
        when notice.facts ->> 'tandemId' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
            return standing_of_tandem(notice);
        when notice.kind = 'CapacityFreed' then
            return case
                when exists (
                    select from mentor
                    where id = notice.recipient_id and requests_waiting > 0 and seats_taken < capacity
                ) then 'news' else 'over'
            end;
        when notice.kind = 'AccountExpiring' then
            return case
                when exists (
                    select from member where id = notice.recipient_id and last_seen_at < notice.created_at
                ) then 'news' else 'over'
            end;
        when notice.device_id is not null then
            return 'hidden';
        else
            return 'news';
    end case;
end
$$;

drop function standing_of_meeting(outbox);
