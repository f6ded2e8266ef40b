"""The languages of the reports, one file of sentences and one of grammar each."""

from pipeline.report.words import en

LANGUAGES = (en.ENGLISH,)
