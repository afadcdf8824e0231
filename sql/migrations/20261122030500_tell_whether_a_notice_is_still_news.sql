-- migrate:up

-- Whether these two members may still hear of each other.
create function on_speaking_terms(uuid, uuid) returns boolean
language sql stable parallel safe
as $$
    select
        exists (select from member where id = $2 and suspended_at is null)
        and not exists (select from block where (blocker_id, blocked_id) in (($1, $2), ($2, $1)))
$$;

-- news: to be told · over: done with, kept in the inbox as read · hidden: of somebody or something that is no more.
create function standing(notice outbox) returns text
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
            select
                case
                    when not on_speaking_terms(tandem.mentor_id, tandem.mentee_id)
                        or not on_speaking_terms(tandem.mentee_id, tandem.mentor_id) then 'hidden'
                    when tandem.state = 'closed' then 'over'
                    else 'news'
                end
            into found
            from tandem where tandem.id = (notice.facts ->> 'tandemId')::uuid;
            return coalesce(found, 'hidden');
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

-- Whatever gives a full mentor a seat again, the mentor is told who waits. Good for a day, as push.kinds says.
create function tell_of_free_seat() returns trigger
language plpgsql
as $$
begin
    insert into outbox (kind, event_id, recipient_id, facts, priority, expires_at)
    values (
        'CapacityFreed', uuid_v7(), new.id, jsonb_build_object('count', new.requests_waiting), 1,
        now() + interval '24 hours'
    );
    return null;
end
$$;

create trigger mentor_free_seat after update of seats_taken, capacity on mentor
for each row
when (old.seats_taken >= old.capacity and new.seats_taken < new.capacity and new.requests_waiting > 0)
execute function tell_of_free_seat();

-- migrate:down

drop trigger mentor_free_seat on mentor;
drop function tell_of_free_seat();
drop function standing(outbox);
drop function on_speaking_terms(uuid, uuid);
