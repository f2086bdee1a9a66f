from app.kernel import paths


def test_a_value_is_found_where_it_was_put():
    nested = {}
    paths.put(nested, "applicant.name.family", "山田")
    assert nested == {"applicant": {"name": {"family": "山田"}}}
    assert paths.get(nested, "applicant.name.family") == "山田"


def test_a_number_picks_from_a_list():
    nested = {"managers": [{"name": "甲"}, {"name": "乙"}]}
    assert paths.get(nested, "managers.1.name") == "乙"
    beyond = ("managers.2.name", "managers.x", "managers.99999999", "name", "managers.0.name.x")
    for nowhere in beyond:
        assert paths.get(nested, nowhere) is None


def test_dropping_takes_the_empty_mappings_too():
    nested = {"applicant": {"name": "山田"}, "shop": "甲"}
    paths.drop(nested, "applicant.name")
    paths.drop(nested, "nobody.there")
    assert nested == {"shop": "甲"}


def test_a_copy_can_be_changed_on_its_own():
    nested = {"managers": [{"name": "甲"}]}
    copy = paths.copy(nested)
    copy["managers"][0]["name"] = "乙"
    assert nested == {"managers": [{"name": "甲"}]}
