"""What people see and touch: draws the flow's `Screen` values in Kivy. It must not decide anything about a vote."""
