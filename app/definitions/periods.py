"""期間: the spans of time that definitions write, such as `days(14)` and `business_days(10)`.

Reads the text into the kernel's `Period` and says no more about it; it does not know what the span
is for.
"""

import re

from app.kernel.calendar import Period

EXAMPLES = "days(14)、business_days(10)、months(3)、years(5)"

_SPAN = re.compile(r"(days|business_days|months|years)\(([0-9]{1,4})\)")


def parse(text: str) -> Period | None:
    """Read a span of time; None if the text is not one."""
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        return None
    unit, count = match.group(1), int(match.group(2))
    match unit:
        case "days":
            return Period(days=count)
        case "business_days":
            return Period(business_days=count)
        case "months":
            return Period(months=count)
        case _:
            return Period(months=12 * count)
