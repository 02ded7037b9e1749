"""The urna's own small set of widgets. They must not know a jornada, only what they draw."""
