"""The trail of every change: append-only and hash-chained. It must not know what the changes mean."""
