"""Explain the words of the law that an answer uses, so that nobody has to know the statute to read it."""

from __future__ import annotations

from typing import Final

from transfer_log.answers.document import Basis, Term
from transfer_log.errors import Text
from transfer_log.law.articles import article_label
from transfer_log.law.labels import basis_article, basis_explanation, basis_label
from transfer_log.law.vocabulary import LegalBasis, Regime

PROVISION_RECORD: Final = Term(
    Text("第三者提供記録", "Record of provision to a third party"),
    Text(
        "個人データを第三者に提供したときに、事業者が法律に従って作成し、保存する記録です（法29条1項）。",
        "The record that a business makes and keeps, as the law asks, when it gives personal data to a third party "
        "(Article 29(1) of the Act).",
    ),
)
THIRD_PARTY: Final = Term(
    Text("第三者", "Third party"),
    Text(
        "個人データを受け取る相手のうち、ご本人でも、提供する事業者自身でもない方をいいます。",
        "Whoever receives personal data and is neither the person nor the business that gives it.",
    ),
)
PERSONAL_DATA: Final = Term(
    Text("個人データの項目", "Items of personal data"),
    Text(
        "「氏名」「住所」のような情報の種類です。この一覧には項目の名前だけを載せ、情報の中身は載せていません。",
        "Kinds of information such as “name” or “address”. This list gives the names of the items, never their content.",
    ),
)

#: The terms that every answer uses, whatever its records are.
COMMON_TERMS: Final = (PROVISION_RECORD, THIRD_PARTY, PERSONAL_DATA)

#: The law's own words name both consents alike; a reader has to see that this one was about a foreign country.
CONSENT_ABROAD: Final = Text("外国にある第三者への提供の同意", "Consent to provision to a third party abroad")
CONSENT_ABROAD_MEANING: Final = Text(
    "外国にある第三者に提供することについて、ご本人から、あらかじめ同意をいただいて提供したものです。",
    "You had agreed beforehand that we give your data to this party in a foreign country.",
)


def basis_in_words(code: str, regime: str) -> Basis:
    """Return a legal basis with its article and its meaning; `code` and `regime` are those of assessment.md.

    :raises KeyError: if there is no such code.
    """
    articles = (article_label(basis_article(code, regime)),)
    if code == LegalBasis.CONSENT and regime == Regime.FOREIGN_CONSENT:
        return Basis(code, CONSENT_ABROAD, CONSENT_ABROAD_MEANING, articles)
    return Basis(code, basis_label(code), basis_explanation(code), articles)
