-- migrate:up

-- A notice of a tandem is news while the tandem is as the notice tells it.
create function standing_of_tandem(notice outbox) returns text
language sql stable parallel safe
as $$
    select coalesce(
        (
            select
                case
                    when not on_speaking_terms(tandem.mentor_id, tandem.mentee_id)
                        or not on_speaking_terms(tandem.mentee_id, tandem.mentor_id) then 'hidden'
                    when notice.kind = 'TandemClosed' then 'news'
                    when notice.kind = 'RenewalAsked' then case
                        when exists (select from tandem as next where next.renews_id = tandem.id) then 'over'
                        when exists (select from renewal where renewal.tandem_id = tandem.id) then 'news'
                        else 'over'
                    end
                    when tandem.state = 'closed' then 'over'
                    when notice.kind = 'TandemPaused' and tandem.state <> 'paused' then 'over'
                    when notice.kind = 'TandemResumed' and tandem.state <> 'active' then 'over'
                    when notice.kind = 'CharterToSign' and tandem.activated_at is not null then 'over'
                    else 'news'
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

drop function standing_of_tandem(outbox);
