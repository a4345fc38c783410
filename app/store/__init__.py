"""Rows: the only writer of SQL. Knows no rule of the field and no engine; what it stores it is told."""
