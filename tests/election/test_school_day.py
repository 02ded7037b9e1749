"""A school's election of three groups, from the urna to the verifier: nothing tells how the group of one voted."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from server.catalog import service as catalog
from server.config import ServerConfig
from server.context import Context, make_context
from server.db.migrate import upgrade
from server.ingest import reception
from server.ingest import service as ingest
from server.ingest.schemas import Status
from server.ingest.watch import bundles_in, take_in
from server.kit.clock import FixedClock
from server.prep.service import publish_cut
from shared.domain.acta import ActaEscrutinio
from shared.domain.eleccion import Mode
from shared.domain.escrutinio import EscrutinioContest, sumar
from shared.domain.grupo_escrutinio import Reunidos
from shared.domain.ids import GrupoId
from shared.formats.acta_v1 import serialise_acta
from shared.formats.journal_v1 import serialise_journal
from shared.formats.results_v1 import BundleChecks, VerifiedBundle, make_public, read_public
from shared.verify.session import Verification, verify
from tests.flows.cutting import CutFiles
from tests.flows.institute import EVENING, Institute
from tests.flows.school import DAY, PRIMERO_A, PRIMERO_B, SEGUNDO, School, found_school, open_school


@dataclass(frozen=True)
class Election:
    """What the school's day left: the urna's public file, and what every group meant."""

    folder: Path
    institute: Institute
    school: School
    name: str
    public: bytes

    @property
    def bundle(self) -> VerifiedBundle:
        return read_public(
            self.public, BundleChecks(self.institute.anchor, EVENING, self.institute.theme, Mode.OFICIAL)
        )

    def forged(self, change: Callable[[ActaEscrutinio], ActaEscrutinio]) -> bytes:
        """The bundle of the same urna and key with another acta: what a compromised program would sign."""
        bundle, identity = self.bundle, self.school.table.context().identity
        return make_public(
            change(bundle.acta),
            serialise_journal(bundle.journal),
            identity.certificates,
            bundle.manifest.sealed,
            identity.key.sign,
        )


@pytest.fixture(scope="module")
def election(tmp_path_factory: pytest.TempPathFactory) -> Election:
    folder = tmp_path_factory.mktemp("escuela")
    institute = found_school(folder)
    school = open_school(institute, folder)
    school.day()
    school.close()
    school.table.touch("exportar")
    assert isinstance(school.table.usb, CutFiles)
    [name] = [name for name in school.table.usb.files if name.endswith(".public.zip") and "resultados/" in name]
    return Election(folder, institute, school, name.removeprefix("resultados/"), school.table.usb.files[name])


def publish(election: Election, folder: Path, public: bytes) -> tuple[Verification, Status]:
    """Import the theme, take the bundle in, publish a cut; what the verifier says, and what the server made of it."""
    (folder / "memoria").mkdir(parents=True)
    (folder / "memoria" / election.name).write_bytes(public)
    election.institute.publish(folder / "tema")
    trusted = folder / "tema" / "repositorio" / "trusted-root.json"
    trusted.write_bytes((election.institute.identity / "trusted-root.json").read_bytes())
    config = ServerConfig(
        data=folder / "datos",
        root=election.institute.identity / "root.pem",
        crl=election.institute.identity / "crl.pem",
        theme_repository=folder / "tema" / "repositorio",
        theme_root=trusted,
        publication=folder / "publicacion",
        key=election.folder / "servidor" / "server.key.pem",
        certificate=election.folder / "servidor" / "server.cert.pem",
    )
    status = asyncio.run(_publish(make_context(config, FixedClock(EVENING + timedelta(hours=1))), folder))
    return verify(config.publication, Mode.OFICIAL, None, lambda _done, _all: None), status


async def _publish(context: Context, folder: Path) -> Status:
    try:
        await upgrade(context.engine)
        config, now = context.config, context.clock.now()
        theme = catalog.read_signed_theme(config.theme_repository, config.theme_root.read_bytes(), now)
        async with context.writing() as session:
            await catalog.import_theme(session, theme, now)
        async with reception.running(context) as desk:
            taken = [each async for each in take_in(desk, bundles_in([folder / "memoria"]), "memoria")]
        assert len(taken) == 1
        await publish_cut(context)
        async with context.reading() as session:
            counts = await ingest.counts(session)
        [status] = [status for status, count in counts.items() if count]
        return status
    finally:
        await context.engine.dispose()


def test_three_groups_one_of_them_tiny_from_the_urna_to_the_verifier(election: Election, tmp_path: Path) -> None:
    verification, status = publish(election, tmp_path, election.public)
    assert status is Status.ACEPTADO
    assert verification.problems == ()
    whole = election.school.figures(*DAY)
    for totals, meant in zip(verification.evidence.counted, whole, strict=True):
        assert {key: votes for key, votes in totals.entidad.items() if votes} == dict(+meant)


def test_a23_no_published_file_holds_the_figures_of_the_group_of_one(election: Election, tmp_path: Path) -> None:
    """Every list of figures of every published JSON covers nobody, or the minimum of voters."""
    publish(election, tmp_path, election.public)
    acta = json.loads(serialise_acta(election.bundle.acta))
    assert [part["groups"] for part in acta["merged"]] == [[SEGUNDO], [PRIMERO_A, PRIMERO_B]]
    minimum = election.institute.theme.rules.min_group
    for part in (*acta["merged"], acta):
        for contest in part["contests"]:
            assert sum(contest["counts"].values()) >= minimum
    for path in (tmp_path / "publicacion").rglob("*.json"):
        assert "Primero B" not in path.read_text(encoding="utf-8") or path.name.endswith("theme.json")


def _parts(acta: ActaEscrutinio) -> tuple[Reunidos, Reunidos]:
    first, second = acta.reunidos
    return first, second


def split_apart(acta: ActaEscrutinio) -> ActaEscrutinio:
    """The group of one with figures of its own, and everything else still adding up."""
    first, second = _parts(acta)
    alone = tuple(replace(each, counts=_one(each)) for each in second.contests)
    rest = tuple(_minus(whole, own) for whole, own in zip(second.contests, alone, strict=True))
    apart = Reunidos((GrupoId(PRIMERO_A),), rest), Reunidos((GrupoId(PRIMERO_B),), alone)
    return replace(acta, reunidos=(first, *apart))


def _one(whole: EscrutinioContest) -> dict[str, int]:
    """One vote, for a figure that has one."""
    key = next(name for name, votes in whole.counts.items() if votes)
    return {name: int(name == key) for name in whole.counts}


def _minus(whole: EscrutinioContest, own: EscrutinioContest) -> EscrutinioContest:
    return replace(whole, counts={key: votes - own.counts[key] for key, votes in whole.counts.items()})


def move_a_vote(acta: ActaEscrutinio) -> ActaEscrutinio:
    """One vote of a merged group for another option; the total stays."""
    first, second = _parts(acta)
    figures = second.contests[0]
    source, target = [key for key, votes in figures.counts.items() if votes][:2]
    counts = {**figures.counts, source: figures.counts[source] - 1, target: figures.counts[target] + 1}
    return replace(
        acta, reunidos=(first, replace(second, contests=(replace(figures, counts=counts), *second.contests[1:])))
    )


def claim_more_voters(acta: ActaEscrutinio) -> ActaEscrutinio:
    """Turnout moved from one group to another, so that the small one seems large enough."""
    second, first_a, first_b = acta.grupos
    return replace(acta, grupos=(second, replace(first_a, emitidos=3), replace(first_b, emitidos=4)))


def merge_all(acta: ActaEscrutinio) -> ActaEscrutinio:
    """All groups in one: it hides nothing that is small, but it is not what the rule gives."""
    first, second = _parts(acta)
    gubernatura = sumar(first.contests[0], second.contests[0])
    return replace(acta, reunidos=(Reunidos((*first.grupos, *second.grupos), (gubernatura, *second.contests[1:])),))


@pytest.mark.parametrize(
    ("change", "code"),
    [(split_apart, "V208"), (move_a_vote, "V209"), (claim_more_voters, "V207"), (merge_all, "V204")],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_figures_by_group_that_lie_are_quarantined_and_named_by_the_verifier(
    election: Election, tmp_path: Path, change: Callable[[ActaEscrutinio], ActaEscrutinio], code: str
) -> None:
    """The server holds them apart; a publisher who does not is caught by anyone."""
    public = election.forged(change)
    honest, status = publish(election, tmp_path, public)
    assert status is Status.CUARENTENA
    assert honest.evidence.readings == {}
    (tmp_path / "publicacion" / "bundles").mkdir(exist_ok=True)
    (tmp_path / "publicacion" / "bundles" / election.name).write_bytes(public)
    found = verify(tmp_path / "publicacion", Mode.OFICIAL, None, lambda _done, _all: None)
    assert code in {problem.code for problem in found.problems}
    assert found.evidence.readings == {}
