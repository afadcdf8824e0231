-- migrate:up

-- A notice of messages is news while its member has one of them to read; its `sequence` is that of the last of them.
create function standing_of_message(notice outbox) returns text
language sql stable parallel safe
as $$
    select coalesce(
        (
            select
                case
                    when not on_speaking_terms(tandem.mentor_id, tandem.mentee_id)
                        or not on_speaking_terms(tandem.mentee_id, tandem.mentor_id) then 'hidden'
                    when exists (
                        select from message
                        where
                            message.tandem_id = tandem.id
                            and message.sender_id <> notice.recipient_id
                            and message.deleted_at is null
                            and message.sequence <= (notice.facts ->> 'sequence')::bigint
                            and message.sequence > coalesce(
                                (
                                    select message_read.sequence from message_read
                                    where
                                        message_read.tandem_id = tandem.id
                                        and message_read.member_id = notice.recipient_id
                                ),
                                0
                            )
                    ) then 'news'
                    else 'over'
                end
            from tandem
            where tandem.id = (notice.facts ->> 'tandemId')::uuid
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

drop function standing_of_message(outbox);
