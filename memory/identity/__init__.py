"""Who is who: units of faces, voices, labels and names become people."""
