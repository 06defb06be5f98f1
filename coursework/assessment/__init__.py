"""The end-of-lecture test: attempts, saved answers, marking, results."""
