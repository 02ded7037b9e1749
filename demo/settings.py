"""What can be chosen about the demonstration, and where its files lie. It must not start anything."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "demo" / "source"
CASILLAS_WITH_URNA: Final = ("142742B0100", "142743B0100")
"""Where the two real urnas stand; every other casilla is generated."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One run.

    Attributes:
        out: folder of everything that it makes.
        seed: recorded seed of the voters' intentions and of the generated figures; nothing cryptographic uses it.
        urnas: real urnas, one or both of those that have a casilla.
        voters: people who vote at each of them.
        casillas: casillas with generated results, at most those of the theme less two.
        once: end when done, instead of leaving portal and server up.
        show: draw the first urna on the user's own display.
        port, portal_port: of server and portal on the loopback; 0 lets the system choose.
    """

    out: Path
    seed: str
    urnas: int = 2
    voters: int = 20
    casillas: int = 286
    once: bool = False
    show: bool = False
    port: int = 0
    portal_port: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.urnas <= len(CASILLAS_WITH_URNA):
            raise ValueError("urnas: 1 or 2")
        if not 1 <= self.voters <= 200:
            raise ValueError("voters: 1 to 200")
        if not 0 <= self.casillas <= 286:
            raise ValueError("casillas: 0 to 286")

    @property
    def with_urna(self) -> tuple[str, ...]:
        """The casillas in which a real urna stands."""
        return CASILLAS_WITH_URNA[: self.urnas]

    @property
    def places(self) -> "Places":
        """Where things lie."""
        return Places(self.out)


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of a run."""

    out: Path

    @property
    def keys(self) -> Path:
        """Everybody's keys side by side: said to be for demonstration only."""
        return self.out / "llaves"

    @property
    def theme(self) -> Path:
        """Source, what was signed, and the published repository."""
        return self.out / "tema"

    @property
    def repository(self) -> Path:
        """The published TUF repository."""
        return self.theme / "repositorio"

    @property
    def theme_root(self) -> Path:
        """The root of the themes that everyone trusts."""
        return self.theme / "1.root.json"

    @property
    def programs(self) -> Path:
        """The closed tree of the urnas' programs, with its signed manifest."""
        return self.out / "programas"

    @property
    def layout(self) -> Path:
        """Where everything that can be touched stands, as the urna publishes it."""
        return self.theme / "disposicion"

    @property
    def institute(self) -> Path:
        """Root certificate and revocation list."""
        return self.out / "raiz"

    @property
    def server(self) -> Path:
        """The server's configuration, identity and data."""
        return self.out / "servidor"

    @property
    def publication(self) -> Path:
        """What the public sees."""
        return self.out / "publicacion"

    @property
    def photos(self) -> Path:
        """Pictures of the screens."""
        return self.out / "fotos"

    @property
    def slips(self) -> Path:
        """Pictures of everything printed."""
        return self.out / "recibos"

    @property
    def reserve(self) -> Path:
        """The folder of the reserve urna."""
        return self.out / "urna-reserva"

    @property
    def slips_of_reserve(self) -> Path:
        """Pictures of everything that it printed."""
        return self.out / "recibos-reserva"

    @property
    def logs(self) -> Path:
        """What each process said."""
        return self.out / "registros"

    def urna(self, number: int) -> Path:
        """The folder of one urna."""
        return self.out / f"urna-{number}"
