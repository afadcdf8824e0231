"""Staff read figures of their scope, as tables, sheets and pictures."""

import csv
import io
import re
from typing import Any
from xml.etree import ElementTree

import pytest

from app.figures.service import compute
from tests.app.figures.past import break_up, form_tandem, join
from tests.people import Caller, Town

SVG = "{http://www.w3.org/2000/svg}"
EVERY_TOPIC = ["funnel", "answers", "loads", "break-ups"]


async def table(staff: Caller, topic: str = "funnel", **query: Any) -> dict[str, Any]:
    answer = await staff.get(f"/v1/staff/figures/{topic}", params=query)
    assert answer.status_code == 200, answer.text
    read: dict[str, Any] = answer.json()
    return read


def registered(read: dict[str, Any]) -> dict[str, int | None]:
    return {row["code"]: row["counts"][0] for row in read["rows"]}


async def counted_town(town: Town) -> None:
    """Mentees of four structures; the mission locale has too few to be told of."""
    await town.tree()
    await join(town, "cci-amp", "mentee", 23)
    await join(town, "antenne-nord", "mentee", 12, area="75101", sector="N01")
    await join(town, "mission-locale", "mentee", 3)
    await join(town, "national", "mentor", 20)
    await compute(town.db)


async def test_a_structure_with_too_few_is_told_of_nowhere_not_even_by_difference(town: Town) -> None:
    await counted_town(town)
    read = await table(await town.staff("reader", "national"), role="mentee")
    assert registered(read) == {
        "national": 35,
        "club-13": 35,
        "cci-amp": 35,
        "antenne-nord": 10,
        "mission-locale": None,
    }
    assert read["total"]["counts"][0] == 35
    assert read["computedAt"] is not None


async def test_staff_read_their_scope_and_everybody_reads_the_same(town: Town) -> None:
    await counted_town(town)
    above, own = await town.staff("reader", "national"), await town.staff("reader", "cci-amp")
    mine = await table(own)
    assert registered(mine) == {"cci-amp": 35, "antenne-nord": 10}
    of_mine = await table(above, structure="cci-amp")
    assert of_mine["rows"] == mine["rows"]
    for hidden in ("national", "mission-locale", "nowhere"):
        for path in ("", "/sheet.csv", "/picture.svg"):
            answer = await own.get(f"/v1/staff/figures/funnel{path}", params={"structure": hidden})
            assert answer.status_code == 404


async def test_the_funnel_is_told_apart_by_each_dimension(town: Town) -> None:
    await counted_town(town)
    staff = await town.staff("reader")
    assert registered(await table(staff, by="programme")) == {"tandem": 35}
    assert registered(await table(staff, by="territory")) == {"13": 25, "75": 10}
    assert registered(await table(staff, by="sector")) == {"G": 25, "N": 10}


async def test_months_come_in_their_order(town: Town) -> None:
    first = await join(town, "cci-amp", "mentee", 10)
    await join(town, "cci-amp", "mentee", 10)
    await town.run("update member set created_at = created_at - interval '2 months' where id = any($1)", first)
    await compute(town.db)
    months = registered(await table(await town.staff("reader"), by="month"))
    assert list(months) == sorted(months)
    assert list(months.values()) == [10, 10]


async def test_break_ups_answers_and_loads_have_their_reasons_and_measures(town: Town) -> None:
    mentees, mentors = await join(town, "cci-amp", "mentee", 24), await join(town, "cci-amp", "mentor", 24)
    for place, (mentee, mentor) in enumerate(zip(mentees, mentors, strict=True)):
        tandem_id = await form_tandem(town, mentee, mentor)
        if place < 16:
            await break_up(town, tandem_id, "no-time" if place < 10 else "moved-away", 3 if place < 11 else 8)
    await compute(town.db)
    staff = await town.staff("reader")
    broken = await table(staff, "break-ups", by="reason")
    assert broken["total"]["counts"] == [15, 10]
    assert [(row["name"], row["counts"]) for row in broken["rows"]] == [
        ("Je n'ai plus le temps qu'il faudrait", [10, 10]),
        ("Je déménage ou je change de travail", [5, None]),
    ]
    answers = await table(staff, "answers")
    assert answers["total"]["counts"] == [25, 25, 25]
    assert answers["total"]["measures"] == {"median-hours": 24, "p90-hours": 24, "share-answered": 1}
    loads = await table(staff, "loads", by="load")
    assert loads["total"]["counts"] == [25]
    assert loads["total"]["measures"] == {"mean-load": 0.2, "gini": 0.67}
    assert {row["code"]: row["counts"] for row in loads["rows"]} == {"none": [15], "up-to-half": [10]}


async def test_before_the_first_month_there_is_nothing_and_it_is_said(town: Town) -> None:
    staff = await town.staff("reader")
    for topic in EVERY_TOPIC:
        read = await table(staff, topic)
        assert (read["computedAt"], read["rows"], set(read["total"]["counts"])) == (None, [], {None})
        picture = (await staff.get(f"/v1/staff/figures/{topic}/picture.svg")).text
        assert "Pas encore de chiffres" in picture
    assert (await staff.get("/v1/staff/figures")).json()["items"] == []


async def test_older_months_stay_to_be_read(town: Town) -> None:
    await counted_town(town)
    await town.run("update figure_run set month = '2026-01-01'")
    await join(town, "cci-amp", "mentee", 30)
    await compute(town.db)
    staff = await town.staff("reader")
    runs = (await staff.get("/v1/staff/figures")).json()["items"]
    assert [run["month"] for run in runs][1:] == ["2026-01-01"]
    assert (await table(staff, month="2026-01"))["total"]["counts"][0] == 35
    assert (await table(staff))["total"]["counts"][0] == 65
    assert (await table(staff, month="2020-01"))["computedAt"] is None


async def test_what_figures_cannot_be_told_apart_by_is_refused(town: Town) -> None:
    staff = await town.staff("reader")
    for query in ("by=load", "by=age", "by=../x", "role=staff", "month=2026-13", "structure=A"):
        for path in ("", "/sheet.csv", "/picture.svg"):
            answer = await staff.get(f"/v1/staff/figures/funnel{path}?{query}")
            assert answer.status_code in (400, 422), query
    assert (await staff.get("/v1/staff/figures/ages")).status_code in (400, 404, 422)


async def test_a_sheet_opens_in_excel_and_calculates_nothing(town: Town) -> None:
    await town.run("update structure set name = $1 where code = 'cci-amp'", '=HYPERLINK("http://x";"CCI")')
    await join(town, "cci-amp", "mentee", 12)
    await compute(town.db)
    staff = await town.staff("reader")
    answer = await staff.get("/v1/staff/figures/funnel/sheet.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    heading, own, total = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert heading[:4] == ["Code", "Structure", "Inscrits", "Vérifiés"]
    assert own[:4] == ["cci-amp", '\'=HYPERLINK("http://x";"CCI")', "10", "10"]
    assert (total[1], own[4], own[-1][:2]) == ("Ensemble", "moins de 5", "20")
    english = await staff.get("/v1/staff/figures/funnel/sheet.csv", headers={"Accept-Language": "en"})
    assert b"Code,Structure,Registered," in english.content


async def test_what_is_taken_out_leaves_an_entry_and_what_is_read_leaves_none(town: Town) -> None:
    staff = await town.staff("reader")
    await table(staff)
    assert await town.value("select count(*) from audit_entry") == 0
    await staff.get("/v1/staff/figures/funnel/sheet.csv")
    await staff.get("/v1/staff/figures/loads/picture.svg")
    acts = [row["act"] for row in await town.rows("select act from audit_entry")]
    assert acts == ["export-figures", "export-figures"]


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_picture_is_well_formed_says_what_it_shows_and_stays_within_its_frame(
    town: Town, language: str
) -> None:
    name = "<script>alert('&')</script> " + "Ω" * 60
    await town.run("update structure set name = $1 where code = 'cci-amp'", name)
    for place in range(30):
        await town.run(
            "insert into structure (code, name, kind, parent_id) "
            "select $1, $1, 'antenna', id from structure where code = 'cci-amp'",
            f"antenne-{place}",
        )
        await join(town, f"antenne-{place}", "mentee", 5 + place)
    await compute(town.db)
    staff = await town.staff("reader")
    answer = await staff.get("/v1/staff/figures/funnel/picture.svg", headers={"Accept-Language": language})
    assert answer.headers["content-type"] == "image/svg+xml"
    picture = ElementTree.fromstring(answer.content)
    width, height = (int(side) for side in picture.attrib["viewBox"].split()[2:])
    assert {part.tag for part in picture.iter()} == {
        SVG + tag for tag in ("svg", "title", "desc", "rect", "line", "text")
    }
    assert name in picture.findtext(f"{SVG}title", "")
    assert re.search(r"(Inscrits|Registered) : \d+", picture.findtext(f"{SVG}desc", ""))
    for bar in picture.iter(f"{SVG}rect"):
        left, wide = float(bar.get("x", 0)), float(bar.attrib["width"])
        assert 0 <= left <= left + wide <= width
        assert 0 <= float(bar.get("y", 0)) + float(bar.attrib["height"]) <= height
    for text in picture.iter(f"{SVG}text"):
        # No letter of a sans-serif face is on average wider than six tenths of its height.
        assert float(text.attrib["x"]) + 0.6 * float(text.attrib["font-size"]) * len(text.text or "") <= width
        assert 0 <= float(text.attrib["y"]) <= height


async def test_a_picture_cuts_no_heading_short(town: Town) -> None:
    staff = await town.staff("reader")
    for topic in EVERY_TOPIC:
        for language in ("fr", "en"):
            path = f"/v1/staff/figures/{topic}/picture.svg"
            answer = await staff.get(path, headers={"Accept-Language": language})
            assert "…" not in answer.text
