import pytest

from app.definitions.fields import KINDS, MISSING, Wrong, accounts
from app.kernel import kana
from tests.support.forms import field

HERE = field("here", "bank-account", "還付先の口座")
BANK = {
    "kind": "bank", "bank_code": "０００１", "bank_name": "みずほ銀行", "branch_code": "1",
    "branch_name": "東京営業部", "deposit": "普通", "number": "12-345", "holder": "やまだ　はなこ",
    "symbol": "", "serial": "9",
}  # fmt: skip


def read(raw):
    return KINDS["bank-account"].read(raw, HERE)


def slips(raw):
    with pytest.raises(Wrong) as refused:
        read(raw)
    return [(slip.part, slip.code) for slip in refused.value.slips]


def test_an_account_at_a_bank_is_kept_as_transfers_name_it():
    value = read({**BANK, "branch_code": "001"})
    assert value == {
        "kind": "bank", "bank_code": "0001", "bank_name": "みずほ銀行", "branch_code": "001",
        "branch_name": "東京営業部", "deposit": "ordinary", "number": "0012345",
        "symbol": "", "serial": "", "holder": "ﾔﾏﾀﾞ ﾊﾅｺ",
    }  # fmt: skip
    assert KINDS["bank-account"].show(value, HERE) == (
        "みずほ銀行（0001） 東京営業部（001） 普通 0012345 ヤマダ ハナコ"
    )


@pytest.mark.parametrize(("symbol", "serial", "branch", "number", "deposit"), [
    ("10530", "12345671", "058", "1234567", "ordinary"),
    ("17300", "1992761", "738", "0199276", "ordinary"),
    ("00530", "123456", "059", "0123456", "current"),
])  # fmt: skip
def test_a_symbol_and_number_become_branch_and_account(symbol, serial, branch, number, deposit):
    found = accounts.transfer(symbol, serial)
    assert (found["branch_code"], found["number"], found["deposit"]) == (branch, number, deposit)


def test_an_account_at_yucho_needs_only_what_its_passbook_says():
    value = read({"symbol": "10180-2", "serial": "１２３４５６７１", "holder": "ヤマダ ハナコ"})
    assert (value["kind"], value["bank_code"], value["branch_name"]) == ("yucho", "9900", "〇一八")
    assert read(value) == value


def test_a_number_that_cannot_be_is_told_at_its_input():
    yucho = {"kind": "yucho", "symbol": "10180", "serial": "12345672", "holder": "ﾔﾏﾀﾞ"}
    assert slips(yucho) == [("serial", "check_digit")]
    assert slips({**yucho, "symbol": "20180"}) == [("symbol", "invalid")]
    assert slips(BANK) == [("branch_code", "invalid")]
    assert slips({**BANK, "branch_code": "001", "holder": "山田"}) == [("holder", "not_kana")]


def test_all_that_is_missing_is_asked_for_and_nothing_else():
    assert slips({"kind": "yucho", "bank_code": "x"}) == [
        ("symbol", "required"), ("serial", "required"), ("holder", "required"),
    ]  # fmt: skip
    assert slips({"holder": "ﾔﾏﾀﾞ"}) == [("kind", "required")]
    assert slips("口座") == [("kind", "invalid")]
    assert read({"kind": "", "bank_code": " "}) is MISSING


@pytest.mark.parametrize(("text", "narrow"), [
    ("カ）スーパーきゅうしゅう", "ｶ)ｽ-ﾊﾟ-ｷﾕｳｼﾕｳ"), ("ヲヂ・ヴァン", "ｵﾁﾞ.ｳﾞｱﾝ"),
    ("Yamada　Hanako", "YAMADA HANAKO"), ("山田", None), ("ﾔﾏﾀﾞ!", None), ("", None),
])  # fmt: skip
def test_a_holder_is_written_in_the_characters_of_transfers(text, narrow):
    assert kana.zengin(text) == narrow
