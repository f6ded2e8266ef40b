"""Colours of charts: each is drawn in a stand-in that becomes a custom property of the page."""

from __future__ import annotations

from typing import Final

STAND_INS: Final = {
    "ink": "#1b2430", "ink2": "#47525f", "ink3": "#5c6773", "rule": "#c9d0d8",
    "grid": "#e4e8ec", "surface": "#fffffe", "now": "#12436d", "before": "#6f8397",
    "target": "#a84600", "compare": "#801650", "band": "#dde7f1", "soft": "#eef2f6",
    "l1": "#6b2c00", "l3": "#8a95a1", "l5": "#0e3459",
}  # fmt: skip
"""Token to the colour that matplotlib is given; the page decides what it becomes."""

PROPERTIES: Final = {colour: f"var(--viz-{token})" for token, colour in STAND_INS.items()}
"""Colour in a drawing to the property that replaces it."""
