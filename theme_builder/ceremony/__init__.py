"""The key ceremony: the institute's root, trustees, officials, urnas, and the record that witnesses check."""
