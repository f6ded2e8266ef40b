"""The languages of the reports, one file of sentences and one of grammar each."""

from pipeline.report.words import en, es

LANGUAGES = (en.ENGLISH, es.SPANISH)
BY_CODE = {language.code: language for language in LANGUAGES}
