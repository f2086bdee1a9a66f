"""Which payment providers there are. To add one: write `<name>.py` with `build`, add its line.

Must not know: what any of them does.
"""

import importlib
from collections.abc import Mapping
from typing import cast

from app.gateways.payments.port import Provider, Setup
from app.kernel.errors import Outage

PROVIDERS: Mapping[str, str] = {
    "demo": "app.gateways.payments.demo",
}


def build(name: str, setup: Setup) -> Provider:
    """Make the provider of that name."""
    if name not in PROVIDERS:
        known = "、".join(PROVIDERS)
        raise Outage(
            "payment.unknown_provider",
            f"決済事業者「{name}」はありません。使えるもの: {known}",
            permanent=True,
        )
    module = importlib.import_module(PROVIDERS[name])
    return cast(Provider, module.build(setup))
