"""Small studies with their tidy tables, written as ingest writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from pipeline.compare.stage import compare
from pipeline.engine.session import Session
from pipeline.study.schema import Study
from pipeline.tables.pairs import BETWEEN, CODES, MEASURES, PAIRS
from pipeline.tables.schema import Rows
from pipeline.tables.tidy import ACTIVITIES, RESPONSES, SEGMENTS, STUDENTS, TOTALS, WAVES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

PERIODS = [
    {"id": "Y1", "starts": "2022-08-01", "ends": "2023-06-01", "role": "before"},
    {"id": "Y2", "starts": "2023-08-01", "ends": "2024-06-01"},
    {"id": "Y3", "starts": "2024-08-01", "ends": "2025-06-01", "role": "after"},
]
ROSTER = {"kind": "roster", "files": ["r.csv"], "columns": {"student_id": "id"}}
METRICS = {"kind": "metrics", "files": ["m.csv"], "columns": {"student_id": "id"}}
OUTCOME = {"label": "Score", "from": "m.score", "type": "continuous", "better": "higher"}


def study_of(**parts: Any) -> Study:
    """A study of one outcome, unless parts say otherwise."""
    whole: dict[str, Any] = {
        "version": "1",
        "study": {"title": "T", "partners": [{"id": "p", "name": "P"}]},
        "periods": PERIODS,
        "design": {"kind": "one-group"},
        "sources": {"roster": ROSTER, "m": METRICS},
        "outcomes": {"score": OUTCOME},
    }
    return Study.model_validate(whole | parts)


class House:
    """Writes the tables of a study and compares."""

    METRICS, ROSTER, PERIODS, OUTCOME = METRICS, ROSTER, PERIODS, OUTCOME

    def __init__(self, session: Session, folder: Path) -> None:
        self.session, self.folder = session, folder

    def compare(
        self,
        study: Study,
        people: Sequence[Mapping[str, Any]] = (),
        *,
        measures: Sequence[Mapping[str, Any]] = ({"name": "m.score"},),
        students: Sequence[Mapping[str, Any]] | None = None,
        **tables: Sequence[Mapping[str, Any]],
    ) -> Rows:
        """Estimates of people with `measure`, `arm`, `Y1`.. values and breakdown columns."""
        columns = self._codes(study, people)
        plain = {"low": -9e4, "high": 9e4, "linkable": True, "source": "m"}
        listed = [plain | {"code": at} | dict(each) for at, each in enumerate(measures)]
        self._write("measures", MEASURES, listed)
        self._pairs(study, people, columns)
        self._students(people if students is None else students, tuple(columns))
        declared = {
            "totals": TOTALS, "waves": WAVES, "activities": ACTIVITIES, "responses": RESPONSES,
            "segments": SEGMENTS,
        }  # fmt: skip
        for name, table in declared.items():
            self._write(name, table, tables.get(name, ()))
        return compare(study, tables=self.path, session=self.session)

    @staticmethod
    def study(**parts: Any) -> Study:
        return study_of(**parts)

    @staticmethod
    def found(rows: Rows, identity: str) -> dict[str, Any]:
        return next(row for row in rows.records() if row["id"] == identity)

    @staticmethod
    def people(
        before: Sequence[int | None], after: Sequence[int | None], **more: Any
    ) -> list[dict[str, Any]]:
        pairs = zip(before, after, strict=True)
        return [{"Y1": x, "Y3": y, **more} for x, y in pairs]

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"

    def _codes(
        self, study: Study, people: Sequence[Mapping[str, Any]]
    ) -> dict[str, dict[str, int]]:
        goals = (name for goal in study.goals for name in goal.where)
        cluster = (study.design.cluster,) if study.design.cluster else ()
        match = study.design.match
        on = () if match is None else (*match.on, *match.exact)
        names = dict.fromkeys(
            (*study.design.subgroups, *goals, *cluster, *study.design.adjust_for, *on)
        )
        columns = {
            name: {
                label: at
                for at, label in enumerate(sorted({p[name] for p in people if p.get(name)}))
            }
            for name in names
        }
        records = [
            {"column": name, "code": code, "label": label}
            for name, labels in columns.items()
            for label, code in labels.items()
        ]
        self._write("codes", CODES, records)
        return columns

    def _pairs(
        self,
        study: Study,
        people: Sequence[Mapping[str, Any]],
        columns: Mapping[str, Mapping[str, int]],
    ) -> None:
        ids = [period.id for period in study.periods]
        roles = [p.id if p else "" for p in (study.role("before"), study.role("after"))]
        pairs: list[dict[str, Any]] = []
        between: list[dict[str, Any]] = []
        for at, person in enumerate(people):
            common = {"measure": person.get("measure", 0), "person": at}
            common |= {"arm": person.get("arm", 1)}
            common |= {f"g_{n}": codes.get(person.get(n, ""), -1) for n, codes in columns.items()}
            pairs.append(common | {"before": person.get(roles[0]), "after": person.get(roles[1])})
            between += [
                common | {"period": ids.index(name), "value": person[name]}
                for name in ids
                if name not in roles and person.get(name) is not None
            ]
        beyond = [f"g_{name}" for name in columns]
        kept = [p for p in pairs if p["before"] is not None or p["after"] is not None]
        self._write_whole("pairs", [*PAIRS.names, *beyond], kept)
        self._write_whole("between", [*BETWEEN.names, *beyond], between)

    def _students(self, people: Sequence[Mapping[str, Any]], columns: tuple[str, ...]) -> None:
        records = [{"person": at, "arm": p.get("arm", 1)} for at, p in enumerate(people)]
        rows = Rows.of(STUDENTS, records)
        beyond = {
            name: np.array([p.get(name, "") for p in people], dtype=object) for name in columns
        }
        whole = Rows({**rows.columns, **beyond})
        self.session.write_rows(STUDENTS, whole, self.path("students"))

    def _write(self, name: str, table: Any, records: Sequence[Mapping[str, Any]]) -> None:
        self.session.write_rows(table, Rows.of(table, records), self.path(name))

    def _write_whole(self, name: str, columns: list[str], records: list[dict[str, Any]]) -> None:
        masked = {
            column: np.ma.MaskedArray(
                [record[column] or 0 for record in records],
                mask=np.array([record[column] is None for record in records], dtype=bool),
                dtype=np.int64,
            )
            for column in columns
        }
        self.session.register("_whole", Rows(masked))
        chosen = ", ".join(f'CAST("{column}" AS BIGINT) AS "{column}"' for column in columns)
        query = f"SELECT {chosen} FROM _whole"  # noqa: S608
        self.session.write_parquet(query, self.path(name))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with Session() as session:
        yield House(session, tmp_path_factory.mktemp("house"))
