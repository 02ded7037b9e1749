"""People, machines, sessions and second factors: who somebody is. What they may do, each module declares."""
