"""The board: keys of the mesa, lamps, small display, sensors and the anti-rollback memory; see README."""
