"""The PREP cut: from actas to CSV, JSON, signed manifest and static portal."""
