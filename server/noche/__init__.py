"""The night of the results as staff watch it: what came, what is late, how each figure came about. It must not sum."""
