"""申請書のページ: showing a page of questions, and what each of its buttons does.

The same for an application and for a correction: both are journeys. Every button leads on with a
redirection, so that reloading sends nothing again; only what is wrong is answered at once (422).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fastapi import Request
from starlette.responses import Response

from app.cases import answers
from app.definitions import fields
from app.definitions.fields import KINDS
from app.definitions.model import Field, Page, say
from app.kernel import paths
from app.kernel.clock import local
from app.kernel.errors import Fault, Refusal
from app.services import drafts
from app.web import forms, printed, shown
from app.web.forms import Sheet
from app.web.posted import Posted
from app.web.resident import enclosing, journey, postcodes
from app.web.resident.journey import ATTACHMENTS, CHECK, Journey
from app.web.resident_views import FormPage, PrintedView
from app.web.views import FieldView

_MORE = "答えに合わせて、質問が増えました。続けて入力してください。"
_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What a page has to say besides its questions."""

    faults: tuple[Fault, ...] = ()
    notice: str = ""
    looked_up: str = ""
    over: bool = False
    origins: Mapping[str, str] = field(default_factory=dict)


def show(request: Request, way: Journey, page_id: str) -> Response:
    """Show a page as it was kept; the address may ask for what is wrong, or what was found."""
    if page_id != ATTACHMENTS:
        _page(way, page_id)
    if not _is_stop(way, page_id):
        # The answers have hidden it meanwhile.
        return shown.go(way.url(journey.unfinished(way)))
    asked = request.query_params
    said = Said(
        faults=journey.faults_of(way, page_id) if "review" in asked else (),
        notice=_MORE if "more" in asked else "",
        looked_up=asked.get("postal", ""),
        over="over" in asked,
    )
    if page_id == ATTACHMENTS:
        return _render(request, way, page_id, enclosing.files(way, {}), said)
    page = _page(way, page_id)
    raw, offered = journey.raw_of(way, page), journey.offered(way, page)
    for each in offered:
        paths.put(raw, each.field.id, KINDS[each.field.kind].raw_of(each.value, each.field))
    said = replace(said, origins={each.field.id: each.words for each in offered})
    return _questions(request, way, page, raw, said)


def press(request: Request, way: Journey, page_id: str, posted: Posted) -> Response:
    """Do what the pressed button of a page asks."""
    verb, about = posted.button
    if page_id == ATTACHMENTS:
        return _press_files(request, way, posted)
    page = _page(way, page_id)
    raw = fields.read_form(page.fields, posted.texts)
    match verb:
        case "autosave":
            _keep(way, page, raw)
            return Response(status_code=204)
        case "save":
            _keep(way, page, raw)
            return shown.go("/my")
        case "postal":
            over = postcodes.fill(raw, about, posted.text(f"{about}.candidate"))
            _keep(way, page, raw, rough=True)
            looked = f"postal={about}&over=1" if over else f"postal={about}"
            return shown.go(_again(request, way, page_id, looked) + f"#{about}.postal_code")
        case "add" | "remove":
            _change_rows(page, raw, verb, about)
            _keep(way, page, raw, rough=True)
            return shown.go(_again(request, way, page_id) + f"#{about.partition(':')[0]}")
        case _:
            return _next(request, way, page, posted)


def _next(request: Request, way: Journey, page: Page, posted: Posted) -> Response:
    raw = fields.read_form(page.fields, posted.texts)
    way, faults = _keep(way, page, raw)
    fresh: tuple[Field, ...] = ()
    if "_shown" in posted.texts:
        sheet = Sheet(raw, way.draft.answers, way.moment)
        fresh = forms.unseen(page, posted.text("_shown").split(), sheet)
    known = tuple(each for each in faults if not any(_is_of(each, asked) for asked in fresh))
    if known:
        said = Said(known, _MORE if fresh else "")
        return _questions(request, way, page, journey.raw_of(way, page), said)
    if fresh:
        return shown.go(_again(request, way, page.id, "more=1"))
    return _onwards(request, way, page.id)


def _press_files(request: Request, way: Journey, posted: Posted) -> Response:
    verb, about = posted.button
    if verb == "remove-file":
        enclosing.remove(way, about)
        return shown.go(_again(request, way, ATTACHMENTS))
    chosen = posted.files
    if verb == "upload":
        name = f"{ATTACHMENTS}.{about}"
        chosen = {name: posted.files.get(name, ())}
    way, wrong = enclosing.take(way, chosen)
    if wrong:
        faults = tuple(
            Fault(path, "upload", each) for path, found in wrong.items() for each in found
        )
        return _render(request, way, ATTACHMENTS, enclosing.files(way, wrong), Said(faults))
    if verb == "upload":
        return shown.go(f"{_again(request, way, ATTACHMENTS)}#{ATTACHMENTS}.{about}")
    return _leave_files(request, way, verb)


def _leave_files(request: Request, way: Journey, verb: str) -> Response:
    if verb == "autosave":
        return Response(status_code=204)
    if verb == "save":
        return shown.go("/my")
    missing = journey.faults_of(way, ATTACHMENTS)
    if missing:
        told = {each.field: (each.message,) for each in missing}
        return _render(request, way, ATTACHMENTS, enclosing.files(way, told), Said(missing))
    return _onwards(request, way, ATTACHMENTS)


def _keep(
    way: Journey, page: Page, raw: dict[str, Any], *, rough: bool = False
) -> tuple[Journey, tuple[Fault, ...]]:
    """Keep a page in the draft; with `rough`, or with faults, as it was typed."""
    checked = answers.check_page(way.procedure, page.id, raw, way.draft.answers, way.moment)
    kept = {name: each for name, each in way.draft.raw.items() if name != page.id}
    if rough or checked.faults:
        kept[page.id] = dict(checked.raw)
    draft = drafts.save(way.ctx, way.draft, checked.answers, kept, page.id)
    return replace(way, draft=draft), checked.faults


def _change_rows(page: Page, raw: dict[str, Any], verb: str, about: str) -> None:
    path, _, number = about.partition(":")
    group = next((each for each in page.fields if each.id == path and each.kind == "group"), None)
    if group is None:
        return
    rows = list(paths.get(raw, path) or [{} for _ in range(forms.least_rows(group))])
    if verb == "add" and len(rows) < int(group.maximum or _MOST_ROWS):
        rows.append({})
    elif verb == "remove" and number.isdecimal() and int(number) < len(rows):
        del rows[int(number)]
    paths.put(raw, path, rows)


def _questions(
    request: Request, way: Journey, page: Page, raw: dict[str, Any], said: Said
) -> Response:
    looked = said.looked_up
    sheet = Sheet(
        raw=raw,
        answers=way.draft.answers,
        moment=way.moment,
        faults=said.faults,
        asks=way.asks,
        origins=said.origins,
        addresses={looked: postcodes.found(raw, looked, said.over)} if looked else {},
    )
    asked = printed.questions(way.procedure.digest, page, sheet)
    return _render(request, way, page.id, asked, said)


def _render(
    request: Request,
    way: Journey,
    page_id: str,
    asked: tuple[FieldView | PrintedView, ...],
    said: Said,
) -> Response:
    page = next((each for each in journey.pages(way) if each.id == page_id), None)
    view = FormPage(
        procedure=way.title,
        title=say(page.title) if page else "添付書類",
        fields=asked,
        steps=journey.line(way, page_id) if _is_stop(way, page_id) else (),
        help=say(page.help) if page and page.help else "",
        errors=forms.links(said.faults),
        notice=said.notice,
        correction=_request_for(way, page_id),
        back_url=_back(request, way, page_id),
        saved_at=local(way.draft.updated_at) if way.draft.visited else None,
        autosave=True,
        action=_again(request, way, page_id),
    )
    status = 422 if said.faults and request.method == "POST" else 200
    return shown.page(request, way.by, "resident/form_page.html", view, status)


def _request_for(way: Journey, page_id: str) -> str:
    """Say what the office asked to put right, in general and on this page."""
    correction = way.case.correction if way.case else None
    if correction is None:
        return ""
    here = [
        message for path, message in way.asks.items() if journey.page_of_path(way, path) == page_id
    ]
    return "\n".join(filter(None, (correction.note, *here)))


def _page(way: Journey, page_id: str) -> Page:
    found = next((each for each in way.procedure.pages if each.id == page_id), None)
    if found is None:
        raise Refusal(
            "form.page_unknown",
            "この手続に、そのページはありません。",
            "手続の最初のページから始めてください。",
        )
    return found


def _is_stop(way: Journey, page_id: str) -> bool:
    return any(name == page_id for name, _ in journey.stops(way))


def _is_of(fault: Fault, field: Field) -> bool:
    return fault.field == field.id or fault.field.startswith(f"{field.id}.")


def _from_check(request: Request) -> bool:
    return request.query_params.get("from") == CHECK


def _again(request: Request, way: Journey, page_id: str, query: str = "") -> str:
    parts = [part for part in ("from=check" if _from_check(request) else "", query) if part]
    return way.url(page_id) + (f"?{'&'.join(parts)}" if parts else "")


def _onwards(request: Request, way: Journey, page_id: str) -> Response:
    back = _from_check(request)
    target = journey.after(way, page_id, back_to_check=back)
    return shown.go(_again(request, way, target) if target != CHECK else way.url(CHECK))


def _back(request: Request, way: Journey, page_id: str) -> str:
    if _from_check(request):
        return way.url(CHECK)
    earlier = journey.before(way, page_id)
    if earlier:
        return way.url(earlier)
    return f"/my/cases/{way.case.number}" if way.case else f"/procedures/{way.procedure.id}"
