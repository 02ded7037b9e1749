"""Doors of the notice board for programs. They must not decide."""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import needs
from server.context import read_session
from server.db.paging import Slice
from server.http.errors import PROBLEM_RESPONSES
from tests.server.avisos import service
from tests.server.avisos.permissions import VER
from tests.server.avisos.schemas import NoticeSchema

router = APIRouter(prefix="/api/v1/avisos", tags=["avisos"], responses=PROBLEM_RESPONSES)


@router.get("")
@needs(VER)
async def listed(session: Annotated[AsyncSession, Depends(read_session)]) -> list[NoticeSchema]:
    """The newest fifty notices."""
    found = await service.notices(session, "", "", Slice(order="id", descending=True))
    return [NoticeSchema.model_validate(each) for each in found.rows]
