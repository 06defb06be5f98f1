"""How far along a learner is; computed from what they did, never stored."""
