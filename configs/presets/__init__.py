"""The presets, one YAML file each."""
