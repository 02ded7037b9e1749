"""Sounds what the flow says that the voter should hear, and tells when it ended. It must not decide what is said.

It keeps nothing of what sounded: the number of the last thing said, and no clip.
"""

from collections.abc import Callable, Iterator, Mapping
from threading import Event, Thread

from hardware.audio.port import Audio, Voice
from shared.formats.theme_model import Locucion, TemaInvalido, Theme
from shared.formats.theme_sounds import read_pcm
from urna.flow.input import SpeechEnded
from urna.flow.listening import VOLUME_PERCENT, WORDS_PER_MINUTE, Listening
from urna.flow.machine import ThemeSource
from urna.flow.outcome import Broke
from urna.services.bugs import report_bug
from urna.services.earcons import earcon

_PERIOD_S = 0.05


class Narrator:
    """One thread that follows ``listening``; ``submit`` is the runner's."""

    def __init__(
        self, audio: Audio, theme: ThemeSource, listening: Callable[[], Listening], submit: Callable[[object], None]
    ) -> None:
        self._audio = audio
        self._theme = theme
        self._listening = listening
        self._submit = submit
        self._serial = 0
        self._sounding = False
        self._ordered: dict[str, tuple[Locucion | None, Mapping[str, str]]] = {}
        self._wake = Event()
        self._stopped = False
        self._thread = Thread(target=self._run, name="urna-narrator", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self, timeout_s: float = 5) -> None:
        """Be silent, and follow no more."""
        self._stopped = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        self._audio.stop()

    def wake(self) -> None:
        """Something may be there to be said, or to be silent about: look now."""
        self._wake.set()

    def attend(self) -> None:
        """One round: what sounds is what the flow says, and its end is told once."""
        listening = self._listening()
        if listening.serial != self._serial:
            self._serial, self._sounding = listening.serial, bool(listening.said)
            if listening.said:
                self._audio.play(self._clips(listening), self._voice(listening))
            else:
                self._audio.stop()
        elif self._sounding and not self._audio.busy():
            self._sounding = False
            self._submit(SpeechEnded(self._serial))

    def _voice(self, listening: Listening) -> Voice:
        theme = self._theme.theme()
        spoken = _locucion(theme, listening.language)
        usual = spoken.words_per_minute if spoken is not None else 0
        rate = WORDS_PER_MINUTE[listening.rate] * 100 // usual if usual else 100
        return Voice(rate, VOLUME_PERCENT[listening.volume])

    def _clips(self, listening: Listening) -> Iterator[bytes]:
        """The PCM of each; what a theme has no sound for is not heard, and stays to be read."""
        theme = self._theme.theme()
        for said in listening.said:
            language, _, key = said.rpartition("/")
            spoken = _locucion(theme, language or listening.language)
            name = self._assets_of(spoken).get(key, "") if spoken is not None else ""
            sound = self._theme.asset(name) if name else None
            if sound is None:
                yield earcon(key)
                continue
            try:
                yield read_pcm(sound)
            except TemaInvalido:
                continue

    def _assets_of(self, spoken: Locucion) -> Mapping[str, str]:
        """The asset of each clip by its key; a theme has hundreds, so that they are put in order once."""
        known, assets = self._ordered.get(spoken.language, (None, {}))
        if known is not spoken:
            assets = {clip.key: clip.asset for clip in spoken.clips}
            self._ordered[spoken.language] = spoken, assets
        return assets

    def _run(self) -> None:
        try:
            while not self._stopped:
                self.attend()
                self._wake.wait(_PERIOD_S if self._sounding else None)
                self._wake.clear()
        except Exception as error:  # noqa: BLE001 - our bug: a voter who hears nothing must not be left alone with it
            report_bug("narrator", error)
            self._submit(Broke("U904"))


def _locucion(theme: Theme | None, language: str) -> Locucion | None:
    """The clips of a language, or the theme's usual ones."""
    if theme is None or not theme.locuciones:
        return None
    return next((each for each in theme.locuciones if each.language == language), theme.locuciones[0])
