-- migrate:up

alter table outbox
-- 0 before 1 before 2: what somebody waits for goes before news.
add column priority integer not null default 0,
-- When what is announced begins: nobody needs the notice after that.
add column starts_at timestamptz,
-- Given the first time its member's inbox is read; a client asks for what came after.
add column sequence bigint,
add column read_at timestamptz,
-- Why it waits, if not for FCM.
add column held_for text,
-- The notice on the phone that stands for this one: its own id, or that of the bundle it went with.
add column pushed_as uuid,
-- Only for this phone of the member's.
add column device_id text;

alter table outbox add constraint outbox_held_for check (held_for in ('quiet', 'digest')) not valid;

alter table outbox set (fillfactor = 80);

alter table member add column expiry_warned_at timestamptz;

-- migrate:down

alter table member drop column expiry_warned_at;

alter table outbox reset (fillfactor);

alter table outbox
drop column device_id,
drop column pushed_as,
drop column held_for,
drop column read_at,
drop column sequence,
drop column starts_at,
drop column priority;
