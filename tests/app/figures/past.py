"""People who were there before this month began."""

from uuid import UUID

from tests.people import Town

JOIN = """
with joined as (
    insert into member (
        uid, role, first_name, last_name, birth_date, area_code, sectors, goals, modalities, languages, structure_id,
        programme_id, created_at
    )
    select
        'past-' || gen_random_uuid(), $2, 'Zoé', 'Roux', '1990-01-01', $4, array[$5], '{build-network}', '{remote}',
        '{fr}', structure.id, programme.id, now() - interval '13 months'
    from structure, programme, generate_series(1, $3)
    where structure.code = $1 and programme.code = 'tandem'
    returning id, role
),
mentees as (
    insert into mentee (id) select id from joined where role = 'mentee'
),
mentors as (
    insert into mentor (id, job_title, capacity, hours_per_month, verified_at)
    select id, 'Chef', 2, 4, now() - interval '12 months' from joined where role = 'mentor'
)
select id from joined
"""


async def join(
    town: Town, structure: str, role: str, number: int, area: str = "13208", sector: str = "G01"
) -> list[UUID]:
    return [row["id"] for row in await town.rows(JOIN, structure, role, number, area, sector)]


async def form_tandem(town: Town, mentee: UUID, mentor: UUID, *, asked: bool = True) -> UUID:
    """Eleven months old, after a request that took a day."""
    await town.run("insert into pair (mentee_id, mentor_id) values ($1, $2)", mentee, mentor)
    if asked:
        await town.run(
            "insert into request (mentee_id, mentor_id, state, sent_at, closed_at) "
            "select $1, $2, 'accepted', at, at + interval '1 day' "
            "from (select now() - interval '11 months' as at) as past",
            mentee,
            mentor,
        )
    tandem_id: UUID = await town.value(
        "insert into tandem (mentee_id, mentor_id, programme_id, formed_at) "
        "select $1, $2, programme_id, now() - interval '11 months' from member where id = $1 returning id",
        mentee,
        mentor,
    )
    return tandem_id


async def activate(town: Town, tandem_id: UUID) -> None:
    await town.run(
        "update tandem set state = 'active', moved_for = 'signed', moved_by = 'mentee' where id = $1", tandem_id
    )
    await town.run("update tandem set activated_at = formed_at where id = $1", tandem_id)


async def break_up(town: Town, tandem_id: UUID, reason: str, months: int) -> None:
    """One of the two ended it after so many months."""
    await town.run(
        "update tandem set state = 'closed', moved_for = 'ended', moved_by = 'mentee', closed_reason = $2 "
        "where id = $1",
        tandem_id,
        reason,
    )
    await town.run("update tandem set closed_at = formed_at + $2 * interval '1 month' where id = $1", tandem_id, months)
