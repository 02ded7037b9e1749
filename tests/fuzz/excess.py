"""What is one more than each reader takes. It must not be clever: each case is the plainest input beyond the limit.

A case is called with the limit (an integer) and returns what the reader gave; most raise.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from hardware.board.conversation import Conversation
from hardware.printer import wire as printer_wire
from hardware.protocol import framing
from hardware.protocol import messages as m
from hardware.protocol.board_core import BoardCore
from hardware.protocol.radio_gate import Pairing, RadioGate
from hardware.reader.wire import LineDecoder
from server.catalog import reading_map
from server.catalog.marco import Lista
from shared.crypto import (
    certificates,
    codes,
    credentials,
    locked,
    passkeys,
    requests,
    roles,
    sealing,
    shares,
    tuf_client,
    tuf_roots,
    typed,
)
from shared.crypto.signing import VerifyingKey
from shared.crypto.tuf_keys import ThemePublicKey
from shared.domain.eleccion import Mode
from shared.domain.ids import OfficialId
from shared.formats import (
    acta_v1,
    alistamiento_v1,
    canonical,
    container,
    image_v1,
    informe_v1,
    journal_v1,
    lote_v1,
    manifest_v1,
    opening_v1,
    prep_csv,
    prep_cut_v1,
    prep_package,
    qr_chain,
    qr_v1,
    results_v1,
    sealed_v1,
    sustitucion_v1,
    theme_sounds,
    theme_v1,
    vote_v1,
)
from shared.formats.results_model import ResultadoInvalido
from shared.formats.theme_model import TemaInvalido
from shared.tables import reading, reading_csv, reading_xlsx
from shared.verify import cut as published
from tests.fuzz import world
from tests.fuzz.targets import board, bundle, cut, image, informe, prep, repository, vote
from tests.unit.formats.bundles import JUDGED, STORE
from theme_builder.projects import archive, documents, nist_read, pictures, recordings, spreadsheet

Case = Callable[[int], object]
KEY = world.institute().urna_key.public
CARD = credentials.CARD_PREFIX


def _sealed(limit: int) -> object:
    data = bytes(limit + 1)
    return sealed_v1.read_sealed(data, image.manifest_of(data), KEY.verify)


def _opened(limit: int) -> object:
    """A set of records is as large as its image; one that is no record is told apart."""
    institute = world.institute()
    opener = sealed_v1.record_opener(institute.casilla_key, "casilla", institute.theme, STORE, Mode.OFICIAL)
    opened = sealed_v1.open_records((bytes(limit + 1),), opener, institute.theme)
    return _refuse(opened.illegibles == 1)


def _repository(limit: int) -> object:
    path = repository.folder() / "metadata" / "1.targets.json"
    path.write_bytes(bytes(limit + 1))
    try:
        return tuf_client.RepositoryClient().verify(
            repository.folder(), {"root.json": repository.good()["metadata/1.root.json"]}, repository.AT
        )
    finally:
        path.write_bytes(repository.good()["metadata/1.targets.json"])


def _figures(limit: int) -> object:
    path: Path = cut.folder() / "resultados.json"
    with path.open("wb") as file:
        file.truncate(limit + 1)
    try:
        return published._read_figures(cut.folder(), cut.manifest())
    finally:
        path.unlink()


def _record(limit: int) -> object:
    contest = b"contest:consulta"
    return sealing.open_record(
        bytes(limit + 1), contest=contest, info=vote.info(), key=world.institute().casilla_key, which="casilla"
    )


def _opener(limit: int) -> object:
    opener = sealing.RecordOpener(world.institute().casilla_key, "casilla", vote.info())
    return opener.open(bytes(limit + 1), (b"contest:consulta",))


def _stream(limit: int) -> object:
    decoder = framing.FrameDecoder()
    frames = decoder.feed(b"\1" * (1 << 16) + b"\0")
    return _refuse(not frames and decoder.refused == 1 and len(decoder._coded) <= limit)


def _host(limit: int) -> object:
    host = Conversation(1)
    host.connected(0)
    host.receive(b"\1" * (1 << 16) + b"\0", 0)
    return _refuse(not host.take_events() and len(host._decoder._coded) <= limit)


def _device(limit: int) -> object:
    device = BoardCore(board._Memory(), m.HelloAck(bytes(8), (1, 2, 3), (63, m.COUNTER_FILE)))
    device.receive(framing.Frame(m.HELLO, 1, bytes(limit + 1)))
    return _refuse(not device.take_output())


def _air(limit: int) -> object:
    gate = RadioGate(Pairing())
    presses = gate.receive(b"\1" * (1 << 16) + b"\0")
    return _refuse(not presses and gate.unreadable == 1 and len(gate._decoder._coded) <= limit)


def _members(number: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for each in range(number):
            archive.writestr(str(each), b"")
    return stream.getvalue()


def _block(limit: int) -> object:
    demux = printer_wire.Demultiplexer()
    for _ in range(3):
        demux.feed(b"\x37\x22" * 2048)
    return _refuse(len(demux._block) <= limit)


def _line(limit: int) -> object:
    decoder = LineDecoder()
    scans = decoder.feed(b"x" * (1 << 16) + b"\n", 0)
    return _refuse(not scans and decoder.refused == 1 and len(decoder._line) <= limit)


def _refuse(held: bool) -> object:  # noqa: FBT001 - it turns what a reader that never raises did into a refusal
    if held:
        raise ValueError("nothing was taken and nothing is kept")
    return held


EXCESS: Final[Mapping[str, Case]] = {
    "hardware.board.conversation:Conversation.receive": _host,
    "hardware.printer.wire:Demultiplexer.feed": _block,
    "hardware.printer.wire:read_status": lambda n: printer_wire.read_status(*[1 << n] * 5),
    "hardware.protocol.board_core:BoardCore.receive": _device,
    "hardware.protocol.framing:FrameDecoder.feed": _stream,
    "hardware.protocol.framing:cobs_decode": lambda n: framing.cobs_decode(b"\xff" * (n + 1)),
    "hardware.protocol.framing:decode_frame": lambda n: framing.decode_frame(b"\1" * (n + 1)),
    "hardware.protocol.radio_gate:RadioGate.receive": _air,
    "hardware.reader.wire:LineDecoder.feed": _line,
    "shared.crypto.certificates:TrustAnchor.from_pem": lambda n: certificates.TrustAnchor.from_pem(
        cut_root(), bytes(n + 1)
    ),
    "shared.crypto.certificates:TrustAnchor.verify_chain": lambda n: cut.anchor().verify_chain(
        bytes(n + 1), (), certificates.Role.URNA, JUDGED
    ),
    "shared.crypto.requests:read_request": lambda n: requests.read_request(bytes(n + 1), certificates.Role.URNA),
    "shared.crypto.requests:read_requests": lambda n: requests.read_requests(bytes(n + 1), certificates.Role.URNA),
    "shared.formats.alistamiento_v1:read_answer": lambda n: alistamiento_v1.read_answer(bytes(n + 1)),
    "shared.crypto.certificates:load_chain": lambda n: certificates.load_chain(bytes(n + 1)),
    "shared.crypto.codes:normalise_code": lambda n: codes.normalise_code("0" * (n + 1)),
    "shared.crypto.credentials:authenticate": lambda n: credentials.authenticate(
        CARD + "A" * n, "0" * 10, OfficialId("A-1"), bytes(32), bytes(16)
    ),
    "shared.crypto.credentials:card_mark": lambda n: credentials.card_mark(CARD + "A" * n),
    "shared.crypto.credentials:verify_attested": lambda n: credentials.verify_attested(bytes(32), b"", bytes(n + 1)),
    "shared.crypto.locked:from_text": lambda n: locked.from_text(CARD, CARD + "A" * n),
    "shared.crypto.passkeys:read_registration": lambda limit: passkeys.read_registration(" " * (limit + 1)),
    "shared.crypto.passkeys:read_assertion": lambda limit: passkeys.read_assertion(" " * (limit + 1)),
    "shared.crypto.roles:parse_identity": lambda n: roles.parse_identity(
        "urn:urna-electronica:urna:" + "a" * n, certificates.Role.URNA
    ),
    "shared.crypto.sealing:RecordOpener.open": _opener,
    "shared.crypto.sealing:open_record": _record,
    "shared.crypto.shares:open_share": lambda n: shares.open_share(shares.PROTECTED_PREFIX + "A" * n, "0" * 10, "x"),
    "shared.crypto.shares:protected_index": lambda n: shares.protected_index(shares.PROTECTED_PREFIX + "A" * n),
    "shared.crypto.shares:read_share": lambda n: shares.read_share(shares.PLAIN_PREFIX + "A" * n, "x"),
    "shared.crypto.shares:share_from_mnemonic": lambda n: shares.share_from_mnemonic("academic " * n),
    "shared.crypto.signing:VerifyingKey.from_der": lambda n: VerifyingKey.from_der(bytes(n + 1)),
    "shared.crypto.signing:VerifyingKey.from_pem": lambda n: VerifyingKey.from_pem(bytes(n + 1)),
    "shared.crypto.signing:VerifyingKey.verify": lambda n: KEY.verify("image/1", b"", bytes(n + 1)),
    "shared.crypto.typed:read_line": lambda n: typed.read_line(1, "0" * (n + 1)),
    "shared.crypto.typed:read_lines": lambda n: typed.read_lines(["0" * (n + 1)]),
    "shared.crypto.tuf_client:RepositoryClient.verify": _repository,
    "shared.crypto.tuf_client:check_target_names": lambda n: tuf_client.check_target_names(["a" * (n + 1)]),
    "shared.crypto.tuf_roots:read_root": lambda n: tuf_roots.read_root(b" " * (n + 1)),
    "shared.crypto.tuf_roots:join_signatures": lambda n: tuf_roots.join_signatures(b"", b" " * (n + 1), ()),
    "shared.crypto.tuf_keys:ThemePublicKey.from_pem": lambda n: ThemePublicKey.from_pem(bytes(n + 1)),
    "shared.formats.acta_v1:parse_acta": lambda n: acta_v1.parse_acta(bytes(n + 1)),
    "shared.formats.canonical:loads": lambda n: canonical.loads(bytes(n + 1), TemaInvalido, n),
    "shared.formats.canonical:loads_canonical": lambda n: canonical.loads_canonical(bytes(n + 1), TemaInvalido, n),
    "shared.formats.container:unpack": lambda n: container.unpack(bytes(n + 1), results_v1.NAMES, ResultadoInvalido),
    "shared.formats.image_v1:parse_image": lambda n: image_v1.parse_image(bytes(n + 1), KEY.verify),
    "shared.formats.informe_v1:read_informe": lambda n: informe_v1.read_informe(bytes(n + 1), informe.anchor(), JUDGED),
    "shared.formats.journal_v1:parse_journal": lambda n: journal_v1.parse_journal(b"\n" * (n + 1)),
    "shared.formats.lote_v1:parse_lote": lambda n: lote_v1.parse_lote(bytes(n + 1)),
    "shared.formats.manifest_v1:parse_manifest": lambda n: manifest_v1.parse_manifest(bytes(n + 1)),
    "shared.formats.opening_v1:claimed_certificates": lambda n: opening_v1.claimed_certificates(bytes(n + 1)),
    "shared.formats.opening_v1:parse": lambda n: opening_v1.parse(bytes(n + 1), KEY.verify),
    "shared.formats.prep_csv:read_prep": lambda n: prep_csv.read_prep(bytes(n + 1)),
    "shared.formats.prep_cut_v1:parse_latest": lambda n: prep_cut_v1.parse_latest(bytes(n + 1)),
    "shared.formats.prep_cut_v1:parse_manifest": lambda n: prep_cut_v1.parse_manifest(bytes(n + 1)),
    "shared.formats.prep_cut_v1:verify_manifest": lambda n: prep_cut_v1.verify_manifest(
        bytes(n + 1), bytes(64), b"", cut.anchor()
    ),
    "shared.formats.prep_package:read_package": lambda n: prep_package.read_package(f"{prep.STEM}.zip", bytes(n + 1)),
    "shared.formats.qr_chain:join": lambda n: qr_chain.join(["URNA1/1/1/AAAAAAAA/" + "A" * n]),
    "shared.formats.qr_chain:read_chunk": lambda n: qr_chain.read_chunk("URNA1/1/1/AAAAAAAA/" + "A" * n),
    "shared.formats.qr_v1:claimed_acta": lambda n: qr_v1.claimed_acta(["URNA1/1/1/AAAAAAAA/" + "A" * n]),
    "shared.formats.qr_v1:claimed_urna": lambda n: qr_v1.claimed_urna(["URNA1/1/1/AAAAAAAA/" + "A" * n]),
    "shared.formats.qr_v1:read_qr": lambda n: qr_v1.read_qr(["URNA1/1/1/AAAAAAAA/" + "A" * n], KEY.verify),
    "shared.formats.results_v1:read_public": lambda n: results_v1.read_public(bytes(n + 1), bundle.checks()),
    "shared.formats.sealed_v1:open_records": _opened,
    "shared.formats.sealed_v1:read_sealed": _sealed,
    "shared.formats.sustitucion_v1:read_opening": lambda n: sustitucion_v1.read_opening(bytes(n + 1), bundle.checks()),
    "shared.formats.sustitucion_v1:read_sustitucion": lambda n: sustitucion_v1.read_sustitucion(
        bytes(n + 1), bundle.checks()
    ),
    "shared.formats.theme_read:read_theme": lambda n: theme_v1.parse_theme(bytes(n + 1)),
    "shared.formats.theme_sounds:read_pcm": lambda n: theme_sounds.read_pcm(bytes(n + 1)),
    "shared.formats.theme_v1:parse_theme": lambda n: theme_v1.parse_theme(bytes(n + 1)),
    "shared.formats.vote_v1:decode_voto": lambda n: vote_v1.decode_voto(bytes(n + 1)),
    "theme_builder.projects.archive:read_archive": lambda n: archive.read_archive(bytes(n + 1)),
    "theme_builder.projects.documents:read_document": lambda n: documents.read_document("tema.toml", bytes(n + 1)),
    "theme_builder.projects.pictures:read_picture": lambda n: pictures.read_picture(bytes(n + 1)),
    "theme_builder.projects.recordings:read_recording": lambda n: recordings.read_recording(bytes(n + 1)),
    "theme_builder.projects.nist_read:read_definition": lambda n: nist_read.read_definition(bytes(n + 1)),
    "theme_builder.projects.spreadsheet:read_sheet": lambda n: spreadsheet.read_sheet(bytes(n + 1)),
    "shared.tables.reading:read_table": lambda n: reading.read_table(bytes(n + 1)),
    "shared.tables.reading_csv:read_csv": lambda n: reading_csv.read_csv(b"," * n + b"x\n"),
    "shared.tables.reading_xlsx:read_xlsx": lambda n: reading_xlsx.read_xlsx(_members(n + 1)),
    "server.catalog.reading_map:read_map": lambda n: reading_map.read_map(Lista.MAPA_DISTRITOS, bytes(n + 1)),
    "shared.verify.cut:read_cut": _figures,
    **{
        f"{each.__module__}:{each.__name__}": lambda n, each=each: each(bytes(n + 1))  # type: ignore[misc]
        for each in board.UNPACKERS
    },
}


def cut_root() -> bytes:
    """The root to which a list of revocations would belong."""
    return world.institute().root_pem()
