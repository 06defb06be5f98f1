"""Everything that is kept, in one archive and back again; and whether it is in order."""
