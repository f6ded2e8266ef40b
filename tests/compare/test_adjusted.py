"""Contrasts adjusted for columns of the roster, against regressions of statsmodels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from pipeline.compare.adjusted import covariate

ARMS = {"participants": {"arm": ["yes"]}, "comparison": {"arm": ["no"]}}


def pupils(seed: int, n: int = 160) -> list[dict[str, Any]]:
    rng = np.random.default_rng(seed)
    people = []
    for _ in range(n):
        grade, frl, arm = (
            rng.choice(["9", "10", "11"]),
            rng.choice(["no", "yes", ""]),
            rng.integers(2),
        )
        before = rng.normal(50, 10) + 3 * (grade == "11")
        after = before * 0.6 + 20 + 2 * arm + 4 * (frl == "yes") + rng.normal(0, 6)
        people.append(
            {
                "Y1": None if rng.random() < 0.1 else round(before),
                "Y3": None if rng.random() < 0.1 else round(after),
                "arm": int(arm), "grade": grade, "frl": frl,
                "age": str(rng.integers(14, 40)), "sex": rng.choice(["f", "m"]),
                "school": f"S{rng.integers(10):02}",
            }
        )  # fmt: skip
    return people


def design(**more: Any) -> dict[str, Any]:
    columns = {"adjust_for": ["grade", "frl", "age"], "subgroups": ["sex"]}
    return {"kind": "randomized", **ARMS, **columns, **more}


def by_statsmodels(people: list[dict[str, Any]]) -> Any:
    frame = pd.DataFrame(people).dropna(subset=["Y1", "Y3"])
    frame["age"] = frame["age"].astype(float)
    return smf.ols(
        "Y3 ~ arm + Y1 + C(grade) + C(frl) + age", frame.astype({"Y1": float, "Y3": float})
    ).fit()


def test_it_is_the_regression_of_statsmodels(house: Any) -> None:
    people = pupils(1)
    rows = house.compare(house.study(design=design()), people)
    for name, mine in {
        "score/impact/contrast": people,
        "score/impact/contrast/sex=f": [p for p in people if p["sex"] == "f"],
    }.items():
        row, wanted = house.found(rows, name), by_statsmodels(mine)
        assert (row["model"], row["method"]) == ("adjusted", "ancova_adjusted")
        assert row["estimate"] == pytest.approx(wanted.params["arm"], rel=1e-9)
        assert row["std_error"] == pytest.approx(wanted.bse["arm"], rel=1e-9)
        assert row["df"] == wanted.df_resid
        assert row["p_value"] == pytest.approx(wanted.pvalues["arm"], rel=1e-7)
    plain = house.found(rows, "score/impact/contrast/ancova")
    assert plain["method"] == "ancova"


def test_without_a_lottery_the_changes_lead_and_it_stands_beside_them(house: Any) -> None:
    rows = house.compare(house.study(design=design(kind="comparison-group")), pupils(2))
    assert house.found(rows, "score/impact/contrast")["model"] == "did"
    assert house.found(rows, "score/impact/contrast/adjusted")["method"] == "ancova_adjusted"


def test_with_schools_the_error_is_theirs(house: Any) -> None:
    people = pupils(3)
    study = house.study(design=design(cluster="school"))
    row = house.found(house.compare(study, people), "score/impact/contrast")
    assert (row["model"], row["method"], row["n_clusters"]) == ("adjusted", "cr2", 10)
    assert row["estimate"] == pytest.approx(by_statsmodels(people).params["arm"], rel=1e-9)
    assert np.isfinite(row["conf_low"])


def test_swapping_the_groups_flips_the_sign(house: Any) -> None:
    people = pupils(4)
    other = [p | {"arm": 1 - p["arm"]} for p in people]
    study = house.study(design=design())
    a, b = (
        house.found(house.compare(study, one), "score/impact/contrast") for one in (people, other)
    )
    assert a["estimate"] == pytest.approx(-b["estimate"], rel=1e-9)
    assert a["conf_low"] == pytest.approx(-b["conf_high"], rel=1e-9)


def test_shares_and_ordered_answers(house: Any) -> None:
    people = [
        p | {n: None if p[n] is None else int(np.clip(p[n] // 15, 1, 5)) for n in ("Y1", "Y3")}
        for p in pupils(5)
    ]
    outcome = {**house.OUTCOME, "type": "ordinal", "favorable": 2}
    rows = house.compare(
        house.study(design=design(), outcomes={"score": outcome}), people,
        measures=[{"name": "m.score", "low": 1, "high": 5, "levels": 5}],
    )  # fmt: skip
    cut = [p | {n: None if p[n] is None else int(p[n] >= 4) for n in ("Y1", "Y3")} for p in people]
    row = house.found(rows, "score/impact/contrast")
    assert row["estimate"] == pytest.approx(by_statsmodels(cut).params["arm"], rel=1e-9)
    assert row["effect_name"] == "cox"


def test_a_column_of_few_numbers_is_groups_and_unknown_is_one_of_them() -> None:
    code = np.array([0, 0, 0, 1, 2, -1])
    found = list(covariate(code, {0: "9", 1: "10", 2: "11"}).values())
    assert len(found) == 3
    assert np.sum(found, axis=0).tolist() == [0, 0, 0, 1, 1, 1]


def test_a_column_of_many_numbers_is_one_number_and_unknown_is_told_apart() -> None:
    labels = {at: str(10 + at) for at in range(20)}
    value, unknown = covariate(np.array([0, 10, 19, -1]), labels).values()
    assert value.tolist() == pytest.approx([10 - 59 / 3, 20 - 59 / 3, 29 - 59 / 3, 0])
    assert unknown.tolist() == [0, 0, 0, 1]


def test_nobody_in_both_periods(house: Any) -> None:
    people = [{"Y1": 1, "arm": 1, "grade": "9"}, {"Y3": 1, "arm": 0, "grade": "9"}]
    row = house.found(house.compare(house.study(design=design()), people), "score/impact/contrast")
    assert row["status"] == "not-estimable"
