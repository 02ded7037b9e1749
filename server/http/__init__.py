"""The edge: from domain errors to HTTP answers. It must not decide anything else."""
