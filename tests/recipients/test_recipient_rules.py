"""Check what a recipient is taken for in law, what of it is missing, and which basis looks wrong for it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from transfer_log.law import CounterpartType, LegalBasis, article_label
from transfer_log.recipients.kinds import KINDS, NATURES
from transfer_log.recipients.rules import basis_doubt, incomplete_fields, suggest_legal_nature, suggested_nature

#: Codes that files and the API may rely on; more may be added, none of these is ever renamed.
PROMISED = [
    "job_provider",
    "placement_agency",
    "event_company",
    "advertiser",
    "prize_provider",
    "ad_platform",
    "supplier",
    "client",
    "sales_partner",
    "partner_company",
    "group_company",
    "contractor",
    "subcontractor",
    "court",
    "prosecutor",
    "police",
    "bar_association",
    "consumer_centre",
    "government_agency",
    "local_government",
    "academic",
    "successor",
    "agent_of_principal",
    "individual",
    "public",
    "other_service",
]


@dataclass
class Party:
    kind: str | None = "job_provider"
    country: str | None = "JP"
    legal_nature: str | None = "business"
    address: str | None = "東京都見本区1-1"
    representative: str | None = "見本 太郎"


# --- Kinds -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", PROMISED)
def test_every_promised_kind_is_there(code: str) -> None:
    assert code in KINDS


def test_the_natures_are_those_of_the_assessment() -> None:
    assert set(NATURES) == set(CounterpartType)


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_has_a_name_in_both_languages_and_a_known_nature(code: str) -> None:
    kind = KINDS[code]
    assert all((kind.name.ja, kind.name.en, kind.nature in NATURES))


# --- Legal nature ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "name", "nature"),
    [
        ("job_provider", "株式会社見本商事", "business"),
        ("job_provider", "見本市立病院", "public_body"),
        ("job_provider", "川崎市立川崎病院", "public_body"),
        ("job_provider", "東京都立見本高等学校", "public_body"),
        ("job_provider", "見本県立図書館", "public_body"),
        ("job_provider", "地方独立行政法人見本市民病院", "business"),
        ("job_provider", "地方独立行政法人見本産業技術研究センター", "academic"),
        ("job_provider", "地方独立行政法人見本動物園", "public_body"),
        ("job_provider", "独立行政法人見本機構", "public_body"),
        ("job_provider", "独立行政法人国立病院機構見本医療センター", "business"),
        ("job_provider", "国立研究開発法人見本研究所", "academic"),
        ("job_provider", "国立大学法人見本大学", "academic"),
        ("job_provider", "見本市立大学", "academic"),  # such universities are corporations of their own
        ("job_provider", "見本大学医学部附属病院", "academic"),
        ("job_provider", "学校法人見本学園", "business"),  # a private school
        ("job_provider", "医療法人見本会見本病院", "business"),
        ("client", "公益財団法人見本研究所", "academic"),
        ("client", "日本見本学会", "academic"),
        ("client", "株式会社見本研究所", "business"),
        ("client", "株式会社大学堂", "business"),
        ("client", "大学前クリニック", "business"),
        ("client", "市役所前歯科", "business"),
        ("client", "東京都立川市見本商店", "business"),
        ("client", "木村", "business"),
        ("client", "見本市", "public_body"),
        ("client", "見本県見本郡見本町", "public_body"),
        ("client", "東京都", "public_body"),
        ("client", "厚生労働省", "public_body"),
        ("client", "見本税務署", "public_body"),
        ("client", "見本市教育委員会", "public_body"),
        ("client", "日本年金機構", "public_body"),
        ("client", "株式会社日本政策金融公庫", "public_body"),
        ("client", "見本国大使館", "foreign_public_body"),
        ("police", "見本警察署", "public_body"),
        ("court", "見本地方裁判所", "public_body"),
        ("consumer_centre", "見本市消費生活センター", "public_body"),
        ("bar_association", "見本県弁護士会", "business"),  # a corporation of private law under the Attorney Act
        ("academic", "見本研究会", "academic"),
        ("individual", "見本 太郎", "individual"),
        ("public", "自社ウェブサイト", "unspecified_public"),
        ("group_company", "Mihon Careers Ltd.", "business"),
        (None, "見本市立病院", "public_body"),
        (None, "見本", None),
        ("no_such_kind", "見本", None),
    ],
)
def test_the_nature_is_suggested_from_kind_and_name(kind: str | None, name: str, nature: str | None) -> None:
    assert suggested_nature(kind, name, "JP") == nature


@pytest.mark.parametrize(
    ("kind", "name", "country", "nature"),
    [
        ("police", "Sample Police", "DE", "foreign_public_body"),
        ("court", "Sample Court", "unknown", "foreign_public_body"),
        ("client", "Ministry of Samples", "VN", "foreign_public_body"),
        ("client", "Ministry Furniture Ltd", "GB", "business"),
        ("client", "University of Sample", "US", "academic"),
        ("job_provider", "Sample GmbH", "DE", "business"),
        ("client", "独立行政法人見本機構", "DE", "business"),  # a name that means nothing there
    ],
)
def test_a_body_abroad_is_none_of_japan(kind: str, name: str, country: str, nature: str) -> None:
    assert suggested_nature(kind, name, country) == nature


@pytest.mark.parametrize(("kind", "name"), [("client", "見本市立病院"), ("client", "見本商事"), (None, "見本")])
def test_a_suggestion_says_why_in_both_languages(kind: str | None, name: str) -> None:
    why = suggest_legal_nature(kind, name).why
    assert all((why.ja, why.en, "{" not in why.ja + why.en))


def test_full_width_letters_do_not_hide_what_a_name_tells() -> None:
    assert suggested_nature("client", "Ｍｉｎｉｓｔｒｙ ｏｆ Ｓａｍｐｌｅｓ", "VN") == "foreign_public_body"


# --- What is missing ---------------------------------------------------------------------------------------------


def test_a_company_with_address_and_representative_is_complete() -> None:
    assert incomplete_fields(Party()) == ()


@pytest.mark.parametrize(
    ("party", "missing"),
    [
        (Party(address=None, representative=None), ("address", "representative")),
        (Party(legal_nature="academic", representative=""), ("representative",)),
        (Party(legal_nature="individual", representative=None), ()),
        (Party(kind="individual", representative=None), ()),  # a person in business has no representative
        (Party(legal_nature="individual", address=None, representative=None), ("address",)),
        (Party(legal_nature="public_body", address=None, representative=None), ()),
        (Party(legal_nature="foreign_public_body", address=None, representative=None), ("address",)),
        (Party(legal_nature="unspecified_public", address=None, representative=None), ()),
        (Party(kind=None, country=None, legal_nature=None), ("kind", "country")),
    ],
)
def test_what_a_record_still_needs_depends_on_what_the_recipient_is(party: Party, missing: tuple[str, ...]) -> None:
    assert incomplete_fields(party) == missing


# --- Basis -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "nature", "country", "basis", "article"),
    [
        ("police", "public_body", "JP", "consent", "Act Art. 27(1)(i)"),
        ("court", "public_body", "JP", "consent", "Act Art. 27(1)(i)"),
        ("bar_association", "business", "JP", "consent", "Act Art. 27(1)(i)"),
        ("police", "public_body", "JP", "joint_use", "Act Art. 27(1)(i)"),
        ("contractor", "business", "JP", "consent", "Act Art. 27(5)(i)"),
        ("contractor", "business", "DE", "consent", "Act Art. 27(5)(i)"),  # a designated country
        ("group_company", "business", "VN", "joint_use", "Act Art. 28(1)"),
        ("contractor", "business", "VN", "entrustment", "Act Art. 28(1)"),
        ("client", "business", "unknown", "opt_out", "Act Art. 28(1)"),
        ("ad_platform", "business", "JP", "entrustment", "Act Art. 27(5)(i)"),
        ("job_provider", "business", "JP", "entrustment", "Act Art. 27(5)(i)"),
        ("client", "business", "JP", "succession", "Act Art. 27(5)(ii)"),
        ("public", "unspecified_public", None, "joint_use", "Act Art. 27(5)"),
        ("police", "foreign_public_body", "US", "law", "Act Art. 27(1)(i)"),
        ("government_agency", "foreign_public_body", "US", "public_body_cooperation", "Act Art. 27(1)(iv)"),
        ("client", "business", "JP", "academic_recipient", "Act Art. 27(1)(vii)"),
    ],
)
def test_a_basis_that_rarely_fits_is_doubted(
    kind: str, nature: str, country: str | None, basis: str, article: str
) -> None:
    problem = basis_doubt(kind, nature, country, basis)
    assert problem is not None
    assert (problem.field, problem.found, problem.article) == ("legal_basis", basis, article)


@pytest.mark.parametrize(
    ("kind", "nature", "country", "basis"),
    [
        ("police", "public_body", "JP", "law"),
        ("job_provider", "business", "JP", "consent"),
        ("contractor", "business", "JP", "entrustment"),
        ("contractor", "business", "VN", "consent"),
        ("group_company", "business", "DE", "joint_use"),
        ("group_company", "business", "GB", "joint_use"),
        ("successor", "business", "JP", "succession"),
        ("consumer_centre", "public_body", "JP", "consent"),  # it speaks for the person
        ("academic", "academic", "JP", "academic_recipient"),
        ("client", None, None, "consent"),
        ("client", "business", "JP", None),
        (None, None, None, "consent"),
    ],
)
def test_a_basis_that_fits_is_not_doubted(
    kind: str | None, nature: str | None, country: str | None, basis: str | None
) -> None:
    assert basis_doubt(kind, nature, country, basis) is None


def test_an_equivalent_system_makes_joint_use_abroad_possible() -> None:
    assert basis_doubt("group_company", "business", "VN", "joint_use", is_like_home=True) is None


@pytest.mark.parametrize("kind", [*KINDS, None])
@pytest.mark.parametrize("basis", LegalBasis)
def test_every_doubt_speaks_both_languages_and_cites_its_article(kind: str | None, basis: str) -> None:
    for nature in NATURES:
        for country in ("JP", "VN"):
            problem = basis_doubt(kind, nature, country, basis)
            if problem is not None:
                article = problem.article or ""
                assert all((problem.text.ja, problem.text.en, article_label(article).ja != article))
