-- migrate:up

-- What is asked is news until it is answered or asked no longer, also of a closed tandem; a nudge, until it has helped.
create function standing_of_follow_up(notice outbox) returns text
language sql stable parallel safe
as $$
    select coalesce(
        (
            select
                case
                    when not on_speaking_terms(tandem.mentor_id, tandem.mentee_id)
                        or not on_speaking_terms(tandem.mentee_id, tandem.mentor_id) then 'hidden'
                    when asked.settled then 'over'
                    else 'news'
                end
            from (
                select feedback.tandem_id, feedback.answered_at is not null or feedback.open_until <= now() as settled
                from feedback where feedback.id = (notice.facts ->> 'followUpId')::uuid
                union all
                select pulse.tandem_id, pulse.answered_at is not null or pulse.open_until <= now()
                from pulse where pulse.id = (notice.facts ->> 'followUpId')::uuid
                union all
                select outcome.tandem_id, outcome.answered_at is not null or outcome.open_until <= now()
                from outcome where outcome.id = (notice.facts ->> 'followUpId')::uuid
                union all
                select stall.tandem_id, stall.resolved_at is not null
                from stall where stall.id = (notice.facts ->> 'followUpId')::uuid
            ) as asked
            join tandem on tandem.id = asked.tandem_id
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
        when notice.facts ? 'followUpId' then
            return standing_of_follow_up(notice);
        when notice.facts ? 'meetingId' then
            return standing_of_meeting(notice);
        when notice.kind = 'MessageReceived' and notice.facts ? 'sequence' then
            return standing_of_message(notice);
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
        when notice.facts ? 'meetingId' then
            return standing_of_meeting(notice);
        when notice.kind = 'MessageReceived' and notice.facts ? 'sequence' then
            return standing_of_message(notice);
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

drop function standing_of_follow_up(outbox);
