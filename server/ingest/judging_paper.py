"""Puts the QR of an acta on paper before the trust and the theme of bundles. It must not touch the database."""

from collections.abc import Sequence
from typing import Final

from server.ingest.schemas import Chain, Paper, Refusal, VerifiedPaper
from shared.crypto.certificates import Role, load_chain
from shared.crypto.errors import CertificateInvalid
from shared.domain.errors import DatoInvalido
from shared.formats.qr_v1 import QrActa, claimed_acta, paper_code, read_qr
from shared.formats.results_model import ResultadoInvalido
from shared.formats.results_v1 import BundleChecks

NO_CERTIFICATE: Final = Refusal("S865", "the certificate of that urna is not known here")


def judge_paper(paper: Paper, checks: BundleChecks) -> VerifiedPaper | Refusal:
    """What a QR says once one of its chains proves it; else why the first of them does not."""
    refused: list[Refusal] = []
    for chain in paper.chains:
        try:
            return VerifiedPaper(*_read(paper.chunks, chain, checks), "\n".join(paper.chunks), chain.pem)
        except DatoInvalido as error:
            refused.append(Refusal(error.code, error.detail))
    return refused[0] if refused else NO_CERTIFICATE


def _read(chunks: Sequence[str], chain: Chain, checks: BundleChecks) -> tuple[str, QrActa]:
    leaf, *others = load_chain(chain.pem)
    identity = checks.anchor.verify_chain(leaf, others, Role.URNA, checks.at)
    urna = claimed_acta(chunks).urna.value
    if chain.urna and identity.id != urna:
        raise CertificateInvalid("K204", f"the certificate is of {identity.id}, and not of {urna}")
    qr = read_qr(chunks, identity.public_key.verify)
    _check_binding(qr, checks)
    return paper_code(qr), qr


def _check_binding(qr: QrActa, checks: BundleChecks) -> None:
    if bytes.fromhex(checks.theme.hash_hex)[: len(qr.theme_prefix)] != qr.theme_prefix:
        raise ResultadoInvalido("R121", "another theme")
    if not checks.theme.serves(qr.casilla):
        raise ResultadoInvalido("R122", "the casilla is not of this theme")
    if qr.mode is not checks.mode:
        raise ResultadoInvalido("R123", f"mode {qr.mode.value}")
