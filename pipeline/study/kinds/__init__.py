"""Every kind of problem that a study file can have, with its code and its words."""
