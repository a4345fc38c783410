"""What happened, for process mining: events without names and without a word that anybody wrote."""

from app.queries.mining.events import Case, Event, Names, Trace, cases
from app.queries.mining.ocel import write_ocel
from app.queries.mining.sheet import write_sheet
from app.queries.mining.xes import write_xes
from app.store.mining import Span

__all__ = ["Case", "Event", "Names", "Span", "Trace", "cases", "write_ocel", "write_sheet", "write_xes"]
