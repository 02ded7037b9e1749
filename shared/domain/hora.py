"""The legal hour in which people read moments. It must not ask the time: a Clock does.

Jalisco has kept UTC-6 all year since summer time ended in October 2022 (Ley de los Husos Horarios en los Estados
Unidos Mexicanos, as remembered); PREP writes the same zone beside every hour.
"""

from datetime import timedelta, timezone
from typing import Final

ZONE: Final = timezone(timedelta(hours=-6), "UTC-6")
