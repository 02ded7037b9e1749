"""The convenio of a candidatura comun: how the votes of its one box are split. It must not split them.

Source: LGPP 85.5 and the local laws, as remembered: the convenio fixes the percentages; fractions go to its first.
"""

from dataclasses import dataclass
from fractions import Fraction

from shared.domain.errors import ReglaInvalida
from shared.domain.ids import OptionId, PartidoId


@dataclass(frozen=True, slots=True)
class Convenio:
    """How the votes of one candidatura comun are split: percentages that sum to 100, fractions to the first.

    ``shares`` are (partido, percentage) in the order of the convenio; ``Fraction("53.33")`` is 53.33 per cent.
    ``cites`` says where it is written. Raises ``ReglaInvalida``: D501 the percentages do not sum to 100, D502 a partido
    twice or a percentage not above 0.
    """

    option: OptionId
    shares: tuple[tuple[PartidoId, Fraction], ...]
    cites: str = ""

    def __post_init__(self) -> None:
        if sum((share for _, share in self.shares), Fraction(0)) != 100:
            raise ReglaInvalida("D501", f"{self.option}: the percentages do not sum to 100")
        partidos = [partido for partido, _ in self.shares]
        if len(set(partidos)) != len(partidos) or any(share <= 0 for _, share in self.shares):
            raise ReglaInvalida("D502", f"{self.option}: a partido twice, or without a share")
