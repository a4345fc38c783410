"""Pictures of diagrams, drawn from the places that the BPMN file gives (BPMN DI), without a browser.

Pure: text in, SVG out. Every kind of element that runs has its sign; what has no place in the file has no picture.
"""

from workflows.picture.plane import Plane, read_plane
from workflows.picture.svg import Picture, part

__all__ = ["Picture", "Plane", "part", "read_plane"]
