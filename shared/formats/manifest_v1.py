"""``manifest.json`` of a public bundle: what the urna signs. It must not read the files that it names."""

from typing import Final

from shared.domain.eleccion import Mode
from shared.domain.ids import CasillaId, EleccionId, StoreId, UrnaId
from shared.formats.canonical import Fields, loads_canonical, twin
from shared.formats.results_model import Manifest, Member, ResultadoInvalido, SealedReference

FORMAT: Final = "results/1"
MAX_BYTES: Final = 16 << 10


def serialise_manifest(manifest: Manifest) -> bytes:
    """The canonical JSON that is signed."""
    return twin(
        {
            "format": FORMAT,
            "kind": "public",
            "election": manifest.election.value,
            "mode": manifest.mode.value,
            "casilla": manifest.casilla.clave,
            "urna": manifest.urna.value,
            "store_id": manifest.store_id.value,
            "theme_hash": manifest.theme_hash,
            "members": [{"name": m.name, "sha256": m.sha256, "size": m.size} for m in manifest.members],
            "sealed": {
                "sha256": manifest.sealed.sha256,
                "size": manifest.sealed.size,
                "records": manifest.sealed.records,
            },
        }
    )


def parse_manifest(data: bytes) -> Manifest:
    """Read a manifest; raises ``ResultadoInvalido`` R0xx."""
    fields = Fields(loads_canonical(data, ResultadoInvalido, MAX_BYTES), ResultadoInvalido, "manifest")
    fields.literal("format", FORMAT)
    fields.literal("kind", "public")
    manifest = Manifest(
        election=fields.ident("election", EleccionId),
        mode=fields.choice("mode", Mode),
        casilla=fields.ident("casilla", CasillaId),
        urna=fields.ident("urna", UrnaId),
        store_id=fields.ident("store_id", StoreId),
        theme_hash=fields.hexadecimal("theme_hash", 32).hex(),
        members=fields.objects("members", _member, 8),
        sealed=fields.object("sealed", _sealed),
    )
    fields.done()
    return manifest


def _member(fields: Fields) -> Member:
    return Member(fields.text("name", 40), fields.hexadecimal("sha256", 32).hex(), fields.integer("size", 0, 2 << 20))


def _sealed(fields: Fields) -> SealedReference:
    return SealedReference(
        fields.hexadecimal("sha256", 32).hex(), fields.integer("size", 0), fields.integer("records", 0, 10**7)
    )
