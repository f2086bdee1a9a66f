"""The two ways in which something expected does not happen: a refusal, and an outage.

A `Refusal` is an expected no, told to the person who asked. An `Outage` is the outside world
failing us. Anything else that is raised is a bug. This module knows no HTTP status and no page:
`app.web.problems` turns codes into answers.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with one field, in words for the person who filled it in.

    `field` is the dotted path of the answer (`applicant.name`, `managers.0.name`,
    `attachments.plan`); `code` is stable and meant for programs.
    """

    field: str
    code: str
    message: str


class Refusal(Exception):
    """An expected no: `code` for programs, `message` says what and why, `hint` what to do next."""

    def __init__(
        self, code: str, message: str, hint: str = "", faults: tuple[Fault, ...] = ()
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.hint = hint
        self.faults = faults


class Outage(Exception):
    """The outside world failed; `permanent` says that trying again the same way is no use."""

    def __init__(self, code: str, message: str, *, permanent: bool = False) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.permanent = permanent
