"""Identity, entries and the store: observations become entities and entries; search."""
