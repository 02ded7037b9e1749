"""The voter's headphones: what may be asked of them, the real ones, and pretended ones."""
