"""Makes a whole cut in memory: data bases, JSON, manifest and its signature. It must not touch disk or clock."""

from dataclasses import dataclass
from typing import Protocol

from server.prep.counting import count_contest
from server.prep.database import package
from server.prep.results import casilla_objects, distrito_file, results, secciones_index, split_contest
from server.prep.schemas import Cut, CutInput
from shared.crypto.hashing import sha256_hex
from shared.formats.canonical import twin
from shared.formats.prep_cut_v1 import (
    CERTIFICATES_NAME,
    MANIFEST_NAME,
    PURPOSE,
    RESULTS_NAME,
    SECCIONES_NAME,
    SIGNATURE_NAME,
    CutManifest,
    cut_file,
    serialise_manifest,
)


class Sign(Protocol):
    """`SigningKey.sign`: 64 bytes over data, for a purpose."""

    def __call__(self, purpose: str, data: bytes, /) -> bytes:
        """Sign."""
        ...


@dataclass(frozen=True, slots=True)
class CutSigner:
    """Who signs cuts: the server's key and its certificate chain in PEM, leaf first."""

    sign: Sign
    certificates: bytes


def make_cut(source: CutInput, signer: CutSigner) -> Cut:
    """Every file of a cut, signed; equal input gives equal bytes."""
    files = _data(source)
    manifest = CutManifest(
        election=source.theme.election.id,
        mode=source.mode,
        corte=source.number,
        observed_at=source.observed_at,
        theme_hash=source.theme.hash_hex,
        previous=source.previous,
        files=tuple(cut_file(path, files[path]) for path in sorted(files)),
    )
    data = serialise_manifest(manifest)
    files[MANIFEST_NAME] = data
    files[SIGNATURE_NAME] = signer.sign(PURPOSE, data)
    files[CERTIFICATES_NAME] = signer.certificates
    return Cut(source.number, source.observed_at, files, sha256_hex(data))


def _data(source: CutInput) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    counted = [count_contest(source, index) for index in range(len(source.theme.contests))]
    parts = []
    for index, each in enumerate(counted):
        name, data = package(source, each, index)
        files[name] = data
        parts.append((each, split_contest(source, each), name))
    files[RESULTS_NAME] = twin(results(source, parts))
    files[SECCIONES_NAME] = twin(secciones_index(counted[0]))
    casillas = casilla_objects(counted)
    for number in counted[0].distritos:
        whole = {**distrito_file(source, counted, number), "casillas": casillas.get(number, [])}
        files[f"distritos/{number:02d}.json"] = twin(whole)
    return files
