"""What the tests of texts share."""

from hypothesis import settings

# Two cores serve everybody: fewer examples, and no clock that a busy machine runs out.
settings.register_profile("content", max_examples=50, deadline=None, database=None)
settings.load_profile("content")
