"""Long work that outlives whoever asked for it: queue, tries, what failed for good. It must not know any task."""
