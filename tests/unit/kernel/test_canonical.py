import pytest

from app.kernel import canonical


def test_a_digest_does_not_depend_on_the_order_of_keys():
    assert canonical.digest({"a": 1, "b": [True, None]}) == canonical.digest(
        {"b": [True, None], "a": 1}
    )


def test_the_bytes_are_fixed():
    assert canonical.canonical({"b": "𠮷\ufa19", "a": 1}) == '{"a":1,"b":"𠮷\ufa19"}'.encode()
    assert canonical.digest({}) == (
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    )


def test_names_that_look_alike_have_different_digests():
    assert canonical.digest("神") != canonical.digest("\ufa19")


def test_a_float_has_no_digest():
    with pytest.raises(TypeError):
        canonical.digest({"rate": [0.1]})
