"""A clerk at a real browser of their own, and the inspector who looks over the shoulder."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.services import sign_in
from app.services.context import Context
from app.web import session

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDTHS = (1280, 320)


class Clerk:
    """A clerk at a browser of their own."""

    def __init__(self, browser: Browser, ctx: Context, person: str, scripted: bool = True) -> None:
        self.context: BrowserContext = browser.new_context(
            java_script_enabled=scripted, viewport={"width": 1280, "height": 800}
        )
        secret = sign_in.open_for(ctx, person).secret
        cookie = {"name": session.cookie_name(ctx), "value": secret, "url": ctx.base_url}
        self.context.add_cookies([cookie])  # type: ignore[list-item]
        self.page: Page = self.context.new_page()
        self.home = ctx.base_url
        self.scripted = scripted

    def __enter__(self) -> "Clerk":
        self.page.goto(f"{self.home}/console")
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def open(self, number: str) -> None:
        """Open a case from the list."""
        self.page.get_by_role("link", name=number).click()

    def write(self, id_: str, words: str) -> None:
        self.page.locator(f'[id="{id_}"]').fill(words)

    def press(self, act: str) -> None:
        self.page.locator(f'form button.mg-button[name="act"][value="{act}"]').click()

    def told(self, words: str) -> None:
        expect(self.page.locator(".mg-flash")).to_have_text(words)

    def look(self, name: str) -> None:
        """Let the page be inspected in both widths, and see that it fits.

        The inspector is itself a script.
        """
        for width in WIDTHS if self.scripted else ():
            self.page.set_viewport_size({"width": width, "height": 800})
            found = Axe().run(self.page, options=RULES).response["violations"]
            told = [(each["id"], node["target"]) for each in found for node in each["nodes"]]
            assert told == [], f"{name}: {told}"
            sizes = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert sizes[0] <= sizes[1], f"{name} scrolls sideways at {width}"
        self.page.set_viewport_size({"width": 1280, "height": 800})
