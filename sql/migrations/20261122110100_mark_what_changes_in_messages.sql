-- migrate:up

-- How far somebody has read is told like any other change.
alter table message_read add column changed_xid xid8 not null default '0';
alter table message_read alter column changed_xid set default pg_current_xact_id();

create trigger message_read_mark_change before update on message_read
for each row execute function mark_change();

-- migrate:down

drop trigger message_read_mark_change on message_read;
alter table message_read drop column changed_xid;
