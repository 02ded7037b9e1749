"""Strangers' lists as tables of cells: CSV and workbooks. It must not know what a column means."""
