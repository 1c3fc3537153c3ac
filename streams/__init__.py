"""Sources, windows and errors: a stream of frames and sound becomes clips."""
