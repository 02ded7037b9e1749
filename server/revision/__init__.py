"""What reception set apart, as work of people: who looks at it, who proposes, who else decides. It must not count."""
