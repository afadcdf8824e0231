-- migrate:up

-- A proposal is news to each of the two until they answer it, or it ends; that it ended, to who had said yes.
create function standing_of_proposal(notice outbox) returns text
language sql stable parallel safe
as $$
    select coalesce(
        (
            select
                case
                    when not on_speaking_terms(proposal.mentor_id, proposal.mentee_id)
                        or not on_speaking_terms(proposal.mentee_id, proposal.mentor_id) then 'hidden'
                    when notice.kind = 'ProposalClosed' then 'news'
                    when proposal.state <> 'open' then 'over'
                    when case notice.recipient_id when pair.mentee_id then pair.mentee_verdict else pair.mentor_verdict end
                        is not null then 'over'
                    else 'news'
                end
            from proposal
            join pair on pair.mentee_id = proposal.mentee_id and pair.mentor_id = proposal.mentor_id
            where proposal.id = notice.event_id
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
        when notice.kind in ('TandemProposed', 'ProposalClosed') then
            return standing_of_proposal(notice);
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

drop function standing_of_proposal(outbox);
