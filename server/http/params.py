"""Whole numbers of addresses, each within what it can be: a larger one never reaches the database. No other types."""

from typing import Annotated, Final

from fastapi import Path, Query

MAX_ROW: Final = (1 << 31) - 1
RowId = Annotated[int, Path(ge=1, le=MAX_ROW)]
"""A row of a table."""
UnitNumber = Annotated[int, Path(ge=0, le=99_999)]
"""A distrito, municipio or seccion; 0 is the vote from abroad."""
ContestPlace = Annotated[int, Query(ge=0, le=99)]
"""Which contest of the theme, from 0."""
