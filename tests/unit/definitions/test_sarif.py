import json
from pathlib import Path

import jsonschema

from app.definitions import explanations, sarif
from app.definitions.diagnostics import Diagnostic

FAULT = Diagnostic("P304", "項目がありません。", "もしかして: name", "/city/a 1.yaml", 2, 5, 2)
WHOLE = Diagnostic("P206", "場所が違います。", "", "b.yaml", severity="warning")
# Those parts of the schema of SARIF 2.1.0 that a report of ours can break.
POSITIVE = {"type": "integer", "minimum": 1}
TEXT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}, "markdown": {"type": "string"}},
}
REGION = {
    "type": "object",
    "properties": {"startLine": POSITIVE, "startColumn": POSITIVE, "endColumn": POSITIVE},
    "required": ["startLine"],
}
ARTIFACT = {
    "type": "object",
    "properties": {
        "uri": {"type": "string", "format": "uri-reference"},
        "uriBaseId": {"type": "string"},
    },
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["message", "ruleId", "locations"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": TEXT,
        "locations": {
            "type": "array",
            "items": {
                "properties": {
                    "physicalLocation": {
                        "properties": {"artifactLocation": ARTIFACT, "region": REGION},
                        "required": ["artifactLocation"],
                        "additionalProperties": False,
                    }
                },
                "additionalProperties": False,
            },
        },
    },
}
RULE = {
    "type": "object",
    "required": ["id"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string"},
        "shortDescription": TEXT,
        "help": TEXT,
        "helpUri": {"type": "string", "format": "uri", "pattern": "^[a-z]+:"},
    },
}
SCHEMA = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"enum": ["2.1.0"]},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "additionalProperties": False,
                "properties": {
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {"rules": {"type": "array", "items": RULE}},
                            }
                        },
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "originalUriBaseIds": {"additionalProperties": ARTIFACT},
                    "results": {"type": "array", "items": RESULT},
                },
            },
        },
    },
}


def run(*found: Diagnostic):
    return sarif.report(found, Path("/city"))["runs"][0]


def test_a_report_has_the_form_that_sarif_asks_for():
    report = sarif.report(
        [FAULT, WHOLE, Diagnostic("P999", "m", "", "c.yaml", 1, 1)], Path("/city")
    )
    jsonschema.validate(report, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert json.loads(json.dumps(report)) == report


def test_a_result_points_at_its_characters():
    [result] = run(FAULT)["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 2, "startColumn": 5, "endColumn": 7}
    assert place["artifactLocation"] == {"uri": "a%201.yaml", "uriBaseId": "ROOT"}
    assert result["message"]["text"] == "項目がありません。\nもしかして: name"
    assert run(FAULT)["columnKind"] == "unicodeCodePoints"


def test_a_result_about_a_whole_file_has_no_region():
    [result] = run(WHOLE)["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert result["level"] == "warning"


def test_a_rule_carries_its_page():
    found = run(FAULT, WHOLE)
    rules = found["tool"]["driver"]["rules"]
    assert [each["id"] for each in rules] == ["P206", "P304"]
    assert [rules[each["ruleIndex"]]["id"] for each in found["results"]] == ["P304", "P206"]
    assert rules[1]["help"]["markdown"] == explanations.page("P304")
    assert rules[1]["helpUri"].endswith("/docs/diagnostics/P304.md")


def test_a_file_outside_is_told_whole():
    [result] = run(Diagnostic("P206", "m", "", "/elsewhere/b.yaml", 1, 1))["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "file:///elsewhere/b.yaml"}
