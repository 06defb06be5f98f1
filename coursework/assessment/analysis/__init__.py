"""Which questions are bad: the figures of a test and of each wording, from first attempts."""
