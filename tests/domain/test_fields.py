from gmp_desk.domain.fields import is_prose, item_lists, kind_in, parts, values
from gmp_desk.domain.plan import Action, Effort, Evaluation, Milestone, Partner, Plan, Resources, Source
from tests import samples


def test_every_rich_field_of_the_template_is_prose_and_no_value_that_is_chosen_or_counted_is():
    template = samples.template()
    models = {kind.__name__: kind for kind in (Plan, *item_lists(Plan).values(), Effort, Milestone)}
    models |= {kind.__name__: kind for part in parts(Plan).values() for kind in item_lists(part).values()}
    fields = [(Plan, field) for section in template.sections for field in section.fields]
    for name, record in template.records.items():
        model = models.get(name.title().replace("_", ""))
        fields += [(model, field) for field in record.fields] if model else []
    checked = set()
    for model, field in fields:
        part, _, name = field.name.rpartition("/")
        prose = is_prose(parts(model)[part] if part else model, name)
        assert prose or field.kind != "rich", field.name
        assert not prose or field.kind in ("rich", "text", "line"), field.name
        checked.add(field.kind)
    assert checked >= {"rich", "text", "line", "money", "date", "choice", "links", "readings"}


def test_one_name_may_be_prose_in_one_record_and_a_choice_in_another():
    assert is_prose(Partner, "contribution")
    assert not is_prose(Source, "contribution")
    assert not is_prose(Action, "title")


def test_fields_hold_items_parts_or_values():
    assert item_lists(Evaluation).keys() == {"indicators"}
    assert parts(Plan).keys() == {"evaluation", "resources", "linkages"}
    assert list(values(Resources)) == ["narrative"]
    assert not {"id", "format", "version", "actions", "evaluation"} & set(values(Plan))


def test_a_list_is_known_by_its_name():
    assert kind_in("milestones") is Milestone
    assert kind_in("milestone") is None
