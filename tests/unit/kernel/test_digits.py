import pytest

from app.kernel import digits

VALID = ("4011001098993", "7123456789012", "2120901007402", "7010705000725", "8000020130001")


@pytest.mark.parametrize("number", VALID)
def test_a_corporate_number_has_the_right_check_digit(number):
    assert digits.is_corporate_number(number)
    assert digits.check_digit(number[1:]) == int(number[0])


def test_every_slip_of_one_digit_is_seen_but_between_nought_and_nine():
    first = VALID[0]
    missed = set()
    for place in range(1, 13):
        for digit in "0123456789":
            slip = first[:place] + digit + first[place + 1 :]
            if slip != first and digits.is_corporate_number(slip):
                missed.add(frozenset((first[place], digit)))
    assert missed == {frozenset("09")}


@pytest.mark.parametrize("text", ["", "0011001098993", "401100109899", "40110010989930", "x" * 13])
def test_what_is_not_thirteen_digits_is_no_corporate_number(text):
    assert not digits.is_corporate_number(text)


def test_codes_are_made_half_width_with_one_kind_of_hyphen():
    assert digits.code(" ０３ー５３２１―１１１１ ") == "03-5321-1111"
    assert digits.only("〇１ ６３−８００１".removeprefix("〇")) == "1638001"


def test_half_width_leaves_everything_else_as_it_is():
    assert digits.half_width("Ａ１カナ神\ufa19ー") == "A1カナ神\ufa19ー"
