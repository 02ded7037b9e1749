"""Consolidated results: what verified actas add up to, at every level. It must not verify or correct an acta."""
