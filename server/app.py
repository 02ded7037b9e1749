"""The composition root of the server: configuration in, application out. It must hold no rule of an election."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI

from server.config import ServerConfig
from server.context import Context, make_context
from server.db.migrate import upgrade
from server.http import errors
from server.http.described import describe
from server.http.guard import guard
from server.kit.clock import Clock
from server.module import Module
from server.modules import MODULES
from server.web import render
from server.web.render import Pages
from shared.web.serving import SecurityHeaders, Static
from shared.web.site import SCRIPTS, STATIC

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(config: ServerConfig, clock: Clock, modules: Sequence[Module] = MODULES) -> FastAPI:
    """Build the application; opening anything waits for its start. Raises ``ConfigInvalida`` S007."""
    context = make_context(config, clock)
    app = FastAPI(
        title="Servidor de resultados",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(context, modules),
        dependencies=[Depends(guard)],
    )
    app.state.context = context
    pages = Pages(config, tuple(place for module in modules for place in module.nav), _templates(modules))
    app.state.pages = pages
    errors.install(app, pages.refusal)
    app.add_middleware(SecurityHeaders)
    app.mount(render.STYLES, Static(directory=STATIC), name="estilo")
    app.mount(render.SCRIPTS, Static(directory=SCRIPTS), name="guiones")
    for module in modules:
        for router in module.routers:
            app.include_router(router)
    describe(app, [router for module in modules for router in module.routers])
    return app


def _templates(modules: Sequence[Module]) -> tuple[Path, ...]:
    return tuple(module.templates for module in modules if module.templates is not None)


def _lifespan(context: Context, modules: Sequence[Module]) -> Lifespan:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(context.engine.dispose)
            await upgrade(context.engine)
            for module in modules:
                if module.running is not None:
                    setattr(app.state, module.name, await stack.enter_async_context(module.running(context)))
            yield

    return lifespan
