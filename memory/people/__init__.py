"""People as they are kept: derived, corrected, enrolled, shown."""
