"""Where the urna keeps votes and journal: durably, on two media. It must not know keys, screens or devices but one."""
