from datetime import date

from app.cases import deadlines, renewals
from app.definitions.model import ClockRule, PaperRule, Renewal, Via
from app.kernel.calendar import Period

ISSUED = date(2026, 6, 1)
PAPER = PaperRule(
    "granted", {"ja": "許可証"}, "permit", validity=Period(months=60),
    renewal=Renewal("again", (Period(days=14), Period(months=2))),
)  # fmt: skip


def test_a_paper_holds_for_its_validity_and_its_holder_is_told_in_time():
    assert renewals.last_day(PAPER, ISSUED) == date(2031, 5, 31)
    assert renewals.reminders(PAPER, ISSUED) == (date(2031, 3, 31), date(2031, 5, 17))


def test_a_day_set_case_by_case_counts_instead():
    last = date(2026, 7, 10)
    assert renewals.reminders(PAPER, ISSUED, last) == (date(2026, 6, 26),)


def test_what_holds_for_good_or_is_not_renewed_has_no_reminder():
    forever = PaperRule("copy", {"ja": "副本"}, "filing-copy", renewal=PAPER.renewal)
    assert renewals.last_day(forever, ISSUED) is None
    assert renewals.reminders(forever, ISSUED) == ()
    plain = PaperRule("copy", {"ja": "副本"}, "filing-copy", validity=PAPER.validity)
    assert renewals.reminders(plain, ISSUED) == ()


def test_days_of_those_who_hand_an_application_on_come_before_the_offices_own():
    rule = ClockRule(Period(days=20), via=Via({"ja": "区の窓口"}, Period(business_days=3)))
    assert deadlines.handed_on(rule, date(2026, 6, 5)) == date(2026, 6, 10)
    assert deadlines.handed_on(ClockRule(Period(days=20)), ISSUED) is None
    unknown = ClockRule(None, via=Via({"ja": "区の窓口"}, None, "確認中"))
    assert deadlines.handed_on(unknown, ISSUED) is None
