"""Which items two changed copies of a plan keep together: nothing that one side touched is lost (D8)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gmp_desk.domain.address import Place
from gmp_desk.domain.compare import Key, without

Places = Mapping[Key, Place]


@dataclass(frozen=True)
class Survivors:
    """The items that stay, and those of them that one side removed and the other touched.

    ``disputed`` names only the outermost of such items: what it holds is kept with it.
    """

    keys: frozenset[Key]
    disputed: tuple[Key, ...]


def survivors(base: Places, ours: Places, theirs: Places) -> Survivors:
    """Return what stays: all that both sides have, that one added, and that one touched while the other removed it."""
    keys = ours.keys() & theirs.keys()
    disputed: list[Key] = []
    for mine, other in ((ours, theirs), (theirs, ours)):
        touched = set(_touched(base, mine, other))
        kept: set[str] = set()  # ids of items that the other side removed
        for key, place in mine.items():
            if key not in base:
                keys.add(key)
            elif key not in other and (key in touched or place.holder in kept):
                keys.add(key)
                kept.add(place.item.id)
                if place.holder not in kept:
                    disputed.append(key)
    return Survivors(frozenset(keys), tuple(disputed))


def _touched(base: Places, mine: Places, other: Places) -> Iterator[Key]:
    """Yield the items that the other side removed and this one changed: themselves, their place, or what they hold.

    What they hold counts only where it went with them: an item that the other side has elsewhere is safe there.
    """
    needed = {place.holder for key, place in mine.items() if key not in base or base[key].home != place.home}
    for key, place in reversed(list(mine.items())):  # those that are held come before what holds them
        was = base.get(key)
        if was is None or key in other:
            continue
        same = was.home == place.home and without(other, was.item) == without(other, place.item)
        if not same or place.item.id in needed:
            needed.add(place.holder)
            yield key
