"""Files by content: what is kept, what waits for its store, what is missing, what nobody names."""
