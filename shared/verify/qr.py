"""Photographed or typed QR codes of a printed acta, held against the published bundle of its casilla.

It must not need the network, nor anything but the publication and the codes.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from shared.crypto.certificates import TrustAnchor
from shared.domain.errors import DatoInvalido
from shared.formats.qr_v1 import QrActa, claimed_urna, differences, read_qr
from shared.formats.results_v1 import MAX_BYTES, BundleChecks, read_public
from shared.verify.folder import BUNDLES, read_limited
from shared.verify.outcome import Problem
from shared.verify.session import Verification

IMAGES: Final = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".webp", ".pgm", ".ppm"})
_MAX_TEXT: Final = 1 << 20
DecodeImage = Callable[[Path], tuple[str, ...]]


def check_qr(
    verification: Verification, files: Sequence[Path], decode_image: DecodeImage | None
) -> tuple[QrActa | None, tuple[Problem, ...]]:
    """The acta of a chain of codes, once its signature holds, and how it differs from what was published.

    V401 the codes cannot be read or their signature does not hold; V402 no bundle of that urna is published; V403 they
    differ; V404 a picture without codes; V405 pictures cannot be read here.
    """
    try:
        chunks, problems = _chunks(files, decode_image)
        return (None, problems) if problems else _check(verification, chunks)
    except (DatoInvalido, OSError, UnicodeDecodeError) as error:
        return None, (Problem.of("V401", "QR", reason=error),)


def whose_qr(parts: Sequence[Verification], files: Sequence[Path], decode_image: DecodeImage | None) -> Verification:
    """Of a lot, the theme whose urna printed the codes; the first where none did, or they cannot be read."""
    try:
        chunks, _ = _chunks(files, decode_image)
        urna = claimed_urna(chunks).value
    except (DatoInvalido, OSError, UnicodeDecodeError):
        return parts[0]
    return next((part for part in parts if any(each.urna == urna for each in part.evidence.sources)), parts[0])


def _chunks(files: Sequence[Path], decode_image: DecodeImage | None) -> tuple[list[str], tuple[Problem, ...]]:
    chunks: list[str] = []
    for path in files:
        if path.suffix.lower() not in IMAGES:
            chunks += read_limited(path, _MAX_TEXT).decode("ascii").split()
        elif decode_image is None:
            return [], (Problem.of("V405", path.name),)
        else:
            found = decode_image(path)
            if not found:
                return [], (Problem.of("V404", path.name),)
            chunks += found
    return chunks, ()


def _check(verification: Verification, chunks: list[str]) -> tuple[QrActa | None, tuple[Problem, ...]]:
    urna = claimed_urna(chunks)
    readings = verification.evidence.sources
    file = next((reading.file for reading in readings if reading.urna == urna.value), None)
    if file is None:
        return None, (Problem.of("V402", "QR", urna=urna),)
    publication = verification.publication
    anchor = TrustAnchor.from_pem(publication.root_pem, publication.crl_pem)
    checks = BundleChecks(anchor, publication.judged_at, publication.theme, verification.mode)
    bundle = read_public(read_limited(publication.folder / BUNDLES / file, MAX_BYTES), checks)
    qr = read_qr(chunks, bundle.identity.public_key.verify)
    acta_sha256 = next(member.sha256 for member in bundle.manifest.members if member.name == "acta.json")
    differing = differences(qr, bundle.acta, bytes.fromhex(acta_sha256))
    if not differing:
        return qr, ()
    return qr, (Problem.of("V403", qr.casilla.clave, fields=", ".join(differing)),)


def image_decoder() -> DecodeImage | None:
    """What reads codes from pictures where zxing-cpp and Pillow are installed; None elsewhere."""
    try:
        import zxingcpp  # noqa: PLC0415 - optional: the verifier runs without it
        from PIL import Image  # noqa: PLC0415 - same
    except ImportError:
        return None

    def decode(path: Path) -> tuple[str, ...]:
        with Image.open(path, "r") as picture:
            codes = zxingcpp.read_barcodes(picture.convert("L"))
        return tuple(code.text for code in codes if code.text.startswith("URNA1/"))

    return decode
