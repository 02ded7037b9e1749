"""The development panel: hands on the devices, media, power and clock of one urna. The urna must not import it."""
