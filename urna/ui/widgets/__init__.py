"""The urna's own small set of widgets. They must not know the flow, only what they draw and what they were touched for."""
