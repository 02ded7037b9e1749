"""What draws, builds, speaks and proves for the pages, each with its process or thread. It must not show a page."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from theme_builder.projects.lotes import Lotes
from theme_builder.projects.preview import Painter
from theme_builder.projects.proving import Proofs
from theme_builder.projects.sonando import Sounds

LOTES: Final = "lotes"
SOUNDS: Final = "sonidos"
PROOFS: Final = "pruebas"


@dataclass(frozen=True, slots=True)
class Makers:
    """Those of one application; whoever opens them ends them."""

    painter: Painter
    lotes: Lotes
    sounds: Sounds
    proofs: Proofs

    @classmethod
    def below(cls, folder: Path) -> Self:
        """Those that keep what they make below a folder."""
        painter = Painter()
        return cls(painter, Lotes(folder / LOTES), Sounds(folder / SOUNDS), Proofs(folder / PROOFS, painter))

    def close(self) -> None:
        """End them; what was begun in them is finished first, and who draws goes last."""
        self.lotes.close()
        self.sounds.close()
        self.proofs.close()
        self.painter.close()
