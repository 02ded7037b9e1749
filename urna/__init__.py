"""The voting machine: flow, services, store and screen. It must not import the other programs."""
