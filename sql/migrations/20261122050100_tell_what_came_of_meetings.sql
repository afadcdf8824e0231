-- migrate:up

-- What is to be held of one side (mentee or mentor) of a meeting: honoured, late (called off within three hours of the
-- start), missed, or contested when the other says so and they say otherwise; null while nothing can be said. What
-- the other says stands alone once it has not been answered for three days.
create function mark_of(meeting meeting, side text) returns text
language plpgsql stable parallel safe
as $$
declare
    own text := case side when 'mentee' then meeting.mentee_said else meeting.mentor_said end;
    others text := case side when 'mentee' then meeting.mentor_said else meeting.mentee_said end;
    others_at timestamptz := case side when 'mentee' then meeting.mentor_said_at else meeting.mentee_said_at end;
begin
    if meeting.state = 'cancelled' then
        return case
            when meeting.cancelled_by = side and meeting.cancelled_at >= meeting.starts_at - interval '3 hours' then 'late'
        end;
    end if;
    return case
        when own = 'self_absent' then 'missed'
        when others in ('other_absent', 'other_late') and own is not null then 'contested'
        when others in ('other_absent', 'other_late') and others_at > now() - interval '3 days' then null
        when others = 'other_absent' then 'missed'
        when others = 'other_late' then 'late'
        when own is not null or others is not null then 'honoured'
    end;
end
$$;

-- A member's mark that is in question: the two disagree, or the member appeals. Staff settle it.
create table dispute (
    id uuid primary key default uuid_v7(),
    meeting_id uuid not null references meeting (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    cause text not null check (cause in ('disagreement', 'appeal')),
    -- What the member says of it.
    words text,
    opened_at timestamptz not null default now(),
    verdict text check (verdict in ('honoured', 'late', 'missed', 'annulled')),
    why text,
    settled_by uuid references staff (id),
    settled_at timestamptz,
    unique (meeting_id, member_id, cause),
    check ((verdict is null) = (settled_at is null))
);

create index dispute_of_member on dispute (member_id);
create index dispute_open on dispute (opened_at) where settled_at is null;
create index dispute_settled_by on dispute (settled_by) where settled_by is not null;

-- migrate:down

drop table dispute;
drop function mark_of(meeting, text);
