"""How the tester of the API writes the media types that it does not know. It must not know what they hold."""

import schemathesis
from schemathesis import SerializationContext

from server.web.export import MEDIA, Format


@schemathesis.serializer("application/zip", MEDIA[Format.XLSX].partition(";")[0])
def file_bytes(_context: SerializationContext, value: object) -> bytes:
    """Bytes as they come; anything else as its words."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
