"""What the worker does on the tick, as commands sent by the system. Decides nothing, and knows no table."""
