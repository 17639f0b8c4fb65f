import pytest
from PySide6.QtCore import Qt

from gmp_desk.i18n.listed import countries
from gmp_desk.qt.inputs.area import AreaInput
from gmp_desk.qt.inputs.country import CountryInput


def listened(widget, qtbot):
    qtbot.addWidget(widget)
    widget.show()
    widget.said, widget.problems = [], []
    widget.edited.connect(widget.said.append)
    widget.problem.connect(widget.problems.append)
    return widget


@pytest.fixture
def country(desk, qtbot):
    return listened(CountryInput(desk), qtbot)


@pytest.fixture
def area(desk, qtbot):
    return listened(AreaInput(desk), qtbot)


def write(widget, text):
    """Type a text over what is there."""
    widget.combo.line.setFocus()
    widget.combo.line.selectAll()
    widget.combo.line.insert(text)


def leave(widget):
    widget.combo.line.editingFinished.emit()


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "United Republic of Tanzania"), ("ar", "جمهورية تنزانيا المتحدة"), ("zh", "坦桑尼亚联合共和国")],
)
def test_a_country_has_the_name_that_the_united_nations_give_it(desk_in, qtbot, language, name):
    widget = listened(CountryInput(desk_in(language)), qtbot)
    widget.show_value("TZ")
    assert widget.combo.currentText() == name
    assert widget.value() == "TZ"
    write(widget, name)
    assert widget.value() == "TZ"
    assert widget.said == []


@pytest.mark.parametrize("text", ["Côte d’Ivoire", "cote d’ivoire", "CI", "ci"])
def test_a_country_is_taken_by_name_or_code(country, text):
    write(country, text)
    assert country.said == ["CI"]
    leave(country)
    assert country.combo.currentText() == "Côte d’Ivoire"


@pytest.mark.parametrize("before", [None, "KE"])
def test_the_beginning_of_a_text_that_names_no_country_does_not_stay(country, qtbot, before):
    country.show_value(before)
    country.combo.line.selectAll()
    qtbot.keyClicks(country.combo.line, "Niger delta")
    assert country.said[-2:] == ["NE", before]
    leave(country)
    assert (country.value(), country.combo.currentText()) == (before, "Niger delta")
    assert "“Niger delta”" in country.problems[-1]


def test_as_much_of_a_name_as_only_one_country_has_is_enough(country):
    write(country, "ivoire")
    assert country.said == []
    leave(country)
    assert country.said == ["CI"]
    assert country.combo.currentText() == "Côte d’Ivoire"


def test_a_search_finds_a_part_of_the_name_without_accents(country):
    completer = country.combo.completer()
    country.combo.fill()
    completer.setCompletionPrefix("GUÍnea")
    found = [completer.completionModel().index(row, 0).data() for row in range(completer.completionCount())]
    assert found == ["Equatorial Guinea", "Guinea", "Guinea-Bissau", "Papua New Guinea"]


def test_a_country_found_is_chosen(country):
    completer = country.combo.completer()
    country.combo.fill()
    completer.activated.emit("Kenya")
    assert country.said == ["KE"]
    assert country.combo.currentText() == "Kenya"


def test_a_country_is_chosen_from_the_list_by_keys(country, qtbot):
    country.show_value("KE")
    country.combo.fill()
    qtbot.keyClick(country.combo, Qt.Key.Key_Down)
    assert country.said == ["KI"]


def test_the_list_has_every_country_once_in_the_order_of_the_language(desk_in, qtbot):
    widget = listened(CountryInput(desk_in("fr")), qtbot)
    widget.combo.fill()
    names = [widget.combo.itemText(row) for row in range(widget.combo.count())]
    assert len(names) == len(countries())
    assert names.index("Équateur") < names.index("Espagne") < names.index("France")


def test_there_may_be_no_country(country):
    country.show_value("KE")
    write(country, "")
    leave(country)
    assert country.said == [None]
    assert country.problems == []


def test_what_is_no_country_stays_and_is_explained(country):
    country.show_value("KE")
    write(country, "Atlantis")
    assert country.problems == []
    leave(country)
    assert country.problems == ["There is no country called “Atlantis”. Choose one from the list."]
    country.show_value("KE")
    assert country.combo.currentText() == "Atlantis"
    assert (country.value(), country.said) == ("KE", [])
    country.show_value("CI")
    assert (country.combo.currentText(), country.problems[-1]) == ("Côte d’Ivoire", "")


def test_a_code_that_no_country_has_is_shown_as_it_is(country):
    country.show_value("XQ")
    assert (country.combo.currentText(), country.value(), country.said) == ("XQ", "XQ", [])


def test_a_read_only_country_cannot_be_changed(country, qtbot):
    country.show_value("KE")
    country.set_read_only(True)
    qtbot.keyClicks(country.combo.line, "x")
    qtbot.keyClick(country.combo, Qt.Key.Key_Down)
    country.combo.showPopup()
    assert (country.said, country.combo.currentText()) == ([], "Kenya")


def test_country_and_area_have_names(country, area):
    for widget in (country, area):
        widget.set_name("Where")
        assert widget.combo.accessibleName() == widget.combo.line.accessibleName() == "Where"


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_an_area_is_shown_by_its_name(desk_in, qtbot, language):
    desk = desk_in(language)
    widget = listened(AreaInput(desk), qtbot)
    widget.show_value("asgm")
    assert widget.combo.currentText() == desk.terms.area("asgm")
    assert (widget.value(), widget.said) == ("asgm", [])
    write(widget, desk.terms.area("waste"))
    assert widget.said == ["waste"]


def test_an_area_that_the_template_does_not_know_is_kept_as_it_is_typed(area, qtbot):
    area.show_value("asgm")
    write(area, "Dental amalgam ")
    assert area.said == ["Dental amalgam"]
    leave(area)
    assert area.combo.currentText() == "Dental amalgam"
    area.show_value("cremation")
    assert area.combo.currentText() == "cremation"


def test_an_area_is_taken_by_its_code_too(area):
    write(area, "CEMENT")
    leave(area)
    assert area.said == ["cement"]
    assert area.combo.currentText() == "Cement industry"


def test_an_empty_area_is_none_only_where_it_is_optional(desk, area, qtbot):
    linked = listened(AreaInput(desk, optional=True), qtbot)
    for widget in (area, linked):
        widget.show_value("asgm")
        write(widget, "")
    assert (area.said, linked.said) == ([""], [None])
    linked.show_value(None)
    assert (linked.combo.currentText(), linked.value()) == ("", None)


def test_a_read_only_area_cannot_be_changed(area, qtbot):
    area.show_value("asgm")
    area.set_read_only(True)
    qtbot.keyClicks(area.combo.line, "x")
    assert area.said == []
