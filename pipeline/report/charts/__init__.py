"""Every chart. A new one is one file here and one line."""

from pipeline.report.charts.dumbbell import dumbbell
from pipeline.report.charts.forest import forest
from pipeline.report.charts.likert import likert
from pipeline.report.charts.love import love
from pipeline.report.charts.run import run
from pipeline.report.charts.spark import spark
from pipeline.report.charts.trend import trend

CHARTS = (forest, dumbbell, trend, spark, love, run, likert)
