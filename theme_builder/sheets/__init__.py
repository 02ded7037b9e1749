"""Paper for people before the jornada: leaflet of the voter, poster of the mesa. It must show no real candidatura."""
