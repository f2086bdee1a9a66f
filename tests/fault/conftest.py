"""What the tests of faults may ask for: the office of the acceptance tests."""

from tests.acceptance.conftest import ctx, peopled_template

__all__ = ["ctx", "peopled_template"]
