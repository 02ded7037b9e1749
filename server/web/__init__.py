"""What the staff's pages share: one way to render, one catalogue of words. It must not query or decide."""
