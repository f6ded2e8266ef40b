"""The JSON Schema for editors, the sections for fingerprints, the catalogue of problems."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.study.json_schema import json_schema
from pipeline.study.kinds.all import KINDS
from pipeline.study.schema import Study
from pipeline.study.sections import SECTIONS, section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Load = Callable[..., Study]

ROOT = Path(__file__).parents[2]
COPY = ROOT / "docs" / "study.schema.json"


def keys(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key of the schema with what is said of it."""
    if isinstance(schema, dict):
        for name, said in schema.get("properties", {}).items():
            yield f"{path}.{name}", said
        for name, part in schema.items():
            yield from keys(part, f"{path}/{name}")
    elif isinstance(schema, list):
        for part in schema:
            yield from keys(part, path)


class TestJsonSchema:
    def test_the_copy_in_the_docs_is_current(self) -> None:
        assert COPY.read_text(encoding="utf-8") == json_schema()

    def test_it_is_the_same_text_every_time(self) -> None:
        assert json_schema() == json_schema()

    def test_it_says_which_dialect_it_is(self) -> None:
        made = json.loads(json_schema())
        assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert made["required"] == ["version", "study", "periods", "design", "sources", "outcomes"]

    def test_every_key_has_a_description(self) -> None:
        # A key that says the same as the block behind it leaves the words to the block.
        every = keys(json.loads(json_schema()))
        bare = [path for path, said in every if not (said.get("description") or "$ref" in said)]
        assert bare == []

    def test_no_block_takes_keys_it_does_not_know(self) -> None:
        blocks = json.loads(json_schema())["$defs"].values()
        assert all(block["additionalProperties"] is False for block in blocks)

    def test_free_text_may_be_any_scalar_because_editors_type_it_first(self) -> None:
        parts = json.loads(json_schema())["$defs"]
        scalar = ["string", "number", "boolean"]
        assert parts["Period"]["properties"]["id"]["type"] == scalar
        assert parts["Period"]["properties"]["starts"]["type"] == "string"
        assert parts["Roster"]["properties"]["files"]["anyOf"][0]["type"] == scalar

    def test_every_reference_in_it_leads_somewhere(self) -> None:
        text = json_schema()
        wanted = set(re.findall(r'"#/\$defs/(\w+)"', text))
        assert wanted <= set(json.loads(text)["$defs"])


class TestSections:
    @pytest.mark.parametrize("name", SECTIONS)
    def test_a_section_is_canonical_json(self, loaded: Load, name: str) -> None:
        said = section(loaded(), name)
        canonical = json.dumps(json.loads(said), ensure_ascii=False, separators=(",", ":"))
        assert said == canonical.encode()

    def test_every_top_level_key_is_a_section(self) -> None:
        assert set(SECTIONS) == {*Study.model_fields, "where"}

    def test_comments_and_quotes_change_nothing(self, loaded: Load) -> None:
        other = loaded(("title: Mentoring", "title: 'Mentoring'  # as agreed"))
        assert all(section(other, name) == section(loaded(), name) for name in SECTIONS)

    def test_a_goal_reworded_changes_goals_and_nothing_else(self, loaded: Load) -> None:
        other = loaded(("Meet ten times a year.", "Meet every month but two."))
        changed = [name for name in SECTIONS if section(other, name) != section(loaded(), name)]
        assert changed == ["goals"]

    def test_a_goal_on_another_breakdown_changes_what_is_read(self, loaded: Load) -> None:
        other = loaded(('where: {frl: ["Y"]}', "where: {grade: [9]}"))
        assert section(loaded(), "where") == b'["frl"]'
        assert section(other, "where") == b'["grade"]'

    def test_the_order_of_measures_counts(self, loaded: Load) -> None:
        rate = "      rate: 100 * (1 - absent / enrolled)\n"
        chronic = "      chronic: absent / enrolled >= 0.10\n"
        other = loaded((rate + chronic, chronic + rate))
        assert section(other, "sources") != section(loaded(), "sources")

    def test_an_unknown_section_is_an_error(self, loaded: Load) -> None:
        with pytest.raises(KeyError):
            section(loaded(), "people")


class TestCatalogue:
    def test_every_code_is_used_once(self) -> None:
        codes = [kind.code for kind in KINDS]
        assert len(set(codes)) == len(codes)

    @pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
    def test_every_kind_explains_itself_in_sentences(self, kind: Any) -> None:
        assert re.fullmatch(r"[SG]\d{3}", kind.code)
        assert kind.found
        assert kind.remedy
        assert kind.explains.endswith(".")
        assert len(kind.explains.split()) > 12
