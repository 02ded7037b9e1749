"""What starts before the urna: checks every installed file by its signed manifest. It must not import what it checks."""
