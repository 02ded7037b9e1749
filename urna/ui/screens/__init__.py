"""One module per family of screens. They must not keep a state of their own: the value they draw is the whole truth."""
