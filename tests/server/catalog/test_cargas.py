"""A list changes when two people want the very same file: tried, delivered, reviewed, signed, in one transaction."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.access import WHOLE, Reach
from server.audit import service as audit
from server.catalog import rules_changes, service_cargas, service_marco
from server.catalog.marco import LISTINGS, Lista
from server.catalog.rules import STEPS, Estado, Paso, Refused, confirms, decide, file_name
from server.catalog.rules_changes import FieldChange, changes_of
from server.catalog.schemas_marco import Carga
from server.context import Context
from server.kit.objects import ObjectMissing
from tests.server.catalog.lists import (
    ANA,
    BEATRIZ,
    SMALL,
    Rows,
    csv_of,
    deliver,
    fill,
    open_context,
    put,
    review,
    sign,
    store_of,
)
from tests.server.harness import World

ALL = Reach(frozenset({WHOLE}))
CARLA = replace(ANA, actor="carla")
NOMINAL = [list(row) for row in SMALL[Lista.LISTA_NOMINAL]]


@pytest.fixture
async def context(empty_world: World) -> AsyncIterator[Context]:
    async with open_context(empty_world) as made:
        yield made


async def rows(context: Context, lista: Lista) -> list[tuple[object, ...]]:
    async with context.reading() as session:
        found = await service_marco.rows_of(session, lista)
    return [tuple(found[key].values()) for key in sorted(found, key=str)]


async def codes(context: Context, lista: Lista, said: Rows) -> list[tuple[int, str, str, str]]:
    async with context.reading() as session:
        examen = await service_cargas.examine(session, await service_cargas.read(lista, csv_of(lista, said)))
    assert (examen.changes is None) == bool(examen.faults.total)
    return [(each.line, each.field, each.code, each.about) for each in examen.faults.kept]


async def notices(context: Context, lista: Lista, said: Rows) -> list[tuple[int, str, str]]:
    async with context.reading() as session:
        examen = await service_cargas.examine(session, await service_cargas.read(lista, csv_of(lista, said)))
    assert examen.changes is not None
    return [(each.line, each.value, each.code) for each in examen.notices.kept]


async def test_lists_are_filled_one_after_the_other_and_say_what_the_files_said(context: Context) -> None:
    for lista, said in SMALL.items():
        await put(context, lista, said)
    for lista, said in SMALL.items():
        assert await rows(context, lista) == [tuple(row) for row in said]
    async with context.reading() as session:
        assert (await service_marco.sizes(session, ALL))[Lista.LISTA_NOMINAL].total == 612 + 611 + 98
        assert await audit.check(session) == 3 * len(SMALL)


async def test_a_try_writes_nothing(context: Context) -> None:
    async with context.reading() as session:
        contents = await service_cargas.read(Lista.DISTRITOS, csv_of(Lista.DISTRITOS, SMALL[Lista.DISTRITOS]))
        examen = await service_cargas.examine(session, contents)
    assert examen.changes is not None
    assert len(examen.changes.added) == 2
    async with context.reading() as session:
        assert (await service_cargas.cargas(session)).rows == []
        assert await audit.check(session) == 0
    assert await rows(context, Lista.DISTRITOS) == []
    assert not (context.config.data / "catalogo").exists()


async def test_what_a_list_names_must_be_in_the_other(context: Context) -> None:
    assert await codes(context, Lista.CASILLAS, [("140024B0100", 1, "a")]) == [
        (2, "clave_casilla", "S717", "entidades|14"),
        (2, "clave_casilla", "S717", "secciones|24"),
    ]
    await fill(context)
    wrong = [(24, 2, 1), (25, 1, 9), (300, 7, 120)]
    assert await codes(context, Lista.SECCIONES, wrong) == [
        (2, "distrito", "S717", "distritos|2"),
        (3, "municipio", "S717", "municipios|9"),
    ]
    assert await codes(context, Lista.LISTA_NOMINAL, [*NOMINAL, ("140024C0200", 5)]) == [
        (6, "clave_casilla", "S717", "casillas|140024C0200")
    ]
    other = [*SMALL[Lista.CASILLAS], ("090024C0200", 1, "a")]
    assert await codes(context, Lista.CASILLAS, other) == [(6, "clave_casilla", "S717", "entidades|9")]
    assert await codes(context, Lista.ENTIDADES, [(14, "Jalisco"), (9, "Otra")]) == [(0, "entidad", "S720", "2")]


async def test_what_another_list_still_uses_cannot_be_left_out(context: Context) -> None:
    await fill(context)
    assert await codes(context, Lista.DISTRITOS, [(1, "Tequila")]) == [(0, "", "S718", "secciones|1")]
    assert await codes(context, Lista.CASILLAS, SMALL[Lista.CASILLAS][1:]) == [(0, "", "S718", "lista_nominal|1")]
    assert await codes(context, Lista.ENTIDADES, [(9, "Otra")]) == [(0, "", "S718", "casillas|4")]


async def test_what_is_odd_is_told_and_does_not_stop_anything(context: Context) -> None:
    await fill(context)
    gap = [*SMALL[Lista.CASILLAS], ("140024C0300", 1, "x"), ("140300E0101", 1, "y")]
    assert await notices(context, Lista.CASILLAS, gap) == [(0, "140024C", "S731"), (0, "140300E01", "S731")]
    assert await notices(context, Lista.SECCIONES, SMALL[Lista.SECCIONES]) == []
    await put(context, Lista.LISTA_NOMINAL, NOMINAL[1:3], removed=2)
    assert await notices(context, Lista.LISTA_NOMINAL, [("140024B0100", 751)]) == [
        (2, "751", "S732"),
        (0, "140024C0100, 140025E0100, 140300S0100", "S733"),
    ]


async def test_differences_name_every_field_and_every_row_that_goes(context: Context) -> None:
    await fill(context)
    said = [("140024B0100", 1, "Otra escuela"), *SMALL[Lista.CASILLAS][1:3], ("140300B0100", 1, "Nueva")]
    await put(context, Lista.LISTA_NOMINAL, NOMINAL[:3], removed=1)
    async with context.reading() as session:
        contents = await service_cargas.read(Lista.CASILLAS, csv_of(Lista.CASILLAS, said))
        changes = (await service_cargas.examine(session, contents)).changes
    assert changes is not None
    assert [row["clave_casilla"] for row in changes.added] == ["140300B0100"]
    assert [row["clave_casilla"] for row in changes.removed] == ["140300S0100"]
    assert changes.changed == (
        FieldChange("140024B0100", "domicilio", "Escuela Niños Héroes, Juárez 10", "Otra escuela"),
    )
    assert changes.same == 2


async def test_nothing_goes_before_somebody_counted_it(context: Context) -> None:
    await fill(context)
    carga = await deliver(context, Lista.LISTA_NOMINAL, csv_of(Lista.LISTA_NOMINAL, NOMINAL[:2]))
    assert await review(context, carga, removed=0) is Refused.REMOVED
    assert await review(context, carga, removed=1) is Refused.REMOVED
    assert isinstance(await review(context, carga, removed=2), Carga)
    assert len(await rows(context, Lista.LISTA_NOMINAL)) == 4
    assert isinstance(await sign(context, carga), Carga)
    assert len(await rows(context, Lista.LISTA_NOMINAL)) == 2


async def test_a_second_person_signs_the_very_file(context: Context) -> None:
    carga = await deliver(context, Lista.DISTRITOS, csv_of(Lista.DISTRITOS, SMALL[Lista.DISTRITOS]))
    assert await sign(context, carga) is Refused.STATE
    await review(context, carga, by=CARLA)
    for same in (ANA, CARLA):
        assert await sign(context, carga, by=same) is Refused.SAME_PERSON
    for typed in ("0" * 64, carga.sha256[:11], carga.sha256[1:], f"{carga.sha256}0", ""):
        assert await sign(context, carga, typed=typed or " ") is Refused.HASH
    assert await rows(context, Lista.DISTRITOS) == []
    signed = await sign(context, carga, typed=f" {carga.sha256[:6].upper()} {carga.sha256[6:12]}\n")
    assert isinstance(signed, Carga)
    assert (signed.status, signed.closed_by) == (Estado.FIRMADO, BEATRIZ.actor)
    assert await sign(context, carga) is Refused.STATE


async def test_bytes_that_changed_on_disk_are_not_what_was_delivered(context: Context) -> None:
    carga = await deliver(context, Lista.DISTRITOS, csv_of(Lista.DISTRITOS, SMALL[Lista.DISTRITOS]))
    path = context.config.data / "catalogo" / carga.sha256[:2] / carga.sha256
    path.chmod(0o640)
    path.write_bytes(path.read_bytes().replace(b"Zapopan", b"Tonala."))
    with pytest.raises(ObjectMissing):
        await review(context, carga)


async def test_what_moved_since_the_review_is_reviewed_again(context: Context) -> None:
    await fill(context)
    first = await deliver(context, Lista.LISTA_NOMINAL, csv_of(Lista.LISTA_NOMINAL, [*NOMINAL[:3], ("140300S0100", 9)]))
    await review(context, first)
    await put(context, Lista.LISTA_NOMINAL, [("140024B0100", 700), *NOMINAL[1:]])
    assert await sign(context, first) is Refused.MOVED
    assert ("140024B0100", 700) in await rows(context, Lista.LISTA_NOMINAL)
    assert isinstance(await review(context, first), Carga)
    assert isinstance(await sign(context, first), Carga)
    assert await rows(context, Lista.LISTA_NOMINAL) == [*(tuple(row) for row in NOMINAL[:3]), ("140300S0100", 9)]


async def test_a_file_with_faults_or_without_changes_is_not_reviewed(context: Context) -> None:
    carga = await deliver(context, Lista.DISTRITOS, csv_of(Lista.DISTRITOS, [("x", "a")]))
    assert carga.faults == 1
    assert await review(context, carga) is Refused.FAULTS
    await fill(context)
    same = await deliver(context, Lista.DISTRITOS, csv_of(Lista.DISTRITOS, [*SMALL[Lista.DISTRITOS]][::-1]))
    assert await review(context, same) is Refused.NOTHING


async def test_a_rejected_file_says_why_and_stays_so(context: Context) -> None:
    data = csv_of(Lista.DISTRITOS, SMALL[Lista.DISTRITOS])
    carga = await deliver(context, Lista.DISTRITOS, data)
    assert await deliver(context, Lista.DISTRITOS, data) == carga
    async with context.writing() as session:
        said = ANA, context.clock.now()
        assert await service_cargas.reject(session, carga.id, "  ", said) is Refused.REASON
        rejected = await service_cargas.reject(session, carga.id, " Es el del año  pasado ", said)
    assert isinstance(rejected, Carga)
    assert (rejected.status, rejected.reason) == (Estado.RECHAZADO, "Es el del año pasado")
    assert await review(context, carga) is Refused.STATE
    again = await deliver(context, Lista.DISTRITOS, data)
    assert again.id == carga.id + 1


async def test_a18_the_trail_tells_who_changed_what_before_and_after(context: Context) -> None:
    await fill(context)
    await put(context, Lista.LISTA_NOMINAL, [("140024B0100", 620), *NOMINAL[1:]])
    async with context.reading() as session:
        entry = (await audit.entries(session)).rows[0]
        carga = (await service_cargas.cargas(session)).rows[0]
    assert (entry.actor, entry.action, entry.subject) == ("beatriz", "firmar_lista", f"lista_nominal {carga.id}")
    assert '"140024B0100 lista_nominal":612' in entry.before
    assert '"140024B0100 lista_nominal":620' in entry.after
    assert carga.differences in entry.data
    assert '"entrego":"ana"' in entry.data
    kept = rules_changes.from_kept(await store_of(context).read(carga.differences))
    assert kept.changed == (FieldChange("140024B0100", "lista_nominal", 612, 620),)


def test_states_are_a_table_and_ends_stay_ends() -> None:
    for state in (None, *Estado):
        for paso in Paso:
            found = decide(state, paso, "carla", ("ana", "ana"))
            assert found == (STEPS[paso].target if state in STEPS[paso].sources else Refused.STATE)
            assert state not in {Estado.FIRMADO, Estado.RECHAZADO} or found is Refused.STATE
    assert [paso for paso in Paso if decide(None, paso, "ana", ()) is not Refused.STATE] == [Paso.RECIBIR]
    assert decide(Estado.RECIBIDO, Paso.FIRMAR, "carla", ("ana",)) is Refused.STATE
    for person in ("ana", "beatriz"):
        assert decide(Estado.REVISADO, Paso.FIRMAR, person, ("ana", "beatriz")) is Refused.SAME_PERSON


def test_a_hash_is_confirmed_by_enough_of_its_beginning() -> None:
    sha256 = "0123456789abcdef" * 4
    assert confirms(sha256, "0123 4567 89AB")
    assert not confirms(sha256, "01234567890")
    assert not confirms(sha256, "0" * 12)
    assert not confirms(sha256, "")


def test_names_of_files_lose_their_folders() -> None:
    assert file_name("C:\\datos\\casillas.xlsx") == "casillas.xlsx"
    assert file_name("../../etc/passwd\0") == "passwd"
    assert file_name("") == "archivo"


NUMBERS = st.dictionaries(st.integers(0, 30), st.integers(0, 3))


@settings(max_examples=40)
@given(NUMBERS, NUMBERS)
def test_differences_lead_from_one_state_to_the_other(before: dict[int, int], after: dict[int, int]) -> None:
    def made(values: dict[int, int]) -> dict[int | str, dict[str, int | str]]:
        return {key: {"distrito": key, "nombre": str(value)} for key, value in values.items()}

    changes = changes_of(Lista.DISTRITOS, made(before), made(after))
    state = {key: dict(row) for key, row in made(before).items() if row not in changes.removed}
    for each in changes.changed:
        assert state[each.key][each.field] == each.before
        state[each.key][each.field] = each.after
    state |= {row[LISTINGS[Lista.DISTRITOS].key]: dict(row) for row in changes.added}
    assert state == made(after)
    assert changes.same == sum(1 for key in before.keys() & after.keys() if before[key] == after[key])
    assert rules_changes.from_kept(rules_changes.as_bytes(changes)) == changes
