"""The elements of a diagram as the library runs them, one class a kind."""
