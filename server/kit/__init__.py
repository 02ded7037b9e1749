"""What every module of the server needs and none owns: clock, files by content. It must not know any module."""
