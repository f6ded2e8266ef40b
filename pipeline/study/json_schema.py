"""The study file as a JSON Schema, for editors that check while one types."""

from __future__ import annotations

import json
from typing import Any, Final

from pipeline.study.schema import Study

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
SCALARS: Final = ["string", "number", "boolean"]
KEPT: Final = ("pattern", "const", "enum", "format")


def json_schema() -> str:
    """The JSON Schema 2020-12 of study.yaml, the same text for the same version.

    An editor types a bare 0012 or yes before it looks at the schema, so free text may be any
    scalar here; lists of texts may be a single one, as in the study file.
    """
    made = Study.model_json_schema()
    whole = {"$schema": DIALECT, "title": "study.yaml of Partnership Outcomes", **_eased(made)}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _eased(part: Any) -> Any:
    """The same schema as an editor should apply it, without titles made from key names."""
    if isinstance(part, list):
        return [_eased(one) for one in part]
    if not isinstance(part, dict):
        return part
    eased = {key: _eased(value) for key, value in part.items() if not _is_title(key, value)}
    if eased.get("type") == "string" and not any(key in eased for key in KEPT):
        return {**eased, "type": SCALARS}
    items = eased.get("items")
    if eased.get("type") == "array" and isinstance(items, dict) and items.get("type") == SCALARS:
        about = {key: eased.pop(key) for key in ("description", "default") if key in eased}
        return {**about, "anyOf": [items, eased]}
    return eased


def _is_title(key: str, value: Any) -> bool:
    """A title that the models made; a key of the study file called title is a block."""
    return key == "title" and isinstance(value, str)
