"""How the tables of an older version become those of this one, one step at a time."""
