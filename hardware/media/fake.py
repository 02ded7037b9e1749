"""Media in memory for unit tests and the development panel. A program that serves an election must not build it."""

from hardware.media.port import Medium, MediumConfig, MediumState

PLENTY_BYTES = 1 << 33


class FakeMedia:
    """`MediaWatcher` whose media all are there from the start, empty."""

    def __init__(self, places: tuple[MediumConfig, ...]) -> None:
        self._places = places
        self._states = {place.label: MediumState.READY for place in places}
        self._free_bytes = {place.label: PLENTY_BYTES for place in places}
        self._turns = {place.label: 1 for place in places}

    def poll(self) -> tuple[Medium, ...]:
        """See `MediaWatcher`."""
        return tuple(self._look(place) for place in self._places)

    def pull(self, label: str) -> None:
        """Take the medium out."""
        self._set(label, MediumState.ABSENT)

    def insert(self, label: str) -> None:
        """Put a medium in, another one or the same anew."""
        self._set(label, MediumState.READY)
        self._turns[label] += 1

    def protect(self, label: str) -> None:
        """The medium lets nobody write any more."""
        self._set(label, MediumState.READ_ONLY)

    def die(self, label: str) -> None:
        """The medium is there and does not answer."""
        self._set(label, MediumState.FAULT)

    def fill(self, label: str, free_bytes: int) -> None:
        """So much room is left."""
        self._set(label, MediumState.READY)
        self._free_bytes[label] = free_bytes

    def _set(self, label: str, state: MediumState) -> None:
        if label not in self._states:
            raise KeyError(label)
        self._states[label] = state

    def _look(self, place: MediumConfig) -> Medium:
        state, free_bytes = self._states[place.label], self._free_bytes[place.label]
        if state is MediumState.READY and free_bytes < place.reserve_bytes:
            state = MediumState.FULL
        medium = Medium(place.label, place.path, state, free_bytes, f"fake:{self._turns[place.label]}")
        return medium if medium.present else Medium(place.label, place.path, state, 0, "")
