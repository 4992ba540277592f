"""The JSON Schema of scenario files, for editors: ``python -m sim.scenario.schema`` writes it.

It says less than the loader, which also knows names, dates and contradictions; and since a file may
extend another, it asks for no field that the other file could have.
"""

from __future__ import annotations

import json
from typing import Any

from sim.scenario.assemble import Whole
from sim.scenario.find import home


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file."""
    made: dict[str, Any] = Whole.model_json_schema(by_alias=True)
    made["title"] = "Parley scenario"
    made["description"] = "A scenario of bargaining over prisoners."
    made["required"] = ["schema"]
    for record in made["$defs"].values():
        record.pop("required", None)
    for field in made["properties"].values():
        if "patternProperties" in field:
            field["patternProperties"] = _removable(field["patternProperties"])
            field["additionalProperties"] = False
    selector = made["$defs"]["Selector"]
    for fact in ("role", "offence", "prominence"):
        many = selector["properties"][fact]["anyOf"]
        many.append(many[0]["items"])
    made["$defs"]["Selector"] = {"anyOf": [selector["properties"]["asset"]["anyOf"][0], selector]}
    return made


def _removable(records: Any) -> Any:
    """Return the schema of records by id, in which null may stand for any: it removes what is extended."""
    if "$ref" in records:
        return {"anyOf": [records, {"type": "null"}]}
    return {pattern: _removable(record) for pattern, record in records.items()}


def text() -> str:
    """Return the schema as it stands in the tracked file."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    (home() / "schema.json").write_text(text(), encoding="utf-8")
