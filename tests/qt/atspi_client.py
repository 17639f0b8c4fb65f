"""Reads a program as a screen reader does, and prints what it found: run by the system's Python, which knows AT-SPI.

``atspi_client.py PROGRAM ARGUMENT…`` starts the program in this session's bus, waits until the outline is on the screen,
chooses one section after the other, and prints a JSON object: the title of each section and the nodes on the screen.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

OUTLINE = "Sections of the plan"
_PATIENCE = 60.0  # seconds
_LOOK = 0.05


def wait_for(look: Callable[[], Any]) -> Any:
    """Return what is found as soon as it is; end with a message where it does not come."""
    end = time.monotonic() + _PATIENCE
    while not (found := look()):
        if time.monotonic() > end:
            sys.exit(f"{look.__name__} did not come")
        time.sleep(_LOOK)
    return found


def nodes(node: Any) -> Iterator[Any]:
    """Yield a node and all below it that is on the screen."""
    yield node
    for place in range(node.get_child_count()):
        child = node.get_child_at_index(place)
        if child is not None and child.get_state_set().contains(Atspi.StateType.SHOWING):
            yield from nodes(child)


def told(node: Any) -> dict[str, Any]:
    """Return what is told of a node."""
    states = node.get_state_set()
    text = node.get_text_iface() and Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))
    return {
        "role": node.get_role_name(),
        "name": node.get_name(),
        "description": node.get_description(),
        "labelled": any(
            relation.get_relation_type() == Atspi.RelationType.LABELLED_BY for relation in node.get_relation_set()
        ),
        "focusable": states.contains(Atspi.StateType.FOCUSABLE),
        "text": text or "",
    }


def read(program: int) -> dict[str, list[dict[str, Any]]]:
    """Return the nodes on the screen for each section of the plan that the program of this process id has open."""

    def window() -> Any:
        desktop = Atspi.get_desktop(0)
        programs = (desktop.get_child_at_index(place) for place in range(desktop.get_child_count()))
        return next((one for one in programs if one and one.get_process_id() == program and one.get_child_count()), None)

    def outline() -> Any:
        return next((node for node in nodes(wait_for(window)) if node.get_name() == OUTLINE), None)

    sections = wait_for(outline)
    found = {}
    for place in range(sections.get_child_count()):
        name = sections.get_child_at_index(place).get_name()
        print(name, Atspi.Selection.select_child(sections, place), file=sys.stderr)
        time.sleep(0.5)
        found[name] = [told(node) for node in nodes(wait_for(window))]
    return found


if __name__ == "__main__":
    started = subprocess.Popen(sys.argv[1:])
    try:
        print(json.dumps(read(started.pid)))
    finally:
        started.kill()
        started.wait()
