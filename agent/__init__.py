"""Control, command line and Python API: a question becomes an answer with citations."""
