"""Cycles in a directed graph, in linear time and without recursion. Knows nothing of diagrams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def cycles(edges: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """One cycle, in order, of each group of nodes that reach each other; what is no key has no edges."""
    for component in components(edges):
        if len(component) > 1:
            yield _round(edges, component)
        elif component[0] in edges.get(component[0], ()):
            yield (component[0],)


def components(edges: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Strongly connected components, each in the order of the mapping (Tarjan 1972, with a stack of our own)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: dict[str, None] = {}
    for root in edges:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        open_[root] = None
        work = [(root, iter(edges[root]))]
        while work:
            node, following = work[-1]
            child = next((c for c in following if c not in index or c in open_), None)
            if child is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    yield _close(open_, node)
            elif child in index:
                low[node] = min(low[node], index[child])
            else:
                index[child] = low[child] = len(index)
                open_[child] = None
                work.append((child, iter(edges.get(child, ()))))


def _close(open_: dict[str, None], node: str) -> tuple[str, ...]:
    found = []
    while True:
        last, _ = open_.popitem()
        found.append(last)
        if last == node:
            return tuple(reversed(found))


def _round(edges: Mapping[str, Sequence[str]], component: tuple[str, ...]) -> tuple[str, ...]:
    """A shortest way from the first node of a component back to it."""
    inside, start = set(component), component[0]
    came: dict[str, str] = {}
    todo = [start]
    for node in todo:
        for following in edges.get(node, ()):
            if following == start:
                back = [node]
                while back[-1] != start:
                    back.append(came[back[-1]])
                return tuple(reversed(back))
            if following in inside and following not in came:
                came[following] = node
                todo.append(following)
    return component
