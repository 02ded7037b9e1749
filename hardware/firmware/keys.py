"""Keys without bounce: a press is told once, after 20 ms down, and again only after 20 ms up. It must not act on it."""

STEADY_MS = 20


class Keys:
    """Levels in, presses out. Times are milliseconds of any clock that goes forward."""

    def __init__(self) -> None:
        self._down: dict[int, bool] = {}
        self._since: dict[int, int] = {}
        self._seen: dict[int, bool] = {}

    def update(self, down: list[int], now_ms: int) -> list[int]:
        """The keys that are down now; gives those newly pressed, a bouncing or held one at most once."""
        pressed = []
        for key in set(down) | set(self._seen):
            level = key in down
            if self._seen.get(key, False) != level:
                self._seen[key], self._since[key] = level, now_ms
            elif self._down.get(key, False) != level and now_ms - self._since[key] >= STEADY_MS:
                self._down[key] = level
                if level:
                    pressed.append(key)
        return pressed
