"""The one design system of every page: templates, styles and marks."""
