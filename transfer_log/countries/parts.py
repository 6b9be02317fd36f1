"""Lay a country profile out in the four parts in which people must be told of a foreign system before they consent.

Law: Act Art. 28(2); Rules Art. 17(2)(ii). The four parts follow the PPC's guideline on third parties in foreign countries:
whether there is a law; facts that serve as an index; which of the OECD's eight principles are missing; other systems that
may gravely affect people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transfer_log.countries.facts import UNKNOWN, ComprehensiveLaw, CountryProfile, EUStatus, OECDBasis
from transfer_log.countries.rules import (
    CONFIDENCE_LABELS,
    EU_STATUS_LABELS,
    OECD_BASIS_LABELS,
    PRESENCE_LABELS,
    PRINCIPLE_LABELS,
    Label,
)
from transfer_log.countries.wording import note_in_both_languages
from transfer_log.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

_WITH_AN_INDEX: Final = Text(
    "指標となる情報があるため、本人への情報提供では、この項目を省くことができます。",
    "As there is a fact that serves as an index, this part may be left out when people are told.",
)
_MOSTLY_FROM_MEMORY: Final = Text(
    "個人情報保護委員会の判断ではありません。知識による記載が多いので、使う前に原典を確認してください。",
    "Not a judgement of the PPC. Much of it is from knowledge: check it against the law before it is used.",
)
_NO_SOURCE_NAMED: Final = Text(
    "資料の名前が記録されていません。担当者が原典を確認してください。",
    "No source is named. A reviewer must look for one.",
)


@dataclass(frozen=True, slots=True)
class Statement:
    """Be one line of a part: what is asked, the answer, what is to be said with it, and where it stands.

    `article` is the article of the foreign law as the profile has it; `url` a web address, None where none is known.
    """

    label: Text
    answer: Text
    note: Text | None = None
    article: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Be one of the four parts.

    `sureness` says whose statements these are and how sure; `note` what the profile adds to that; `caution`, where there is
    one, must be shown beside the statements; `remark` is a help for the reader.
    """

    key: str
    title: Text
    statements: tuple[Statement, ...]
    sureness: Label
    note: Text | None
    caution: Text | None = None
    remark: Text | None = None


def four_parts(profile: CountryProfile) -> tuple[Part, Part, Part, Part]:
    """Return the four parts, in the PPC's order."""
    return system_part(profile), index_part(profile), principles_part(profile), grave_effect_part(profile)


def sources(profile: CountryProfile) -> tuple[Text, ...]:
    """Return what was read for the profile; where nothing is named, say so rather than show an empty list."""
    return tuple(note_in_both_languages(source) for source in profile.sources) or (_NO_SOURCE_NAMED,)


def system_part(profile: CountryProfile) -> Part:
    """Return whether there is a law, which, since when, for whom, who watches over it and what rights it gives."""
    law = profile.comprehensive_law
    authority = profile.supervisory_authority
    statements = [
        Statement(
            Text("個人情報の保護に関する包括的な法律", "General data-protection law"), PRESENCE_LABELS[law.exists]
        ),
        *_said(Text("法律の名称", "Name of the law"), _law_name(law), _address(law.url)),
        *_noted(Text("施行", "In force since"), law.effective),
        *_noted(Text("改正", "Amendments"), law.amended),
        *_noted(Text("適用の範囲", "Scope"), law.scope),
        *(Statement(Text("分野別の法律", "Law for a sector"), Text(title, title)) for title in profile.sectoral_laws),
        *_said(Text("監督機関", "Supervisory authority"), _authority_name(authority.name), _address(authority.url)),
        *_noted(Text("本人の権利", "Rights of the person"), profile.principal_rights_note),
    ]
    return _part(
        "system",
        Text("個人情報の保護に関する制度の有無", "Whether there is a system of protection"),
        statements,
        profile,
    )


def index_part(profile: CountryProfile) -> Part:
    """Return the facts that serve as an index: adequacy by the EU and membership of the Cross-Border Privacy Rules."""
    eu, cbpr = profile.eu_adequacy, profile.cbpr
    taking_part = Text("参加している", "member") if cbpr.member else Text("参加していない", "not a member")
    statements = [
        Statement(
            Text("EUのGDPRに基づく十分性認定", "Adequacy under the EU's GDPR"),
            _since(EU_STATUS_LABELS[eu.status], eu.since),
            _noted_or_none(eu.note),
        ),
        Statement(
            Text("CBPRシステムへの参加", "Cross-Border Privacy Rules (CBPR)"),
            _since(taking_part, cbpr.since),
            _noted_or_none(cbpr.note),
        ),
    ]
    title = Text("制度についての指標となる情報", "Facts that serve as an index of the system")
    return _part("index", title, statements, profile)


def principles_part(profile: CountryProfile) -> Part:
    """Return what the law has of the OECD's eight principles, and whose judgement that is.

    Only values from the PPC's survey go without a caution. Values that were not assessed read so, never as a no.
    """
    basis = OECD_BASIS_LABELS[profile.oecd_basis]
    from_the_ppc = profile.oecd_basis is OECDBasis.PPC_SURVEY
    return Part(
        "principles",
        Text(
            "OECDプライバシーガイドライン8原則に対応する義務・権利",
            "Duties and rights under the OECD's eight principles",
        ),
        tuple(
            Statement(PRINCIPLE_LABELS[each.principle], PRESENCE_LABELS[each.value], article=each.article)
            for each in profile.oecd_principles
        ),
        basis,
        _noted_or_none(profile.oecd_note),
        caution=None if from_the_ppc else basis.explanation,
        remark=_WITH_AN_INDEX if _has_an_index(profile) else None,
    )


def grave_effect_part(profile: CountryProfile) -> Part:
    """Return other systems that may gravely affect people: government access and data localisation."""
    access, localisation = profile.government_access, profile.data_localisation
    statements = [
        Statement(
            Text("政府による広範なアクセス(ガバメントアクセス)", "Broad access by the government"),
            PRESENCE_LABELS[access.exists],
            _noted_or_none(access.note),
        ),
        Statement(
            Text("国内保存の義務(データローカライゼーション)", "Duty to keep data in the country"),
            PRESENCE_LABELS[localisation.exists],
            _noted_or_none(localisation.note),
        ),
    ]
    title = Text(
        "本人の権利利益に重大な影響を及ぼす可能性のあるその他の制度",
        "Other systems that may gravely affect people's rights",
    )
    return _part("grave_effect", title, statements, profile, _MOSTLY_FROM_MEMORY)


def _part(
    key: str, title: Text, statements: Iterable[Statement], profile: CountryProfile, caution: Text | None = None
) -> Part:
    """Return a part that is as sure as the profile itself."""
    sureness = CONFIDENCE_LABELS[profile.confidence]
    return Part(key, title, tuple(statements), sureness, _noted_or_none(profile.confidence_note), caution)


def _has_an_index(profile: CountryProfile) -> bool:
    """Say whether the EU or the CBPR vouch for the whole system; an adequacy decision for a part does not."""
    return profile.cbpr.member or profile.eu_adequacy.status in (EUStatus.MEMBER, EUStatus.ADEQUATE)


def _said(label: Text, answer: Text | None, url: str | None) -> tuple[Statement, ...]:
    """Return a statement, or none where there is nothing to say."""
    return (Statement(label, answer, url=url),) if answer else ()


def _noted(label: Text, note: str | None) -> tuple[Statement, ...]:
    """Return a statement whose answer is a note, or none where the fact does not apply."""
    return (Statement(label, note_in_both_languages(note)),) if note else ()


def _noted_or_none(note: str | None) -> Text | None:
    """Return a note in both languages."""
    return note_in_both_languages(note) if note else None


def _law_name(law: ComprehensiveLaw) -> Text | None:
    """Return the name of the law, in English where no Japanese one is known: a law must not be given a made-up name."""
    if law.name_en is None:
        return None
    return Text(law.name_en if law.name_ja in (None, UNKNOWN) else law.name_ja, law.name_en)


def _authority_name(name: str) -> Text:
    """Return the name of the authority, which has no translation, or that there is none."""
    return Text("なし", "none") if name == "none" else note_in_both_languages(name)


def _address(url: str | None) -> str | None:
    """Return a web address, or None where none is known."""
    return None if url == UNKNOWN else url


def _since(answer: Text, since: str | None) -> Text:
    """Return the answer with the day or month since when it is so."""
    return Text(f"{answer.ja}({since}から)", f"{answer.en} (since {since})") if since else answer
