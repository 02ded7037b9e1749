"""The urna's flow: states, events, reducer and screens as pure values. It must not draw, print, store or ask the time."""
