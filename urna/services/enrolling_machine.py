"""An enrolment at work: the window's machine while an urna has no certificates. It must not decide: the flow does."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread

from urna.flow import enrolling as flow
from urna.flow.enrolling import Enrolling
from urna.flow.listening import Aid
from urna.flow.screen import Screen
from urna.services.enrolling import Enrolment, perform


class EnrolMachine:
    """`Machine` over an enrolment. Built idle; ``start`` asks for the request on a thread of its own."""

    def __init__(self, enrolment: Enrolment, state: Enrolling) -> None:
        self._enrolment = enrolment
        self._state = state
        self._lock = Lock()
        self._effects: SimpleQueue[flow.Effect | None] = SimpleQueue()
        self._listeners: list[Callable[[], None]] = []
        self._worker = Thread(target=self._work, name="urna-enrolment", daemon=True)
        for effect in flow.FIRST:
            self._effects.put(effect)

    def start(self) -> None:
        """Begin, with effects performed on a thread of their own."""
        self._worker.start()

    def step(self) -> bool:
        """Perform the next effect on the calling thread, for tests; False when none is due."""
        effect = None if self._effects.empty() else self._effects.get()
        if effect is not None:
            self.submit(perform(self._enrolment, effect))
        return effect is not None

    def stop(self, timeout_s: float = 10) -> None:
        """Stop after the effect at hand."""
        self._effects.put(None)
        if self._worker.is_alive():
            self._worker.join(timeout_s)

    def submit(self, event: object) -> None:
        """Reduce one event; its effects are queued for the worker."""
        with self._lock:
            self._state, effects = flow.reduce(self._state, event)
            for effect in effects:
                self._effects.put(effect)
        for listener in tuple(self._listeners):
            listener()

    def current_screen(self) -> Screen:
        """What to show now."""
        with self._lock:
            return flow.screen_of(self._state)

    def current_aid(self) -> Aid:
        """Nobody votes here by keys."""
        return Aid()

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Have ``listener`` called after every event."""
        self._listeners.append(listener)

    def _work(self) -> None:
        while (effect := self._effects.get()) is not None:
            self.submit(perform(self._enrolment, effect))
