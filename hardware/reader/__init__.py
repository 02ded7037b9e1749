"""The reader of cards and QR slips; see README."""
