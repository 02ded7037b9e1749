"""The only place that touches crypto libraries and randomness. It must not know what a vote or an acta means."""
