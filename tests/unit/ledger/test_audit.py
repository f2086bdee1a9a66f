"""The chain of audit entries of a case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ledger import audit
from app.ledger.audit import Entry

AT = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
SALT = "0123456789abcdef"


def chain(length=5, case="case-1"):
    linked, previous = [], None
    for revision in range(1, length + 1):
        entry = Entry(
            case=case,
            revision=revision,
            at=AT + timedelta(hours=revision),
            actor="clerk-1",
            actor_kind="clerk",
            event="Approved",
            commitment=audit.commit({"note": str(revision)}, SALT),
        )
        previous = audit.append(previous, entry)
        linked.append(previous)
    return linked


def test_an_untouched_chain_is_whole():
    assert audit.verify(chain()) is None


def test_an_empty_chain_is_whole():
    assert audit.verify([]) is None


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "clerk-2"},
        {"event": "Decided"},
        {"at": AT},
        {"revision": 9},
        {"actor_kind": "system"},
        {"case": "case-2"},
        {"commitment": audit.commit({"note": "x"}, SALT)},
    ],
)
def test_a_changed_entry_is_found(change):
    entries = chain()
    entries[2] = replace(entries[2], entry=replace(entries[2].entry, **change))
    assert audit.verify(entries) == 2


def test_a_changed_entry_with_a_new_digest_breaks_the_one_after_it():
    entries = chain()
    entry = replace(entries[2].entry, actor="clerk-2")
    entries[2] = audit.append(entries[1], entry)
    assert audit.verify(entries) == 3


@given(st.integers(0, 3))
def test_a_missing_entry_is_found(place):
    entries = chain()
    del entries[place]
    assert audit.verify(entries) == place


def test_entries_in_another_order_are_found():
    entries = chain()
    entries[1], entries[2] = entries[2], entries[1]
    assert audit.verify(entries) == 1


def test_an_entry_of_another_case_is_found():
    entries = chain(2)
    stranger = replace(entries[1].entry, case="case-2", revision=3)
    entries.append(audit.append(entries[1], stranger))
    assert audit.verify(entries) == 2


def test_the_digest_does_not_depend_on_how_the_time_is_written():
    entry = chain(1)[0].entry
    tokyo = replace(entry, at=entry.at.astimezone(timezone(timedelta(hours=9))))
    assert audit.link("", tokyo) == audit.link("", entry)


def test_the_digest_is_fixed_for_all_time():
    entry = Entry("case-1", 1, AT, "resident-1", "resident", "Submitted", "00" * 32)
    assert audit.link("", entry) == (
        "de352dc1e6cb50c84f98bfdddd7efb078df08a3f9a1483cb4d3f2aab2c20b388"
    )


def test_a_commitment_opens_only_with_its_details_and_its_salt():
    commitment = audit.commit({"note": "よい"}, SALT)
    assert audit.opens(commitment, {"note": "よい"}, SALT)
    assert not audit.opens(commitment, {"note": "わるい"}, SALT)
    assert not audit.opens(commitment, {"note": "よい"}, SALT[::-1])


def test_a_salt_that_could_be_guessed_is_not_taken():
    with pytest.raises(ValueError, match="salt"):
        audit.commit({}, "short")


def test_the_chain_stays_whole_without_the_details():
    assert audit.verify(chain()) is None, "no details are needed to verify"
