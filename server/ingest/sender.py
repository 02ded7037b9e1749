"""Who sent a bundle, by the client certificate that the proxy saw and passes on.

It must not let that say anything of what the bundle holds: whose results they are is the urna's signature alone.
Source: docs/decisions/0038-every-road-of-ingest.md.
"""

import logging
from typing import Final
from urllib.parse import unquote_to_bytes

from fastapi import Request

from server.context import Context, context_of
from server.http.errors import AccesoDenegado
from server.kit.logs import note
from shared.crypto.certificates import Role, load_chain
from shared.crypto.errors import CertificateInvalid
from shared.crypto.passwords import same

CERTIFICATE: Final = "x-urna-certificado"
SECRET: Final = "x-proxy-secreto"  # noqa: S105 - the name of a header


def sender_of(request: Request) -> str:
    """The urna whose certificate the proxy passes on; empty where it passes none.

    Raises ``AccesoDenegado``: S860 somebody else than the proxy brings a certificate; S862 it is not one of an urna of
    this institute, is out of date or revoked. Both are in the log and among what ``/metrics`` tells as refused.
    """
    passed = request.headers.getlist(CERTIFICATE)
    if not passed:
        return ""
    context = context_of(request)
    try:
        return _sender(context, passed, request.headers.getlist(SECRET))
    except AccesoDenegado as error:
        context.meters.refused(error.code)
        note(logging.WARNING, "ingest.sender", error)
        raise


def _sender(context: Context, passed: list[str], secrets: list[str]) -> str:
    told = context.proxy_secret
    if not told or len(passed) != 1 or len(secrets) != 1 or not same(secrets[0], told):
        raise AccesoDenegado("S860", "a certificate that did not come from the proxy")
    try:
        leaf, *others = load_chain(unquote_to_bytes(passed[0]))
        return context.anchor.verify_chain(leaf, others, Role.URNA, context.clock.now()).id
    except CertificateInvalid as error:
        raise AccesoDenegado("S862", f"{error.code}: {error.detail}") from None
