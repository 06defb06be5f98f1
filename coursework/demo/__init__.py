"""The demonstration: invented people and eight weeks of plausible study, in a database of its own."""
