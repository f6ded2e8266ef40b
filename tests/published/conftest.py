from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from pipeline.statistics.effect_sizes import d_av
from pipeline.statistics.means import paired_t

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.statistics.moments import PairedMoments

DATA = Path(__file__).parents[1] / "data"


def records(path: str) -> list[dict[str, str]]:
    """The rows of a file of tests/data."""
    with (DATA / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def table() -> Callable[[str], list[dict[str, str]]]:
    """Reads a csv of tests/data."""
    return records


@pytest.fixture(scope="session")
def expected() -> Callable[[str], dict[str, Any]]:
    """Reads the known answers of a study."""
    return lambda study: dict(
        json.loads((DATA / study / "expected.json").read_text(encoding="utf-8"))
    )


@pytest.fixture(scope="session")
def numbers() -> Callable[[list[dict[str, str]], str], Any]:
    """A column as numbers, NaN where empty."""
    return lambda rows, name: np.array([float(row[name]) if row[name] else np.nan for row in rows])


@pytest.fixture(scope="session")
def told_of_change() -> Callable[[PairedMoments], dict[str, float]]:
    """What the files of known answers hold of a paired change, in our figures."""

    def tell(pairs: PairedMoments) -> dict[str, float]:
        found = paired_t(pairs)
        told = {
            "n": pairs.n,
            "mean_before": pairs.mean_before,
            "mean_after": pairs.mean_after,
            "sd_before": np.sqrt(pairs.var_before),
            "sd_after": np.sqrt(pairs.var_after),
            "r": pairs.cov / np.sqrt(pairs.var_before * pairs.var_after),
            "estimate": found.estimate,
            "std_error": found.std_error,
            "statistic": found.statistic,
            "df": found.df,
            "p_value": found.p_value,
            "conf_low": found.conf_low,
            "conf_high": found.conf_high,
            "d_av": d_av(pairs).effect,
        }
        return {name: float(value[0]) for name, value in told.items()}

    return tell
