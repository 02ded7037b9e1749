"""A notice board: a module made by following docs/add-a-module.md, to show and prove that one comes and goes whole."""
