-- name: lock_address
-- One at a time: whoever registers the address ($1 kind, $2 value) waits for the one before.
select pg_advisory_xact_lock(hashtextextended($1 || ':' || $2, 0));

-- name: release_device
-- A phone that changed hands: address ($1 kind, $2 value) leaves whoever else had it than the member of uid $3.
delete from device using member
where device.member_id = member.id and device.kind = $1 and device.value = $2 and member.uid <> $3;

-- name: release_own_device
-- The same phone under a new name: address ($1 kind, $2 value) leaves the other devices of uid $3 than $4.
delete from device using member
where
    device.member_id = member.id
    and device.kind = $1
    and device.value = $2
    and member.uid = $3
    and device.id <> $4;

-- name: put_device
-- Registers device $2 of uid $1: kind $3, value $4, platform $5, locale $6; revives a retired one.
insert into device (member_id, id, kind, value, platform, locale)
select member.id, $2, $3, $4, $5, $6 from member where member.uid = $1
on conflict (member_id, id) do update set
    kind = excluded.kind,
    value = excluded.value,
    platform = excluded.platform,
    locale = excluded.locale,
    registered_at = now(),
    retired_at = null,
    doubted = false
returning id;

-- name: remove_device
-- Signing out: device $2 of uid $1 is told nothing more.
delete from device using member
where device.member_id = member.id and member.uid = $1 and device.id = $2;

-- name: devices_of
-- The devices to tell of members $1.
select member_id, id, kind, value, platform, locale, registered_at, doubted
from device
where member_id = any($1::uuid[]) and retired_at is null
order by member_id, id;

-- name: retire_device
-- The address of device $2 of member $1 was dead at $3; a later registration stands.
update device set retired_at = now()
where member_id = $1 and id = $2 and registered_at <= $3;

-- name: doubt_device
-- FCM answered $3 of device $2 of member $1: true, that its address may be invalid; false, that it is well.
update device set doubted = $3
where member_id = $1 and id = $2 and doubted <> $3;

-- name: lock_device
-- Device $2 of member $1, so that two tests of it are counted one after the other.
select id from device where member_id = $1 and id = $2 for no key update;

-- name: trials_lately
-- How many tests member $1 asked for within the hour.
select count(*) from outbox
where recipient_id = $1 and device_id is not null and created_at > now() - interval '1 hour';

-- name: read_trial
-- How far test $1 got.
select id, state, reason from outbox where id = $1;
