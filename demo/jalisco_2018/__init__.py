"""Jalisco 2018 from its real figures: 9,829 casillas signed, delivered, published and verified.

It must not alter a figure of the source: what is odd in it becomes a finding, never a refusal.
"""
