"""The JSON Schema of a procedure's answers, for programs that file applications.

It describes the canonical form. What satisfies it may still be refused: by a check digit, or by a
rule between answers.
"""

from app.definitions import fields
from app.definitions.fields import Schema
from app.definitions.model import Attachment, Procedure, say


def answers_schema(procedure: Procedure) -> Schema:
    """Give the JSON Schema (2020-12) of the nested answers to a procedure.

    Only what is asked of every applicant is required; the conditions of the rest stand as comments.
    """
    asked = [each for page in procedure.pages if page.when is None for each in page.fields]
    everything = fields.object_schema(procedure.fields)
    always = fields.object_schema(asked)
    found = _only_required(everything, always)
    if procedure.attachments:
        found["properties"]["attachments"] = _attachments(procedure.attachments)
        if found["properties"]["attachments"]["required"]:
            found["required"].append("attachments")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": say(procedure.title),
        "description": say(procedure.summary),
        **found,
    }


def _only_required(schema: Schema, always: Schema | None) -> Schema:
    """Take out of `required` what only a conditional page asks, down to where ids divide.

    A record that ids make (`applicant.name`) has no title; a field has one and stays as it is.
    """
    if schema.get("type") != "object" or "title" in schema:
        return schema
    known = always or {"required": [], "properties": {}}
    return {
        **schema,
        "required": [each for each in schema["required"] if each in known["required"]],
        "properties": {
            key: _only_required(inner, known["properties"].get(key))
            for key, inner in schema["properties"].items()
        },
    }


def _attachments(attachments: tuple[Attachment, ...]) -> Schema:
    return {
        "type": "object",
        "title": "添付書類",
        "description": "添付書類ごとに、アップロードしたファイルの識別子を並べます",
        "properties": {each.id: _attachment(each) for each in attachments},
        "required": [each.id for each in attachments if _always(each)],
        "additionalProperties": False,
    }


def _always(attachment: Attachment) -> bool:
    conditional = attachment.when is not None or attachment.any_of or attachment.obtainable
    return attachment.required and not conditional


def _attachment(attachment: Attachment) -> Schema:
    found: Schema = {
        "type": "array",
        "title": say(attachment.label),
        "items": {"type": "string"},
        "minItems": 1,
        "maxItems": attachment.max_files,
    }
    if attachment.help:
        found["description"] = say(attachment.help)
    if attachment.when is not None:
        found["$comment"] = f"when: {attachment.when.source}"
    return found
