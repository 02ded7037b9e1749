"""The static portal: pages drawn from a cut's published JSON."""
