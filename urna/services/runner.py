"""The running urna: holds the state, reduces events at once, performs effects on one worker. It must not decide.

An exception in a service or in the reducer is our bug, or a medium gone for good: the urna goes out of service, its
data intact.
"""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread

from urna.flow import hearing
from urna.flow.effects import Effect
from urna.flow.limits import Limits
from urna.flow.listening import Aid, Listening
from urna.flow.outcome import Broke
from urna.flow.ports import MedioPerdido
from urna.flow.reducer import FIRST_EFFECTS, reduce
from urna.flow.screen import Screen
from urna.flow.screen_for import screen_for
from urna.flow.state import State, initial
from urna.services.bugs import report_bug
from urna.services.context import Emit

Perform = Callable[[Effect, Emit], None]
OUR_BUG = "U902"
"""Reason for which an exception in a service stops the urna."""


class Runner:
    """`Machine` over a performer of effects. Built idle; ``start`` makes it read its store."""

    def __init__(self, perform: Perform, limits: Limits) -> None:
        self._perform = perform
        self._state = initial(limits)
        self._screen = screen_for(self._state)
        self._lock = Lock()
        self._effects: SimpleQueue[Effect | None] = SimpleQueue()
        self._listeners: list[Callable[[], None]] = []
        self._worker = Thread(target=self._work, name="urna-effects", daemon=True)
        self._stopped = False

    @property
    def state(self) -> State:
        """The present state, for tests and panels; a screen is what people see."""
        with self._lock:
            return self._state

    def begin(self) -> None:
        """Ask for what every start asks: the first effect reads the store."""
        for effect in FIRST_EFFECTS:
            self._effects.put(effect)

    def start(self) -> None:
        """Begin, with effects performed on a thread of their own."""
        self.begin()
        self._worker.start()

    def step(self) -> bool:
        """Perform the next effect on the calling thread, for tests and panels; False when none is due."""
        if self._effects.empty():
            return False
        effect = self._effects.get()
        if effect is not None:
            self._do(effect)
        return effect is not None

    def stop(self, timeout_s: float = 10) -> None:
        """Stop after the effect at hand; what was asked for and not begun is left, as a power cut would."""
        self._stopped = True
        self._effects.put(None)
        if self._worker.is_alive():
            self._worker.join(timeout_s)

    def submit(self, event: object) -> None:
        """Reduce one event; its effects are queued for the worker."""
        with self._lock:
            try:
                self._state, effects = reduce(self._state, event)
            except Exception as error:  # noqa: BLE001 - our bug must not take the store with it
                report_bug("reducer", error)
                self._state, effects = reduce(self._state, Broke("U901"))
            self._screen = screen_for(self._state)
            for effect in effects:
                self._effects.put(effect)
        for listener in tuple(self._listeners):
            listener()

    def current_screen(self) -> Screen:
        """What to show now."""
        with self._lock:
            return self._screen

    def current_aid(self) -> Aid:
        """What the glass shows for who votes by keys."""
        with self._lock:
            return hearing.aid_for(self._state)

    @property
    def listening(self) -> Listening:
        """What the voter should hear now, and how."""
        with self._lock:
            return self._state.listening

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Have ``listener`` called after every event."""
        self._listeners.append(listener)

    def _work(self) -> None:
        while True:
            effect = self._effects.get()
            if effect is None or self._stopped:
                return
            self._do(effect)

    def _do(self, effect: Effect) -> None:
        try:
            self._perform(effect, self.submit)
        except MedioPerdido:
            self.submit(Broke("U303"))
        except Exception as error:  # noqa: BLE001 - same
            report_bug(type(effect).__name__, error)
            self.submit(Broke(OUR_BUG))
