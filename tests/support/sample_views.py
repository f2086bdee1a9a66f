"""One filled view model for every template, so that all pages render without a service."""

from app.web.desk_views import StaffSignInPage
from app.web.resident_views import MyPage, SignInCodePage, SignInPage
from app.web.views import Chrome, Link
from tests.support.sample_desk import (
    BANK,
    CLOCK_PAGE,
    CONFLICT,
    DESK,
    FAILURE,
    MAILBOX,
    PEOPLE,
    STATIC,
    WORKLIST,
)
from tests.support.sample_form import BAD_FORM, FORM
from tests.support.sample_parts import CLERK, FLASHED, NOW, RESIDENT, VISITOR
from tests.support.sample_resident import (
    CASE,
    CHECK,
    CHECKING,
    DONE,
    HOME,
    MY,
    NOTHING,
    PAY,
    PROCEDURE,
    WAITING,
    WITHDRAW,
)

SAMPLES: dict[str, tuple[str, Chrome, object]] = {
    "home": ("resident/home.html", VISITOR, HOME),
    "nothing": ("resident/home.html", VISITOR, NOTHING),
    "procedure": ("resident/procedure.html", VISITOR, PROCEDURE),
    "form": ("resident/form_page.html", RESIDENT, FORM),
    "form-errors": ("resident/form_page.html", RESIDENT, BAD_FORM),
    "check": ("resident/check.html", RESIDENT, CHECK),
    "done": ("resident/done.html", RESIDENT, DONE),
    "my": ("resident/my.html", FLASHED, MY),
    "my-empty": ("resident/my.html", RESIDENT, MyPage()),
    "case": ("resident/case.html", RESIDENT, CASE),
    "withdraw": ("resident/withdraw.html", RESIDENT, WITHDRAW),
    "pay": ("resident/pay.html", RESIDENT, PAY),
    "payment-checking": ("resident/payment_status.html", RESIDENT, CHECKING),
    "payment-waiting": ("resident/payment_status.html", RESIDENT, WAITING),
    "sign-in": (
        "resident/sign_in.html",
        VISITOR,
        SignInPage("hanako", "申請をはじめるため", errors=(Link("#email", "@ が足りません。"),)),
    ),
    "sign-in-code": (
        "resident/sign_in_code.html",
        VISITOR,
        SignInCodePage("hanako@example.jp", 10, "/sign-in"),
    ),
    "worklist": ("console/worklist.html", CLERK, WORKLIST),
    "desk": ("console/case.html", CLERK, DESK),
    "conflict": ("console/conflict.html", CLERK, CONFLICT),
    "staff-sign-in": (
        "console/sign_in.html",
        Chrome(area="console", demo_now=NOW),
        StaffSignInPage((Link("/console/sign-in/oidc", "職員認証でログイン"),)),
    ),
    "message": ("public/message.html", VISITOR, FAILURE),
    "help": ("public/help.html", VISITOR, STATIC),
    "privacy": ("public/privacy.html", VISITOR, STATIC),
    "accessibility": ("public/accessibility.html", VISITOR, STATIC),
    "people": ("demo/people.html", VISITOR, PEOPLE),
    "mailbox": ("demo/mailbox.html", VISITOR, MAILBOX),
    "bank": ("demo/pay.html", VISITOR, BANK),
    "clock": ("demo/clock.html", VISITOR, CLOCK_PAGE),
}
"""Every template by a short name: its path, what surrounds it, and its view model."""
