"""What starts before the urna: checks each installed file by a signed manifest. It must not import what it checks."""
