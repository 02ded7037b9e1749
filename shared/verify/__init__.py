"""The independent verifier: from a published folder alone to the same totals.

It must not import any program, nor the counting of ``shared.domain``.
"""
