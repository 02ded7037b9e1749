"""What emulated devices have in common: a pty with a link, and a control socket. Nothing here serves an election."""
