"""Clear statements in what was said and written: about people, things and times."""
