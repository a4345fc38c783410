"""Files of other systems become plain values here; nothing is kept and nobody is let in."""
