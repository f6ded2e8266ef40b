"""Whether the parts of a study file fit together."""
