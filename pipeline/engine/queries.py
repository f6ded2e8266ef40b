"""The portable SQL that adds people up: the same text on every engine.

Nothing here but CASE, COALESCE, COUNT, SUM, GROUPING SETS and DECIMAL(38, 0). The tables
`pairs` and `between` are views that the engine makes beforehand. Sums are of integers, so the
order of rows and the number of threads change nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.engine.base import ALL, Slots

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SUMS = ("n", "sx", "sy", "sxx", "syy", "sxy", "nb", "sb", "sbb", "na", "sa", "saa")
"""Sums of pairs (x before, y after), then of everyone before, then of everyone after."""

SINGLE_SUMS = ("n", "sx", "sxx")
"""Sums of one period."""

PAIR_SPREADS = {
    "vxx": ("n", "sxx", "sx", "sx"),
    "vyy": ("n", "syy", "sy", "sy"),
    "vxy": ("n", "sxy", "sx", "sy"),
    "vbb": ("nb", "sbb", "sb", "sb"),
    "vaa": ("na", "saa", "sa", "sa"),
}
"""Spread = count times sum of products less product of sums."""

SINGLE_SPREADS = {"vxx": ("n", "sxx", "sx", "sx")}

_WHOLE = "DECIMAL(38, 0)"
_LIMB = 2**53
_COMBINATIONS = 4096
_SURE = "2e31"
"""Below it four times a spread stays under 2^106: two limbs of 53 bits hold it exactly."""


def pair_sums(
    slots: Slots, wanted: Sequence[int], *, is_long: bool, table: str = "pairs", by: str = ""
) -> str:
    """Sums of every measure by group and slot, over pairs and over each period alone.

    `is_long` says that the square of a stored integer may not fit 64 bits; `by` names a further
    column to keep apart.
    """
    keys = ("measure", by) if by else ("measure",)
    who = "CASE WHEN after IS NULL THEN 1 WHEN before IS NULL THEN 2 ELSE 0 END"
    sums = (
        "COUNT(*) AS n, SUM(before) AS sx, SUM(after) AS sy, "
        f"SUM({_product('before', 'before', is_long=is_long)}) AS sxx, "
        f"SUM({_product('after', 'after', is_long=is_long)}) AS syy, "
        f"SUM({_product('before', 'after', is_long=is_long)}) AS sxy"
    )
    rows = (
        f"SELECT *, {who} AS who FROM {table} WHERE measure IN ({_listed(wanted)}) "
        "AND (before IS NOT NULL OR after IS NOT NULL)"
    )
    parts = [(name, name, "who = 0") for name in SUMS[:6]]
    parts += [("nb", "n", "who < 2"), ("sb", "sx", "who < 2"), ("sbb", "sxx", "who < 2")]
    parts += [("na", "n", "who <> 1"), ("sa", "sy", "who <> 1"), ("saa", "syy", "who <> 1")]
    merged = ", ".join(f"SUM(CASE WHEN {when} THEN {s} ELSE 0 END) AS {t}" for t, s, when in parts)
    return _merged(slots, _by_slot(slots, rows, (*keys, "who"), sums), keys, merged)


def between_sums(
    slots: Slots, wanted: Sequence[int], *, is_long: bool, table: str = "between_", by: str = ""
) -> str:
    """Sums of every measure by middle period, group and slot."""
    square = _product("value", "value", is_long=is_long)
    sums = f"COUNT(*) AS n, SUM(value) AS sx, SUM({square}) AS sxx"
    rows = f"SELECT * FROM {table} WHERE measure IN ({_listed(wanted)})"
    merged = "SUM(n) AS n, SUM(sx) AS sx, SUM(sxx) AS sxx"
    keys = ("measure", "period", by) if by else ("measure", "period")
    return _merged(slots, _by_slot(slots, rows, keys, sums), keys, merged)


def pair_answers(slots: Slots, wanted: Sequence[int]) -> str:
    """People by answer before and answer after, by measure, group and slot."""
    rows = f"SELECT * FROM pairs WHERE measure IN ({_listed(wanted)})"
    keys = ("measure", "before", "after")
    return _merged(slots, _by_slot(slots, rows, keys, "COUNT(*) AS n"), keys, "SUM(n) AS n")


def between_answers(slots: Slots, wanted: Sequence[int]) -> str:
    """People by answer in a middle period, by measure, group and slot."""
    rows = f"SELECT * FROM between_ WHERE measure IN ({_listed(wanted)})"
    keys = ("measure", "period", "value")
    return _merged(slots, _by_slot(slots, rows, keys, "COUNT(*) AS n"), keys, "SUM(n) AS n")


def spreads(table: str, keys: Sequence[str], formulas: Mapping[str, tuple[str, ...]]) -> str:
    """Sums and spreads of the cells whose spreads are sure to fit, as integers and doubles.

    A spread is reckoned in whole numbers. Its upper and its lower 53 bits are each exact as a
    double, so their sum is the one and only rounding, the same on every engine.
    """
    plain = dict.fromkeys(part for f in formulas.values() for part in (f[0], *f[2:]))
    chosen = [*keys, *(f"CAST({name} AS BIGINT) AS {name}" for name in plain)]
    chosen += [f"{_as_double(v)} AS {v}" for v in _names(formulas)]
    whole = [f"{_spread(f)} AS {name}" for name, f in formulas.items()]
    inner = f"SELECT {', '.join([*keys, *plain, *whole])} FROM {table} WHERE {_fits(formulas)}"
    return f"SELECT {', '.join(chosen)} FROM (SELECT *{_change(formulas)} FROM ({inner}) AS w) AS v"


def leftovers(table: str, keys: Sequence[str], formulas: Mapping[str, tuple[str, ...]]) -> str:
    """The sums of the other cells, as text, to be finished in integers of any length."""
    names = dict.fromkeys(part for formula in formulas.values() for part in formula)
    texts = (f"CAST({name} AS VARCHAR(60)) AS {name}" for name in names)
    return f"SELECT {', '.join([*keys, *texts])} FROM {table} WHERE NOT ({_fits(formulas)})"


def clustered(
    table: str, values: Sequence[str], slots: Slots, cluster: str, cuts: Mapping[int, int]
) -> str:
    """The rows of a table with their cluster, an ordered answer as whether it reaches a cut.

    `cuts` holds the smallest stored integer that counts, by measure.
    """
    cases = "".join(f"WHEN {code} THEN {least} " for code, least in cuts.items())
    chosen = ["measure", "arm", *(_quoted(f"g_{name}") for name in slots.starts)]
    for name in values:
        least = f"CASE measure {cases}END" if cases else "NULL"
        cut = f"CASE WHEN {name} IS NULL THEN NULL WHEN {name} >= {least} THEN 1 ELSE 0 END"
        chosen.append(f"{cut} AS {name}" if cases else name)
    period = ", period" if len(values) == 1 else ""
    return f"SELECT {', '.join(chosen)}{period}, {_quoted(f'g_{cluster}')} AS cl FROM {table}"


def people(columns: Sequence[str], measure: int) -> str:
    """The people of both groups with a value before.

    In an order that their values alone decide: codes of people hang on a secret key, and who is
    matched with whom, or drawn first, must not.
    """
    codes = [_quoted(f"g_{name}") for name in columns]
    after = ["COALESCE(after, 0) AS after", "after IS NOT NULL AS is_paired"]
    chosen = ["arm", "before", *after, *codes]
    order = ["arm", "before", "is_paired", "after", *codes]
    return (
        f"SELECT {', '.join(chosen)} FROM pairs WHERE measure = {int(measure)} AND arm IN (0, 1) "
        f"AND before IS NOT NULL ORDER BY {', '.join(order)}"
    )


def people_of_period(columns: Sequence[str], measure: int, period: str) -> str:
    """The people of both groups with a value in one of both periods, ordered by values alone."""
    if period not in {"before", "after"}:
        raise ValueError(period)
    chosen = ["arm", f"{period} AS value", *(_quoted(f"g_{name}") for name in columns)]
    order = ["arm", "value", *(_quoted(f"g_{name}") for name in columns)]
    return (
        f"SELECT {', '.join(chosen)} FROM pairs WHERE measure = {int(measure)} AND arm IN (0, 1) "
        f"AND {period} IS NOT NULL ORDER BY {', '.join(order)}"
    )


def changed(measure: int) -> str:
    """People with a value before and after."""
    return (
        f"SELECT person, arm, before, after FROM pairs WHERE measure = {int(measure)} "
        "AND before IS NOT NULL AND after IS NOT NULL ORDER BY before, after, arm, person"
    )


def changes(measures: Sequence[int], cluster: str = "") -> str:
    """How many people changed by how much, by measure and arm, and by cluster if one is named."""
    wanted = ", ".join(str(int(code)) for code in measures)
    named = f", {_quoted(f'g_{cluster}')} AS cl" if cluster else ""
    return (
        f"SELECT measure, arm, after - before AS change{named}, CAST(COUNT(*) AS DOUBLE) AS n "
        f"FROM pairs WHERE measure IN ({wanted}) AND before IS NOT NULL AND after IS NOT NULL "
        "GROUP BY ALL ORDER BY ALL"
    )


def as_doubles(table: str, keys: Sequence[str], names: Sequence[str]) -> str:
    """Whole numbers of any length as the nearest doubles, the same on every engine."""
    inner = ", ".join([*keys, *(f"CAST({name} AS {_WHOLE}) AS {name}" for name in names)])
    chosen = [*keys, *(f"{_as_double(name)} AS {name}" for name in names)]
    return f"SELECT {', '.join(chosen)} FROM (SELECT {inner} FROM ({table}) AS s) AS w"


def roster(table: str, columns: Sequence[str]) -> str:
    """People by arm, overall and by each column of the roster; everyone has arm 2."""
    names = [f'"{name.replace(chr(34), chr(34) * 2)}"' for name in columns]
    sets = ["(arm)", "()", *(f"(arm, {name})" for name in names), *(f"({name})" for name in names)]
    told = [
        f"CASE WHEN GROUPING({name}) = 0 THEN {name} ELSE '' END AS level_{at}, "
        f"CASE WHEN GROUPING({name}) = 0 THEN 1 ELSE 0 END AS is_{at}"
        for at, name in enumerate(names)
    ]
    arm = f"CASE WHEN GROUPING(arm) = 1 THEN {ALL} ELSE arm END AS grp"
    head = ", ".join([arm, *told, "COUNT(*) AS n"])
    return f"SELECT {head} FROM {table} GROUP BY GROUPING SETS ({', '.join(sets)})"


def _by_slot(slots: Slots, rows: str, keys: Sequence[str], sums: str) -> str:
    """One pass over the rows: each bundle of breakdowns is one grouping set."""
    fixed = ", ".join([*keys, "arm"])
    bundles = [[_quoted(f"g_{name}") for name in bundle] for bundle in _bundles(slots)]
    columns = [column for bundle in bundles for column in bundle]
    sets = [f"({', '.join([fixed, *bundle])})" for bundle in bundles]
    first = f"GROUPING({bundles[0][0]})" if columns else "0"
    chosen = ", ".join([fixed, *columns, f"{first} AS later"])
    return f"SELECT {chosen}, {sums} FROM ({rows}) AS r GROUP BY GROUPING SETS ({', '.join(sets)})"


def _bundles(slots: Slots) -> list[list[str]]:
    """Breakdowns counted together: few combinations, so few rows are left for the next step."""
    bundles: list[list[str]] = [[]]
    size = 1
    for name, levels in slots.widths.items():
        if size * (levels + 1) > _COMBINATIONS and bundles[-1]:
            bundles.append([])
            size = 1
        bundles[-1].append(name)
        size *= levels + 1
    return bundles


def _merged(slots: Slots, bundled: str, keys: Sequence[str], sums: str) -> str:
    """Sums of sums: each breakdown by itself, the arms, and everyone.

    A row of one bundle has no value in the columns of another; the whole is counted once, from
    the first bundle.
    """
    fixed = ", ".join(keys)
    columns = {_quoted(f"g_{name}"): start for name, start in slots.starts.items()}
    cuts = [fixed, *(f"{fixed}, {column}" for column in columns)]
    sets = [f"({cut}, later{arm})" for cut in cuts for arm in ("", ", arm")]
    cases = "".join(
        f"WHEN GROUPING({column}) = 0 THEN {start} + {column} " for column, start in columns.items()
    )
    known = "".join(
        f"WHEN GROUPING({column}) = 0 THEN COALESCE({column}, -1) " for column in columns
    )
    query = (
        f"SELECT {fixed}, CASE {cases}WHEN 1 = 1 THEN 0 END AS slot, "
        f"CASE {known}WHEN 1 = 1 THEN -later END AS level, "
        f"CASE WHEN GROUPING(arm) = 1 THEN {ALL} ELSE arm END AS grp, {sums} "
        f"FROM ({bundled}) AS b GROUP BY GROUPING SETS ({', '.join(sets)})"
    )
    return f"SELECT * FROM ({query}) AS m WHERE grp >= 0 AND level >= 0"


def _product(left: str, right: str, *, is_long: bool) -> str:
    if is_long:
        return f"CAST({left} AS DECIMAL(19, 0)) * CAST({right} AS DECIMAL(19, 0))"
    return f"{left} * {right}"


def _spread(formula: tuple[str, ...]) -> str:
    n, products, left, right = (f"CAST({name} AS {_WHOLE})" for name in formula)
    return f"{n} * {products} - {left} * {right}"


def _names(formulas: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [*formulas, "vdd"] if "vxy" in formulas else [*formulas]


def _change(formulas: Mapping[str, tuple[str, ...]]) -> str:
    return ", vxx + vyy - 2 * vxy AS vdd" if "vxy" in formulas else ""


def _as_double(name: str) -> str:
    limb = f"CAST({_LIMB} AS {_WHOLE})"
    return f"CAST({name} - {name} % {limb} AS DOUBLE) + CAST({name} % {limb} AS DOUBLE)"


def _fits(formulas: Mapping[str, tuple[str, ...]]) -> str:
    squares = [f for f in formulas.values() if f[2] == f[3]]
    return " AND ".join(
        f"CAST({n} AS DOUBLE) * CAST({products} AS DOUBLE) < {_SURE}" for n, products, *_ in squares
    )


def _listed(codes: Sequence[int]) -> str:
    return ", ".join(str(int(code)) for code in codes)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
