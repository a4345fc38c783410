"""Every question of the product: frozen values, read in one transaction, as far as whoever asks may know."""
