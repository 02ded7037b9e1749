"""What the server says of the theme builder that it mounts, in Spanish. It must not decide anything."""

from typing import Final

NAV: Final = "Constructor de temas"
