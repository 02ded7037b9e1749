"""The dead urna's medium, read: whose store it holds, and a copy of it to work on. It must not write to that medium.

A reserve believes nothing of it before its certificates, signatures, theme and casilla hold.
"""

from datetime import UTC, datetime, time
from typing import Final

from shared.crypto.certificates import DeviceIdentity
from shared.crypto.errors import SignatureInvalid
from shared.domain.errors import DatoInvalido
from shared.domain.hora import ZONE
from shared.domain.ids import UrnaId
from shared.formats import opening_v1
from shared.formats.image_v1 import Image, Verify, parse_image
from shared.formats.opening_v1 import Apertura
from shared.formats.results_model import BundleChecks
from shared.formats.sustitucion_v1 import read_opening, read_sustitucion
from urna.flow.ports import IMAGES, JOURNAL, JOURNAL_COPY, USB, FolderPort, MedioPerdido, MediumPort
from urna.flow.screen import Text
from urna.services.context import Context, DeadUrna
from urna.services.folders import SUBSTITUTED, mode_folder
from urna.services.results import FOLDER, PUBLIC

NAME: Final = "sustitucion.json"
_STORE: Final = (JOURNAL, JOURNAL_COPY, *IMAGES)


def checks(context: Context) -> BundleChecks:
    """Against what papers of other urnas are judged: certificates at noon of the election, whatever the clock says."""
    noon = datetime.combine(context.theme.election.date, time(12), ZONE).astimezone(UTC)
    return BundleChecks(context.identity.anchor, noon, context.theme, context.settings.mode)


def mode_root(context: Context, medium: MediumPort) -> FolderPort:
    """The folder of this mode on a medium."""
    return medium.root.subfolder(mode_folder(context.settings.mode))


def read_dead(context: Context) -> DeadUrna | Text:
    """What the stick holds, or why it cannot be taken."""
    folder = mode_root(context, context.media.find(USB))
    try:
        opening = folder.read(opening_v1.NAME, opening_v1.MAX_BYTES)
        if opening is None:
            return Text(f"sustitucion.aviso.{'es_reserva' if _taken_by(context, folder) else 'sin_votacion'}")
        identity, apertura = read_opening(opening, checks(context))
        refusal = _refusal(context, folder, apertura)
        return refusal or _whole(folder, opening, (identity, apertura))
    except MedioPerdido:
        return Text("sustitucion.aviso.no_se_lee")
    except DatoInvalido as error:
        return Text("sustitucion.aviso.ajena", (("codigo", error.code),))


def _refusal(context: Context, folder: FolderPort, apertura: Apertura) -> Text | None:
    """Why a store that is what it says is not one to take."""
    settings = context.settings
    if apertura.urna == settings.urna:
        return Text("sustitucion.aviso.propia")
    if (apertura.casilla, apertura.mode) != (settings.casilla, settings.mode):
        return Text("sustitucion.aviso.otra_casilla", (("casilla", apertura.casilla.clave),))
    if apertura.theme_hash != context.theme.hash_hex:
        return Text("sustitucion.aviso.otro_tema")
    if folder.subfolder(FOLDER).read(PUBLIC) is not None:
        return Text("sustitucion.aviso.cerrada")
    taken_by = _taken_by(context, folder)
    if taken_by is not None:
        return Text(f"sustitucion.aviso.{'es_reserva' if taken_by == apertura.urna else 'ya_sustituida'}")
    return None


def _taken_by(context: Context, folder: FolderPort) -> UrnaId | None:
    """The other urna that stands as reserve in the acta of a stick; what is no acta de sustitucion says nothing.

    It is this very stick's where that reserve died in its turn: nobody takes a second place, since an acta joins two
    stores of a casilla and no more.
    """
    data = folder.read(NAME)
    try:
        found = read_sustitucion(data, checks(context)).acta.reserva if data is not None else None
    except DatoInvalido:
        return None
    return found if found != context.settings.urna else None


def _whole(folder: FolderPort, opening: bytes, known: tuple[DeviceIdentity, Apertura]) -> DeadUrna | Text:
    identity, apertura = known
    store = {name: data for name in _STORE if (data := folder.read(name))}
    sound = [name for name in IMAGES if name in store and _image(store[name], identity.public_key.verify, apertura)]
    if JOURNAL not in store or not sound:
        return Text("sustitucion.aviso.danada")
    return DeadUrna(identity, apertura, opening, store)


def _image(data: bytes, verify: Verify, apertura: Apertura) -> Image | None:
    try:
        image = parse_image(data, verify)
    except (DatoInvalido, SignatureInvalid):
        return None
    return image if image.store_id == apertura.store_id else None


def stage(context: Context, dead: DeadUrna) -> None:
    """Copy the dead urna's files to this one's own media, in a folder of their own; the stick is left as it is."""

    def write(medium: MediumPort) -> None:
        folder = mode_root(context, medium).subfolder(SUBSTITUTED)
        for name in _STORE:
            if name in dead.store:
                folder.replace(name, dead.store[name])
            else:
                folder.remove(name)
        folder.replace(opening_v1.NAME, dead.opening)

    context.media.on_each(write)
