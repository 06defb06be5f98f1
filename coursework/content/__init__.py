"""The course as frozen values, read from files; no Flask, no database."""
