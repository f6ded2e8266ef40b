"""TEMPORARY: stands in for charts until they exist."""

import importlib
import sys
import types
from pathlib import Path

from markupsafe import Markup


def stub(name, **attrs) -> None:
    try:
        importlib.import_module(name)
        return
    except ModuleNotFoundError:
        pass
    m = types.ModuleType(name)
    m.__dict__.update(attrs)
    sys.modules[name] = m


class Any_:
    def __init__(self, *a, **k) -> None:
        self.__dict__.update(k)


class D:
    wide = narrow = Markup("<svg></svg>")


def draw(*a, **k):
    return D()


stub("pipeline.report.charts")
stub("pipeline.report.charts.forest", ForestRow=Any_, ForestWords=Any_, forest=draw)
stub("pipeline.report.charts.dumbbell", DumbbellRow=Any_, DumbbellWords=Any_, dumbbell=draw)
stub("pipeline.report.charts.trend", TrendPoint=Any_, TrendWords=Any_, trend=draw)
stub("pipeline.report.charts.spark", SparkPoint=Any_, spark=lambda *a, **k: Markup("<svg></svg>"))
if not Path("pipeline/report/static/tokens.css").exists():
    real = Path.read_text
    Path.read_text = lambda self, *a, **k: (
        ":root{}" if self.name == "tokens.css" else real(self, *a, **k)
    )
