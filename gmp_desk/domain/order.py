"""The order of a list that two people changed."""

from collections.abc import Collection, Sequence


def order(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], members: Collection[str]
) -> tuple[tuple[str, ...], bool]:
    """Return the ids of a list in the order that both sides gave it, and whether they disagree on it.

    ``members`` are the ids that stay; each stands in the list on one side at least. Those that both sides have come
    in the order of the side that changed it, of ours where each changed it in its own way. What only one side has
    follows what it follows there; where this leads both sides to one place, the smaller id comes first. But for a
    disagreement, it makes no difference which side is which.
    """
    common = set(ours) & set(theirs) & set(members)
    spine, disagreed = _agreed(*(_within(common, side) for side in (base, ours, theirs)))
    behind: dict[str, list[str]] = {}
    for side in (ours, theirs):
        before = ""
        for id_ in _within(members, side):
            if id_ not in common:
                behind.setdefault(before, []).append(id_)
            before = id_

    def followers(id_: str) -> list[str]:
        return sorted(behind.get(id_, ()), reverse=True)

    found: list[str] = []
    waiting = [*reversed(spine), *followers("")]
    while waiting:
        found.append(waiting.pop())
        waiting += followers(found[-1])
    return tuple(found), disagreed


def _within(members: Collection[str], side: Sequence[str]) -> list[str]:
    return [id_ for id_ in side if id_ in members]


def _agreed(base: list[str], ours: list[str], theirs: list[str]) -> tuple[list[str], bool]:
    """Return what both sides have in its order; ``base`` lacks what both have added."""
    if ours == theirs:
        return ours, False
    ours_moved, theirs_moved = (_within(set(base), side) != base for side in (ours, theirs))
    if ours_moved == theirs_moved:
        return ours, True
    return (ours if ours_moved else theirs), False
