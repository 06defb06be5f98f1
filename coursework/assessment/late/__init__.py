"""Answers that came when the time was over: kept, not counted, unless somebody who teaches says so."""
