"""What performs the effects of the flow. It must not decide what comes next, nor draw anything."""
