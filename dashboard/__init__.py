"""The page: settings in, a run of descent out, shown row by row."""
