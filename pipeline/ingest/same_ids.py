"""IDs that several files spell differently, where no roster says who is who."""

from __future__ import annotations


def same_ids(ids: str) -> str:
    """SQL of `nth`, `id` and `first`: the spelling that stands for the person of an ID.

    Two spellings that differ in case or leading zeros only are one person where no file, or no
    wave, has both; else each stands for itself. The first file's spelling counts.

    Args:
        ids: SQL of the distinct `nth` (place of the file or wave) and trimmed `id`.
    """
    form = "coalesce(nullif(ltrim(lower(id), '0'), ''), lower(id))"
    return (
        f"SELECT nth, id, CASE WHEN most = 1 THEN first_value(id) OVER (PARTITION BY form "
        f"ORDER BY nth, id) ELSE id END AS first FROM (SELECT nth, id, form, "
        f"max(here) OVER (PARTITION BY form) AS most FROM (SELECT nth, id, {form} AS form, "
        f"count(*) OVER (PARTITION BY nth, {form}) AS here FROM ({ids}) WHERE id IS NOT NULL))"
    )
