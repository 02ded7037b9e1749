"""The institute's server: ingests signed results, adds them up, publishes. It must not know hardware or urna code."""
