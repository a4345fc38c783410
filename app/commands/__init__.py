"""Every change of the product: a frozen command with an imperative name, sent through one door (`bus.py`)."""
