"""Reads the program as a screen reader does: run by the system's Python, which knows AT-SPI.

``atspi_client.py FILE PROGRAM ARGUMENT…`` starts the program on the bus of this session, goes through the sections of
the plan that it opens by its menu, and writes what is on the screen in each into a JSON file, by the section's name in
the outline. Not to its output: the bus says things there.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402, its version is chosen above

OUTLINE, NEXT, PREVIOUS = "Sections of the plan", "Next section", "Previous section"
PATIENCE = 60.0  # seconds


def wait_for(what: str, look: Callable[[], Any]) -> Any:
    """Return what is looked for as soon as it is there."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        if time.monotonic() > end:
            sys.exit(f"not on the bus: {what}")
        time.sleep(0.05)
    return found


def children(node: Any) -> Iterator[Any]:
    for place in range(node.get_child_count()):
        if (child := node.get_child_at_index(place)) is not None:
            yield child


def on_screen(node: Any) -> Iterator[Any]:
    """Yield a node and all below it that is shown."""
    yield node
    for child in children(node):
        if child.get_state_set().contains(Atspi.StateType.SHOWING):
            yield from on_screen(child)


def whole(node: Any) -> Iterator[Any]:
    """Yield a node and all below it."""
    yield node
    for child in children(node):
        yield from whole(child)


def told(node: Any) -> dict[str, Any]:
    """Return what is told of a node."""
    text = "Text" in node.get_interfaces()
    return {
        "role": node.get_role_name(),
        "name": node.get_name(),
        "focusable": node.get_state_set().contains(Atspi.StateType.FOCUSABLE),
        "text": Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node)) if text else "",
    }


def read(process: int) -> dict[str, list[dict[str, Any]]]:
    """Go through the sections, and return what is on the screen in each."""

    def program() -> Any:
        found = (one for one in children(Atspi.get_desktop(0)) if one.get_process_id() == process)
        return next((one for one in found if one.get_child_count()), None)

    window = wait_for("the program", program)
    outline = wait_for(OUTLINE, lambda: next((one for one in on_screen(window) if one.get_name() == OUTLINE), None))
    actions = {one.get_name(): one for one in whole(window) if one.get_role_name() == "menu item"}
    names = [section.get_name() for section in children(outline)]
    found = {}

    def chosen(place: int) -> bool:
        return outline.get_child_at_index(place).get_state_set().contains(Atspi.StateType.SELECTED)

    actions[PREVIOUS].do_action(0)  # the page before the sections
    for place, name in enumerate(names):
        wait_for(name, lambda place=place: chosen(place))
        found[name] = [told(node) for node in on_screen(window)]
        actions[NEXT].do_action(0)
    return found


if __name__ == "__main__":
    started = subprocess.Popen(sys.argv[2:])
    try:
        Path(sys.argv[1]).write_text(json.dumps(read(started.pid)), encoding="utf-8")
    finally:
        started.kill()
        started.wait()
