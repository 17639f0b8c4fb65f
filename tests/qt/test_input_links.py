import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gmp_desk.qt.inputs.link_list import LinkList
from gmp_desk.qt.inputs.links import LinksInput, Option

UNEP, KENYA, ARABIC, NAMELESS = (
    Option("u", "UNEP", "International organization"),
    Option("k", "Ministry of Environment & Forests", "Kenya"),
    Option("a", "مؤسسة الزئبق", "NGO"),
    Option("n", "", ""),
)


def made(desk, qtbot, options=(UNEP, KENYA, ARABIC, NAMELESS), **given):
    widget = LinksInput(desk, lambda: options, **given)
    qtbot.addWidget(widget)
    widget.show()
    widget.said, widget.gone_to = [], []
    widget.edited.connect(widget.said.append)
    widget.go_to.connect(widget.gone_to.append)
    return widget


@pytest.fixture
def links(desk, qtbot):
    return made(desk, qtbot)


def shown(links):
    return [chip.text for chip in links.chips]


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_links_are_chips_in_their_order(desk_in, qtbot, language):
    links = made(desk_in(language), qtbot)
    links.show_value(("a", "u"))
    assert shown(links) == ["مؤسسة الزئبق", "UNEP"]
    assert links.value() == ("a", "u")
    assert links.said == []
    links.resize(600, 40)
    first, second = (chip.mapTo(links, QPoint(0, 0)).x() for chip in links.chips)
    assert (first > second) == (language == "ar")


def test_a_link_that_leads_nowhere_is_marked_and_can_be_removed(links):
    links.show_value(("u", "gone"))
    assert shown(links) == ["UNEP", "no longer in the plan"]
    links.chips[1].remove.click()
    assert links.said == [("u",)]


def test_names_are_never_markup_or_shortcuts(desk, qtbot):
    bold = Option("b", "<b>Bold</b> & co", "<i>detail</i>")
    links = made(desk, qtbot, [bold])
    links.show_value(("b",))
    button = links.chips[0].name
    assert button.text() == "<b>Bold</b> && co"
    assert button.toolTip() == "<qt>&lt;b&gt;Bold&lt;/b&gt; &amp; co<br>&lt;i&gt;detail&lt;/i&gt;</qt>"


def test_a_long_name_is_cut_in_its_chip_and_whole_in_the_tool_tip(desk, qtbot):
    name = "A very long name " * 10
    links = made(desk, qtbot, [Option("l", name)])
    links.show_value(("l",))
    button = links.chips[0].name
    assert button.text().endswith("…")
    assert len(button.text()) < 60
    assert name.strip() in button.toolTip()


def test_a_chip_leads_to_its_item(links, qtbot):
    links.show_value(("u", "k"))
    qtbot.keyClick(links.chips[1].name, Qt.Key.Key_Space)
    assert links.gone_to == ["k"]


def test_a_link_is_removed_by_its_button_or_by_delete(links, qtbot):
    links.show_value(("u", "k", "a"))
    links.chips[1].remove.click()
    qtbot.keyClick(links.chips[0].name, Qt.Key.Key_Delete)
    assert links.said == [("u", "a"), ("a",)]


def test_a_link_is_chosen_by_keys(links, qtbot):
    links.show_value(("u",))
    links.add.click()
    qtbot.keyClicks(links.list.search, "MINISTRY")
    assert links.list.found.rowCount() == 1
    qtbot.keyClick(links.list.search, Qt.Key.Key_Return)
    assert links.said == [("u", "k")]
    assert shown(links) == ["UNEP", "Ministry of Environment & Forests"]


def test_the_arrow_keys_walk_through_the_list_while_one_types(links, qtbot):
    links.show_value(())
    links.choose()
    qtbot.keyClick(links.list.search, Qt.Key.Key_Down)
    qtbot.keyClick(links.list.search, Qt.Key.Key_Down)
    qtbot.keyClick(links.list.search, Qt.Key.Key_Return)
    assert links.said == [("a",)]


def test_escape_closes_the_list_and_changes_nothing(links, qtbot):
    links.show_value(("u",))
    links.choose()
    qtbot.keyClicks(links.list.search, "x")
    qtbot.keyClick(links.list.search, Qt.Key.Key_Escape)
    assert not links.list.isVisible()
    assert (links.said, links.value()) == ([], ("u",))


def test_a_latin_name_that_is_cut_keeps_its_direction_among_arabic(desk_in, qtbot):
    links = made(desk_in("ar"), qtbot, [Option("l", "A very long name " * 10)])
    links.show_value(("l",))
    assert links.chips[0].name.text().startswith("\u2068A very long name")
    assert links.chips[0].name.text().endswith("…\u2069")


def test_what_is_linked_is_not_offered_again(links):
    links.show_value(("u", "k"))
    links.choose()
    assert offered(links.list) == ["مؤسسة الزئبق", "without a name"]


def offered(list_):
    return [list_.found.index(row, 0).data() for row in range(list_.found.rowCount())]


def test_the_search_looks_into_the_detail_too_and_says_when_nothing_is_found(links, qtbot):
    links.show_value(())
    links.choose()
    qtbot.keyClicks(links.list.search, "kenya")
    assert offered(links.list) == ["Ministry of Environment & Forests"]
    qtbot.keyClicks(links.list.search, "xyz")
    assert offered(links.list) == []
    assert links.list.none.isVisible()
    with qtbot.assertNotEmitted(links.edited):
        qtbot.keyClick(links.list.search, Qt.Key.Key_Return)


def test_what_is_not_there_is_created_under_the_name_searched_for(desk, qtbot):
    asked = []
    links = made(desk, qtbot, create=asked.append, create_label="New partner…")
    links.show_value(())
    links.choose()
    assert links.list.create_new.text() == "New partner…"
    qtbot.keyClicks(links.list.search, " Zero  Mercury ")
    qtbot.keyClick(links.list.search, Qt.Key.Key_Return)
    qtbot.keyClick(links.list.create_new, Qt.Key.Key_Return)
    assert asked == ["Zero Mercury"]
    assert links.said == []


def test_the_last_line_is_reached_by_the_arrow_keys(desk, qtbot):
    links = made(desk, qtbot, [UNEP], create=print, create_label="New partner…")
    links.show_value(())
    links.choose()
    list_ = links.list
    list_.activateWindow()
    qtbot.keyClick(list_.search, Qt.Key.Key_Down)
    assert list_.focusWidget() is list_.create_new
    qtbot.keyClick(list_.create_new, Qt.Key.Key_Up)
    assert list_.focusWidget() is list_.view


def test_without_anything_to_create_there_is_no_such_line(links):
    links.show_value(())
    links.choose()
    assert not links.list.create_new.isVisible()


def test_a_single_link_is_one_id_or_none(desk, qtbot):
    link = made(desk, qtbot, single=True)
    link.show_value(None)
    assert link.value() is None
    for row in (0, 0):
        link.choose()
        link.list.view.clicked.emit(link.list.found.index(row, 0))
    link.chips[0].remove.click()
    assert link.said == ["u", "k", None]


def test_names_that_change_are_shown_anew(desk, qtbot):
    options = [UNEP]
    links = made(desk, qtbot, options)
    links.show_value(("u",))
    options[0] = Option("u", "UN Environment Programme")
    with qtbot.assertNotEmitted(links.edited):
        links.refresh()
    assert shown(links) == ["UN Environment Programme"]


def test_read_only_links_can_only_be_followed(links, qtbot):
    links.show_value(("u",))
    links.set_read_only(True)
    links.show_value(("u", "k"))
    assert not links.add.isVisible()
    qtbot.keyClick(links.chips[0].name, Qt.Key.Key_Delete)
    links.choose()
    assert links.list is None
    links.chips[1].name.click()
    assert (links.said, links.gone_to) == ([], ["k"])


def test_every_part_has_a_name(links):
    links.show_value(("u", "gone"))
    links.set_name("Partners")
    assert links.add.accessibleName() == "Partners: Add…"
    assert links.chips[0].name.accessibleName() == "Partners: UNEP"
    assert [chip.remove.accessibleName() for chip in links.chips] == ["Remove “UNEP”", "Remove “no longer in the plan”"]


def test_tab_goes_through_the_chips_in_their_order_and_then_to_add(desk, qtbot):
    form = QWidget()
    qtbot.addWidget(form)
    column = QVBoxLayout(form)
    first, links, last = QLineEdit(form), LinksInput(desk, lambda: (UNEP, KENYA, ARABIC), form), QLineEdit(form)
    for part in (first, links, last):
        column.addWidget(part)
    links.show_value(("u", "k"))
    links.refresh()
    links.show_value(("a", "u", "k"))
    wanted = [first]
    for chip in links.chips:
        wanted += [chip.name, chip.remove]
    wanted += [links.add, last]
    form.show()
    form.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    visited = []
    for _ in wanted:
        visited.append(form.focusWidget())
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    assert [part.accessibleName() for part in visited] == [part.accessibleName() for part in wanted]


def test_chips_find_room_in_a_narrow_column(links):
    links.show_value(("u", "k", "a", "n", "gone"))
    links.resize(320, links.heightForWidth(320))
    links.layout().activate()
    places = [chip.geometry() for chip in links.chips] + [links.add.geometry()]
    assert not any(a.intersects(b) for a in places for b in places if a != b)
    assert all(place.bottom() <= links.height() for place in places)


def test_the_found_items_are_a_sound_model(desk, qtbot, qtmodeltester):
    parent = made(desk, qtbot)
    list_ = LinkList(desk, [(str(n), f"Item {n}", "") for n in range(20)], "", parent)
    qtmodeltester.check(list_.found)
    qtbot.keyClicks(list_.search, "1")
    qtmodeltester.check(list_.found)
    assert offered(list_)[0] == "Item 1"
