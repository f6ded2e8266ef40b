"""The pages of a study, one line each."""

from pipeline.report.leaf import Leaf
from pipeline.report.pages.board import view as board
from pipeline.report.pages.checkin import view as checkin
from pipeline.report.pages.evaluation import view as evaluation
from pipeline.report.pages.recognition import view as recognition

PAGES = (
    Leaf(
        name="evaluation",
        template=evaluation.TEMPLATE,
        styles=evaluation.STYLES,
        build=evaluation.build,
        is_wanted=lambda study: study.reports.evaluation is not None,
    ),
    Leaf(
        name="board",
        template=board.TEMPLATE,
        styles=board.STYLES,
        build=board.build,
        is_wanted=lambda study: study.reports.board is not None,
    ),
    Leaf(
        name="checkin",
        template=checkin.TEMPLATE,
        styles=checkin.STYLES,
        build=checkin.build,
        is_wanted=lambda study: study.reports.checkin is not None,
    ),
    Leaf(
        name="recognition",
        template=recognition.TEMPLATE,
        styles=recognition.STYLES,
        build=recognition.build,
        is_wanted=lambda study: study.reports.recognition is not None,
    ),
)
