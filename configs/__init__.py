"""Presets (YAML) and a loader that knows none of the classes it fills."""
