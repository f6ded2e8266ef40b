"""The engine that runs in the process itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.engine import queries
from pipeline.engine.base import GROUPS, Answers, ByCluster, Cells, Singles
from pipeline.engine.session import identifier, quoted, spelled
from pipeline.engine.units import cluster_sums, in_units, position_of, whole
from pipeline.tables.schema import Rows
from pipeline.tables.tidy import attribute

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from pipeline.engine.base import Slots, Store
    from pipeline.engine.session import Session

_LARGEST = 2**63 - 1


class OnDuckdb:
    """Adds people up in the database of a session."""

    name = "duckdb"

    def __init__(self, session: Session) -> None:
        """An engine over one session."""
        self._session = session

    def cells(self, store: Store) -> Cells:
        """Exact sums of every wanted measure, by group and slot."""
        self._open(store)
        is_long = store.magnitude() ** 2 > _LARGEST
        shape = (len(store.wanted), len(GROUPS), len(store.slots))
        pairs = self._spreads(
            queries.pair_sums(store.slots, store.wanted, is_long=is_long),
            ("measure", "slot", "grp"),
            queries.PAIR_SPREADS,
        )
        middle = self._spreads(
            queries.between_sums(store.slots, store.wanted, is_long=is_long),
            ("measure", "period", "slot", "grp"),
            queries.SINGLE_SPREADS,
        )
        offsets = store.measures["offset"].astype(np.int64)
        position = {code: at for at, code in enumerate(store.wanted)}
        one = _Dense(pairs, position, shape, offsets)
        return Cells(
            position=position,
            units=10.0 ** store.measures["decimals"][list(store.wanted)].astype(np.float64),
            before=one.singles("nb", "sb", "vbb"),
            after=one.singles("na", "sa", "vaa"),
            paired_before=one.singles("n", "sx", "vxx"),
            paired_after=one.singles("n", "sy", "vyy"),
            co_spread=one.filled("vxy"),
            change_spread=one.filled("vdd"),
            between={
                period: _Dense(
                    middle.take(middle["period"] == period), position, shape, offsets
                ).singles("n", "sx", "vxx")
                for period in store.middle
            },
        )

    def by_cluster(
        self, store: Store, cluster: str, cuts: Mapping[int, int]
    ) -> Mapping[int, ByCluster]:
        """Sums by the levels of one breakdown, by code of the measure."""
        self._open(store)
        offsets = store.measures["offset"].astype(np.int64)
        least = {code: cut - int(offsets[code]) for code, cut in cuts.items()}
        is_long = store.magnitude() ** 2 > _LARGEST
        for name, values in (("pairs", ("before", "after")), ("between_", ("value",))):
            query = queries.clustered(name, values, store.slots, cluster, least)
            self._session.execute(f"CREATE OR REPLACE TEMP VIEW by_{name} AS {query}")
        sums = queries.pair_sums(
            store.slots, store.wanted, is_long=is_long, table="by_pairs", by="cl"
        )
        pairs = self._doubles(sums, ("measure", "cl", "slot", "grp"), queries.SUMS)
        sums = queries.between_sums(
            store.slots, store.wanted, is_long=is_long, table="by_between_", by="cl"
        )
        keys = ("measure", "period", "cl", "slot", "grp")
        middle = self._doubles(sums, keys, queries.SINGLE_SUMS)
        found = {}
        for code in store.wanted:
            unit = 1.0 if code in cuts else 10.0 ** float(store.measures["decimals"][code])
            origin = 0.0 if code in cuts else float(offsets[code]) / unit
            mine = middle.take(middle["measure"] == code)
            found[code] = ByCluster(
                compared=cluster_sums(pairs.take(pairs["measure"] == code), unit, origin),
                between={
                    period: cluster_sums(mine.take(mine["period"] == period), unit, origin)
                    for period in store.middle
                },
            )
        return found

    def people_before(
        self, store: Store, columns: Sequence[str], cuts: Mapping[int, int]
    ) -> Mapping[int, Rows]:
        """People of both groups who were measured before, by code of the measure."""
        self._open(store)
        found = {}
        for code in store.wanted:
            rows = self._session.rows(queries.people(columns, code))
            found[code] = in_units(store, rows, code, cuts, ("before", "after"))
        return found

    def people_of_period(
        self, store: Store, columns: Sequence[str], cuts: Mapping[int, int], period: str
    ) -> Mapping[int, Rows]:
        """People of both groups who were measured before, or after."""
        self._open(store)
        found = {}
        for code in store.wanted:
            rows = self._session.rows(queries.people_of_period(columns, code, period))
            found[code] = in_units(store, rows, code, cuts, ("value",))
        return found

    def changed(self, store: Store, measures: Sequence[int]) -> Mapping[int, Rows]:
        """People measured twice, by code of the measure."""
        self._open(store)
        found = {}
        for code in measures:
            rows = self._session.rows(queries.changed(code))
            found[code] = in_units(store, rows, code, {}, ("before", "after"))
        return found

    def changes(
        self, store: Store, measures: Sequence[int], cluster: str = ""
    ) -> Mapping[int, Rows]:
        """How many people changed by how much, by code of the measure and arm."""
        if not measures:
            return {}
        self._open(store)
        rows = self._session.rows(queries.changes(measures, cluster))
        found = {}
        for code in measures:
            mine = rows.take(rows["measure"] == code)
            unit = 10.0 ** float(store.measures["decimals"][code])
            found[code] = Rows({**mine.columns, "change": mine["change"] / unit})
        return found

    def _doubles(self, sums: str, keys: Sequence[str], names: Sequence[str]) -> Rows:
        order = ", ".join(keys)
        return self._session.rows(f"{queries.as_doubles(sums, keys, names)} ORDER BY {order}")

    def answers(self, store: Store, options: Mapping[int, int]) -> Answers:
        """Answer counts of ordered items; `options` is the number of answers by measure."""
        if not options:
            return Answers(pairs={}, between={})
        self._open(store)
        shape = (len(GROUPS), len(store.slots))
        pairs = self._session.rows(queries.pair_answers(store.slots, tuple(options)))
        middle = self._session.rows(queries.between_answers(store.slots, tuple(options)))
        offsets = store.measures["offset"]
        tables, lists = {}, {}
        for code, k in options.items():
            mine = pairs.take(pairs["measure"] == code)
            table = np.zeros((*shape, k + 1, k + 1))
            first, then = (position_of(mine[c], k, int(offsets[code])) for c in ("before", "after"))
            table[whole(mine["grp"]), whole(mine["slot"]), first, then] = mine["n"]
            tables[code] = table
            for period in store.middle:
                here = middle.take((middle["measure"] == code) & (middle["period"] == period))
                given = np.zeros((*shape, k + 1))
                answer = position_of(here["value"], k, int(offsets[code]))
                given[whole(here["grp"]), whole(here["slot"]), answer] = here["n"]
                lists[code, period] = given[..., :k]
        return Answers(pairs=tables, between=lists)

    def people(
        self, students: Path, slots: Slots, only: Sequence[int] | None = None
    ) -> NDArray[np.float64]:
        """People in the roster, shape (groups, slots); with `only` those of some codes."""
        self._session.execute(_view("roster_", students))
        if only is not None:
            self._session.register("_only", Rows({"person": np.asarray(only, dtype=np.int64)}))
            self._session.execute(_view("_roster_whole", students))
            self._session.execute(
                "CREATE OR REPLACE TEMP VIEW roster_ AS SELECT * FROM _roster_whole "
                "WHERE person IN (SELECT person FROM _only)"
            )
        names = set(self._session.rows("SELECT * FROM roster_ LIMIT 0").columns)
        columns = [name for name in slots.starts if attribute(name) in names]
        asked = [attribute(name) for name in columns]
        rows = self._session.rows(queries.roster("roster_", asked))
        counted = np.zeros((len(GROUPS), len(slots)))
        known = zip(slots.column, slots.level, strict=True)
        places = {cut: at for at, cut in enumerate(known)}
        for record in rows.records():
            cuts = enumerate(columns)
            told = [(name, record[f"level_{at}"]) for at, name in cuts if record[f"is_{at}"]]
            place = places.get(told[0] if told else ("", ""))
            if place is not None and record["grp"] >= 0:
                counted[int(record["grp"]), place] = record["n"]
        return counted

    def _open(self, store: Store) -> None:
        self._session.execute(_view("pairs", store.pairs))
        self._session.execute(_view("between_", store.between))

    def _spreads(
        self, sums: str, keys: Sequence[str], formulas: Mapping[str, tuple[str, ...]]
    ) -> Rows:
        """Sums and spreads of all cells, those beyond 106 bits by integers of any length."""
        self._session.execute(f"CREATE OR REPLACE TEMP TABLE sums_ AS {sums}")
        sure = self._session.rows(queries.spreads("sums_", keys, formulas))
        rest = self._session.rows(queries.leftovers("sums_", keys, formulas))
        self._session.execute("DROP TABLE sums_")
        if not len(rest):
            return sure
        finished = finish(rest, keys, formulas)
        return Rows({name: np.concatenate([sure[name], finished[name]]) for name in sure.columns})


def finish(rest: Rows, keys: Sequence[str], formulas: Mapping[str, tuple[str, ...]]) -> Rows:
    """The algebra of `queries.spreads` in Python integers, which know no limit."""
    names = dict.fromkeys(part for formula in formulas.values() for part in formula)
    whole = {name: np.array([int(text) for text in rest[name]], dtype=object) for name in names}
    spread = {
        name: whole[n] * whole[products] - whole[left] * whole[right]
        for name, (n, products, left, right) in formulas.items()
    }
    if "vxy" in spread:
        spread["vdd"] = spread["vxx"] + spread["vyy"] - 2 * spread["vxy"]
    return Rows(
        {
            **{key: rest[key] for key in keys},
            **whole,
            **{name: values.astype(np.float64) for name, values in spread.items()},
        }
    )


class _Dense:
    """Puts rows of cells into arrays of shape (measures, groups, slots)."""

    def __init__(
        self,
        rows: Rows,
        position: Mapping[int, int],
        shape: tuple[int, ...],
        offsets: NDArray[np.int64],
    ) -> None:
        lookup = np.full(max(position, default=0) + 1, -1)
        lookup[list(position)] = list(position.values())
        measure = whole(rows["measure"])
        self._rows, self._shape, self._offset = rows, shape, offsets[measure]
        self._at = (lookup[measure], whole(rows["grp"]), whole(rows["slot"]))

    def filled(self, name: str) -> NDArray[np.float64]:
        """One column, 0 where no row is."""
        return self._put(self._rows[name])

    def singles(self, n: str, total: str, spread: str) -> Singles:
        """Counts, totals with the offset added back, and spreads."""
        people = self._rows[n]
        return Singles(
            n=self._put(people),
            total=self._put(self._rows[total] + people * self._offset),
            spread=self._put(self._rows[spread]),
        )

    def _put(self, values: NDArray[Any]) -> NDArray[np.float64]:
        full = np.zeros(self._shape)
        full[self._at] = values.astype(np.float64)
        return full


def _view(name: str, path: Path) -> str:
    source = f"SELECT * FROM read_parquet({quoted(spelled(path))})"
    return f"CREATE OR REPLACE TEMP VIEW {identifier(name)} AS {source}"
