"""What the product decides, as values and functions: who may, what is open, what happened. Standard library only."""
