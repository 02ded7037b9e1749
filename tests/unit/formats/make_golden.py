"""Writes golden/v1: one file of each format as today's writers make them. Run once a version, never to mend a test.

It must not keep a private key: the files can be read for ever and never be made again.
"""

from pathlib import Path

from shared.crypto.hashing import sha256
from shared.formats.acta_v1 import serialise_acta
from shared.formats.journal_v1 import serialise_journal
from shared.formats.lote_v1 import lote_of, serialise_lote
from shared.formats.qr_v1 import make_qr
from shared.formats.results_v1 import read_public
from shared.formats.theme_v1 import serialise_theme
from shared.formats.vote_v1 import encode_voto
from tests.unit.formats import bundles, examples
from tests.unit.formats.substitutions import NEW_STORE, Substitution

GOLDEN = Path(__file__).parent / "golden" / "v1"


def main() -> None:
    """Write every file, refusing to overwrite what a version has released."""
    GOLDEN.mkdir(parents=True)
    institute = bundles.Institute()
    public, sealed = bundles.whole(institute)
    acta = read_public(public, institute.checks()).acta
    data = serialise_acta(acta)
    files = {
        "theme.json": serialise_theme(institute.theme),
        "acta.json": data,
        "journal.jsonl": serialise_journal(institute.journal()),
        "resultados.public.zip": public,
        "resultados.sealed": sealed,
        "qr.txt": "\n".join(make_qr(acta, sha256(data), institute.urna_key.sign)).encode(),
        "voto.bin": bytes(encode_voto(1, bundles.votes()[0][0], b"MARCA", 2)),
        "raiz.pem": institute.root_pem(),
        "urna.pub.pem": institute.urna_key.public.to_pem(),
    }
    for name, content in files.items():
        (GOLDEN / name).write_bytes(content)


def substitution() -> None:
    """The files of a substitution: both bundles, the acta, the opening of the dead urna."""
    folder = GOLDEN / "sustitucion"
    folder.mkdir()
    mesa = Substitution()
    acta = mesa.acta(NEW_STORE)
    signed = mesa.signed(acta)
    files = {
        "theme.json": serialise_theme(mesa.institute.theme),
        "raiz.pem": mesa.institute.root_pem(),
        "apertura.json": mesa.opening(),
        "sustitucion.json": signed,
        "urna.public.zip": mesa.bundle(acta, sustitucion=signed),
        "reserva.public.zip": mesa.own_bundle(acta, sustitucion=signed),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)


def informacion() -> None:
    """A theme with the additional information of a boleta."""
    with (GOLDEN / "theme_info.json").open("xb") as file:
        file.write(serialise_theme(examples.informed()))


def jornada() -> None:
    """A theme with hours of its own."""
    with (GOLDEN / "theme_jornada.json").open("xb") as file:
        file.write(serialise_theme(examples.timed()))


def convenio() -> None:
    """A theme whose boleta has a candidatura comun with its convenio."""
    with (GOLDEN / "theme_convenio.json").open("xb") as file:
        file.write(serialise_theme(examples.agreed()))


def lote() -> None:
    """The list of a lot of two themes."""
    with (GOLDEN / "lote.json").open("xb") as file:
        file.write(serialise_lote(lote_of(examples.lote_themes())))


if __name__ == "__main__":
    main()
    substitution()
    informacion()
    jornada()
    convenio()
    lote()
