"""The gallery of the design system: each part of a page with its states. It must not read what is real."""
