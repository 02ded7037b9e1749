"""The urna's flow: states, events, reducer, screens as values. It must not draw, print, store or ask the time."""
