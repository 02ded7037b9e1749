"""Every file that a version released stays readable: the names of golden/ are versions, and none is ever changed."""

import io
import zipfile
from pathlib import Path

from shared.crypto.certificates import TrustAnchor
from shared.crypto.hashing import sha256
from shared.crypto.signing import VerifyingKey
from shared.domain.eleccion import Mode
from shared.formats.acta_v1 import parse_acta, serialise_acta
from shared.formats.journal_v1 import parse_journal, verify_journal
from shared.formats.qr_v1 import differences, read_qr
from shared.formats.results_v1 import BundleChecks, VerifiedBundle, read_public
from shared.formats.sealed_v1 import read_sealed
from shared.formats.sustitucion_v1 import read_opening, read_sustitucion
from shared.formats.theme_v1 import parse_theme, serialise_theme
from shared.formats.vote_v1 import decode_voto
from tests.unit.formats import bundles, examples

GOLDEN = Path(__file__).parent / "golden" / "v1"
THEME_HASH = "48bbd25f4bb6730c2d359f2207be5c1284e565c665228cff43b026cd32fe5542"
INFO_HASH = "705a4799e21d196fbeb889248ad44c7a1dedd0572136cf8c9ae9440d52e7d949"
CONVENIO_HASH = "550ea9aeb8c4fbb1cb32f1d1825ce56159529a1813c5033e28dbad4e3e6a3022"
JORNADA_HASH = "864c110ae7309ff72b854c417576f34de48ec47f2e163a56be6687e7c7a0c1af"


def golden(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


def bundle() -> VerifiedBundle:
    anchor = TrustAnchor.from_pem(golden("raiz.pem"), None)
    checks = BundleChecks(anchor, bundles.JUDGED, parse_theme(golden("theme.json")), Mode.OFICIAL)
    return read_public(golden("resultados.public.zip"), checks)


def test_the_theme_keeps_its_hash() -> None:
    theme = parse_theme(golden("theme.json"))
    assert theme.hash_hex == THEME_HASH
    assert theme == examples.theme()
    assert serialise_theme(theme) == golden("theme.json")


def test_a_theme_with_information_keeps_its_hash() -> None:
    theme = parse_theme(golden("theme_info.json"))
    assert theme.hash_hex == INFO_HASH
    assert theme == examples.informed()
    assert serialise_theme(theme) == golden("theme_info.json")


def test_a_theme_with_hours_of_its_own_keeps_its_hash() -> None:
    theme = parse_theme(golden("theme_jornada.json"))
    assert theme.hash_hex == JORNADA_HASH
    assert theme == examples.timed()
    assert serialise_theme(theme) == golden("theme_jornada.json")


def test_a_theme_with_a_convenio_keeps_its_hash() -> None:
    theme = parse_theme(golden("theme_convenio.json"))
    assert theme.hash_hex == CONVENIO_HASH
    assert theme == examples.agreed()
    assert serialise_theme(theme) == golden("theme_convenio.json")


def test_the_bundle_reads_with_its_figures() -> None:
    found = bundle()
    assert [dict(contest.counts) for contest in found.acta.contests] == [
        {"PT": 0, "MORENA": 0, "MC": 1, "PT-MORENA": 1, "NO_REGISTRADAS": 0, "NULOS": 0, "BLANCOS": 1},
        {"SI": 1, "NO": 1, "NULOS": 1},
    ]
    assert found.findings == ()
    assert found.acta.ledger.votantes == 3


def test_the_acta_stands_alone_too() -> None:
    with zipfile.ZipFile(io.BytesIO(golden("resultados.public.zip"))) as found:
        assert found.read("acta.json") == golden("acta.json")
    assert serialise_acta(parse_acta(golden("acta.json"))) == golden("acta.json")


def test_the_sealed_file_belongs_to_the_bundle() -> None:
    key = VerifyingKey.from_pem(golden("urna.pub.pem"))
    image = read_sealed(golden("resultados.sealed"), bundle().manifest, key.verify)
    assert (len(image.final), image.sequence, image.capacity) == (6, 9, 12)


def test_journal_qr_and_vote_read() -> None:
    key = VerifyingKey.from_pem(golden("urna.pub.pem"))
    entries = parse_journal(golden("journal.jsonl"))
    verify_journal(entries, key.verify)
    assert len(entries) == 4
    qr = read_qr(golden("qr.txt").decode().splitlines(), key.verify)
    assert differences(qr, bundle().acta, sha256(golden("acta.json"))) == ()
    decoded = decode_voto(golden("voto.bin"))
    assert (decoded.grupo_index, decoded.contest_index, decoded.slip_mark) == (2, 1, b"MARCA")
    assert decoded.voto == bundles.votes()[0][0]


def test_a_substitution_reads_with_both_its_stores() -> None:
    anchor = TrustAnchor.from_pem(golden("sustitucion/raiz.pem"), None)
    theme = parse_theme(golden("sustitucion/theme.json"))
    checks = BundleChecks(anchor, bundles.JUDGED, theme, Mode.OFICIAL)
    names = ("urna.public.zip", "reserva.public.zip")
    dead, own = (read_public(golden(f"sustitucion/{name}"), checks) for name in names)
    found = read_sustitucion(golden("sustitucion/sustitucion.json"), checks)
    identity, opened = read_opening(golden("sustitucion/apertura.json"), checks)
    assert (identity.id, opened.store_id) == ("JAL-0042", dead.acta.store_id)
    assert dead.sustitucion == own.sustitucion == found
    assert (found.acta.emitidos, found.acta.lista, found.acta.diferencia) == (3, 4, 1)
    assert found.acta.beside(dead.acta.store_id) == own.acta.store_id
    assert own.acta.urna.value == dead.identity.id == "JAL-R001"
