"""The technician's table: real devices tried one by one; see README. It must not be imported by the urna."""
