"""The composition root of the server: configuration in, application out. It must hold no rule of an election."""

import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI
from starlette.routing import BaseRoute

from server.config import ServerConfig
from server.context import Context, make_context
from server.db.migrate import upgrade
from server.http import errors
from server.http.described import describe
from server.http.guard import guard
from server.http.observed import Observed
from server.kit.clock import Clock
from server.kit.logs import note
from server.module import Module
from server.modules import MODULES
from server.temas.gate import ADDRESS, Gate, gate_of
from server.temas.module import MODULE as TEMAS
from server.web import render
from server.web.render import Pages
from shared.domain.errors import DatoInvalido
from shared.web.serving import SecurityHeaders, Static
from shared.web.site import SCRIPTS, STATIC

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(config: ServerConfig, clock: Clock, modules: Sequence[Module] = MODULES) -> FastAPI:
    """Build the application; opening anything waits for its start. Raises ``ConfigInvalida`` S007."""
    context = make_context(config, clock)
    gate = gate_of(config)
    app = FastAPI(
        title="Servidor de resultados",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(context, modules, gate),
        dependencies=[Depends(guard)],
    )
    app.state.context = context
    mounted = (TEMAS,) if gate else ()
    pages = Pages(config, tuple(place for module in (*modules, *mounted) for place in module.nav), _templates(modules))
    app.state.pages = pages
    errors.install(app, pages.refusal)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Observed, context=context)
    app.mount(render.STYLES, Static(directory=STATIC), name="estilo")
    app.mount(render.SCRIPTS, Static(directory=SCRIPTS), name="guiones")
    app.router.routes.extend(_own_routes() if modules is MODULES else _routes(modules))
    if gate is not None:
        app.mount(ADDRESS, gate, name="temas")
    describe(app, [router for module in modules for router in module.routers])
    return app


def _routes(modules: Sequence[Module]) -> list[BaseRoute]:
    """Every route, behind its guard."""
    guarded = APIRouter(dependencies=[Depends(guard)])
    for module in modules:
        for router in module.routers:
            guarded.include_router(router)
    return guarded.routes


@cache
def _own_routes() -> list[BaseRoute]:
    """Those of the server, the same in each application of a process: FastAPI takes long to prepare them."""
    return _routes(MODULES)


def _templates(modules: Sequence[Module]) -> tuple[Path, ...]:
    return tuple(module.templates for module in modules if module.templates is not None)


@contextmanager
def _told() -> Iterator[None]:
    """Why a start failed is in the log; of a wrong configuration also the words, which hold no secret."""
    try:
        yield
    except DatoInvalido as error:
        note(logging.CRITICAL, "start", error, detail=error.detail)
        raise
    except Exception as error:
        note(logging.CRITICAL, "start", error)
        raise


def _lifespan(context: Context, modules: Sequence[Module], gate: Gate | None) -> Lifespan:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(context.engine.dispose)
            with _told():
                await upgrade(context.engine)
                for module in modules:
                    if module.running is not None:
                        setattr(app.state, module.name, await stack.enter_async_context(module.running(context)))
            if gate is not None:
                stack.enter_context(gate.opened(context.clock.now))
            yield

    return lifespan
