"""Names of people in speech and writing: found, compared, heard alike."""
