"""Load the country profiles, refuse what is wrong in them, and freeze one into 32 bytes.

`country_profiles/` holds one YAML file for each country or regime, named after its id with `/` as `-` (`AE-DIFC.yaml`).
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

import rfc8785

from transfer_log.countries.facts import (
    FEDERAL,
    CBPRMembership,
    ComprehensiveLaw,
    Confidence,
    CountryProfile,
    EUAdequacy,
    EUStatus,
    OECDBasis,
    PPCStatus,
    Presence,
    Principle,
    PrincipleValue,
    SupervisoryAuthority,
    SystemNote,
)
from transfer_log.countries.names import country, is_country
from transfer_log.countries.plain_yaml import UnreadableYAML, read_yaml
from transfer_log.countries.reading import Section
from transfer_log.errors import Problem, RuleViolation, Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_REGIME: Final = re.compile(r"[A-Za-z0-9]+")
_WITH_FEDERAL_LAW: Final = frozenset({"US", "AE"})
"""Countries whose profiles are several; without a choice the federal one speaks for a recipient there."""

Content = dict[str, object]
"""The facts of a profile as plain JSON: the keys of the YAML file, absent facts left out."""


def load_profiles(folder: Path) -> dict[str, CountryProfile]:
    """Return every profile of the folder by id, in the order of ids.

    :raises RuleViolation: with every problem of every file (file, key, found, allowed); then nothing is loaded.
    """
    problems: list[Problem] = []
    profiles = [_load(file, problems) for file in sorted(folder.glob("*.yaml"))]
    if not profiles:
        text = Text("{folder} に国別情報のファイル(*.yaml)がありません。", "{folder} holds no profiles (*.yaml).")
        problems.append(Problem(str(folder), text.format(folder=folder)))
    if problems:
        raise RuleViolation(problems)
    return {profile.id: profile for profile in sorted(profiles, key=lambda each: each.id)}


def profile_from(content: Mapping[str, object], *, source: str) -> CountryProfile:
    """Return the profile of a content such as a stored version holds; `source` names it in problems.

    :raises RuleViolation: with every problem found.
    """
    problems: list[Problem] = []
    profile = _read(content, source, problems)
    if problems:
        raise RuleViolation(problems)
    return profile


def content(profile: CountryProfile) -> Content:
    """Return the facts as plain JSON, in the keys of the YAML file; `profile_from` reads them back to the same profile."""
    law, authority, eu, cbpr = (
        profile.comprehensive_law,
        profile.supervisory_authority,
        profile.eu_adequacy,
        profile.cbpr,
    )
    return _present(
        id=profile.id,
        alpha_2=profile.alpha_2,
        alpha_3=profile.alpha_3,
        subdivision=profile.subdivision,
        regime=profile.regime,
        name_en=profile.name.en,
        name_ja=profile.name.ja,
        name_ja_official=profile.name_ja_official,
        confidence=profile.confidence.value,
        confidence_note=profile.confidence_note,
        checked=profile.checked_on.isoformat(),
        ppc_status=profile.ppc_status.value,
        ppc_note=profile.ppc_note,
        ppc_url=profile.ppc_url,
        comprehensive_law=_present(
            exists=law.exists.value,
            name_en=law.name_en,
            name_ja=law.name_ja,
            year=law.year,
            effective=law.effective,
            amended=law.amended,
            scope=law.scope,
            url=law.url,
        ),
        sectoral_laws=list(profile.sectoral_laws) or None,
        supervisory_authority=_present(name=authority.name, url=authority.url),
        eu_adequacy=_present(status=eu.status.value, since=eu.since, note=eu.note),
        cbpr=_present(member=cbpr.member, since=cbpr.since, note=cbpr.note),
        oecd_basis=profile.oecd_basis.value,
        oecd_note=profile.oecd_note,
        oecd_principles={
            each.principle.value: _present(value=each.value.value, article=each.article)
            for each in profile.oecd_principles
        },
        data_localisation=_system_content(profile.data_localisation),
        government_access=_system_content(profile.government_access),
        principal_rights_note=profile.principal_rights_note,
        sources=list(profile.sources) or None,
    )


def digest(profile: CountryProfile) -> bytes:
    """Return the SHA-256 of the content in canonical JSON (RFC 8785): 32 bytes that freeze this version of the facts.

    Absent facts are left out, so a kind of fact added later changes no digest of a profile that lacks it.
    """
    return hashlib.sha256(rfc8785.dumps(content(profile))).digest()  # type: ignore[arg-type]


def find_profile(key: str, profiles: Mapping[str, CountryProfile]) -> CountryProfile | None:
    """Return the profile of an id (AE/DIFC) or of its form in URLs (AE-DIFC), or None."""
    if key in profiles:
        return profiles[key]
    return next((profile for profile in profiles.values() if profile.slug == key), None)


def profiles_of(country_code: str, profiles: Mapping[str, CountryProfile]) -> tuple[CountryProfile, ...]:
    """Return the profiles a recipient in this country may be given, the one that holds without a choice first."""
    found = [profile for profile in profiles.values() if profile.alpha_2 == country_code]
    default = profile_for(country_code, None, profiles)
    return tuple(sorted(found, key=lambda profile: (profile != default, profile.id)))


def profile_for(
    country_code: str, profile_key: str | None, profiles: Mapping[str, CountryProfile]
) -> CountryProfile | None:
    """Return the profile that speaks for a recipient, or None where there is none (the writer then records a finding).

    The chosen profile counts if it belongs to the country; a provision to a branch elsewhere must not carry the profile of
    the head office. Without a choice the country's own profile counts; US and AE have none and take the federal one.
    """
    chosen = find_profile(profile_key, profiles) if profile_key else None
    if chosen and chosen.alpha_2 == country_code:
        return chosen
    if country_code in _WITH_FEDERAL_LAW:
        return profiles.get(f"{country_code}/{FEDERAL}")
    return profiles.get(country_code)


def _present(**facts: object) -> Content:
    """Return the facts that are there."""
    return {key: value for key, value in facts.items() if value is not None}


def _system_content(system: SystemNote) -> Content:
    """Return a note on a system as plain JSON."""
    return _present(exists=system.exists.value, note=system.note)


def _load(file: Path, problems: list[Problem]) -> CountryProfile:
    """Read one file; its profile is only good if no problem was added."""
    try:
        facts = read_yaml(file)
    except UnreadableYAML as error:
        text = Text("{file}: YAML として読めません({why})。", "{file}: this is no YAML ({why}).")
        problems.append(Problem(file.name, text.format(file=file.name, why=error)))
        return _read({}, file.name, [])
    profile = _read(facts, file.name, problems)
    if profile.id and profile.slug != file.stem:
        text = Text(
            "{file}: id が {id} のファイルの名前は {slug}.yaml でなければなりません。",
            "{file}: the file of id {id} must be named {slug}.yaml.",
        )
        text = text.format(file=file.name, id=profile.id, slug=profile.slug)
        problems.append(Problem(f"{file.name}: id", text, profile.id, (file.stem,)))
    return profile


def _read(facts: object, source: str, problems: list[Problem]) -> CountryProfile:
    """Read all keys of a profile and note what is wrong."""
    faults_before = len(problems)
    top = Section(facts, source, "", problems)
    profile = CountryProfile(
        id=top.text("id"),
        alpha_2=top.text("alpha_2"),
        alpha_3=top.text("alpha_3"),
        subdivision=top.text_or_none("subdivision"),
        regime=top.text_or_none("regime"),
        name=Text(top.text("name_ja"), top.text("name_en")),
        name_ja_official=top.text("name_ja_official"),
        confidence=top.choice("confidence", Confidence),
        confidence_note=top.text_or_none("confidence_note"),
        checked_on=top.day("checked"),
        ppc_status=top.choice("ppc_status", PPCStatus),
        ppc_note=top.text("ppc_note"),
        ppc_url=top.url_or_none("ppc_url"),
        comprehensive_law=_read_law(top.section("comprehensive_law")),
        sectoral_laws=top.texts("sectoral_laws"),
        supervisory_authority=_read_authority(top.section("supervisory_authority")),
        eu_adequacy=_read_eu_adequacy(top.section("eu_adequacy")),
        cbpr=_read_cbpr(top.section("cbpr")),
        oecd_basis=top.choice("oecd_basis", OECDBasis),
        oecd_note=top.text_or_none("oecd_note"),
        oecd_principles=_read_principles(top.section("oecd_principles")),
        data_localisation=_read_system(top.section("data_localisation")),
        government_access=_read_system(top.section("government_access")),
        principal_rights_note=top.text("principal_rights_note"),
        sources=top.texts("sources"),
    )
    top.close()
    _note_wrong_codes(profile, top)
    if len(problems) == faults_before:  # a stand-in for what could not be read contradicts nothing
        _note_contradictions(profile, top)
    return profile


def _read_law(section: Section) -> ComprehensiveLaw:
    """Read the general law."""
    law = ComprehensiveLaw(
        exists=section.choice("exists", Presence),
        name_en=section.text_or_none("name_en"),
        name_ja=section.text_or_none("name_ja"),
        year=section.year_or_none("year"),
        effective=section.text_or_none("effective"),
        amended=section.text_or_none("amended"),
        scope=section.text("scope"),
        url=section.url_or_none("url"),
    )
    section.close()
    return law


def _read_authority(section: Section) -> SupervisoryAuthority:
    """Read the supervisory authority."""
    authority = SupervisoryAuthority(name=section.text("name"), url=section.url("url"))
    section.close()
    return authority


def _read_eu_adequacy(section: Section) -> EUAdequacy:
    """Read the standing with the European Union."""
    adequacy = EUAdequacy(
        section.choice("status", EUStatus), section.day_or_month_or_none("since"), section.text_or_none("note")
    )
    section.close()
    return adequacy


def _read_cbpr(section: Section) -> CBPRMembership:
    """Read the standing in the Cross-Border Privacy Rules."""
    membership = CBPRMembership(
        section.yes_or_no("member"), section.day_or_month_or_none("since"), section.text_or_none("note")
    )
    section.close()
    return membership


def _read_principles(section: Section) -> tuple[PrincipleValue, ...]:
    """Read all eight principles."""
    values = tuple(_read_principle(principle, section.section(principle.value)) for principle in Principle)
    section.close()
    return values


def _read_principle(principle: Principle, section: Section) -> PrincipleValue:
    """Read one principle."""
    value = PrincipleValue(principle, section.choice("value", Presence), section.text_or_none("article"))
    section.close()
    return value


def _read_system(section: Section) -> SystemNote:
    """Read a note on data localisation or government access."""
    system = SystemNote(section.choice("exists", Presence), section.text_or_none("note"))
    section.close()
    return system


def _note_wrong_codes(profile: CountryProfile, top: Section) -> None:
    """Note codes that do not exist or do not belong together. A code that is missing has been noted already."""
    if profile.alpha_2 and not is_country(profile.alpha_2):
        text = Text("ISO 3166-1 の2文字の国コード又は XK が必要です。", "an ISO 3166-1 alpha-2 code or XK is needed.")
        top.contradiction("alpha_2", text, profile.alpha_2)
    elif profile.alpha_2 and profile.alpha_3 and profile.alpha_3 != country(profile.alpha_2).alpha_3:
        text = Text("この国の3文字コードは {code} です。", "the alpha-3 code of this country is {code}.")
        top.contradiction("alpha_3", text.format(code=country(profile.alpha_2).alpha_3), profile.alpha_3)
    if profile.regime and not _REGIME.fullmatch(profile.regime):
        text = Text("英字と数字だけで書いてください。", "use letters and digits only.")
        top.contradiction("regime", text, profile.regime)
    if profile.subdivision and not re.fullmatch(rf"{re.escape(profile.alpha_2)}-[A-Z0-9]{{1,3}}", profile.subdivision):
        text = Text("この国の ISO 3166-2 のコードが必要です。", "an ISO 3166-2 code of this country is needed.")
        top.contradiction("subdivision", text, profile.subdivision)
    if profile.id and profile.alpha_2 and profile.id != _id_of(profile):
        text = Text("id は他の項目から {id} となるはずです。", "by the other keys the id should be {id}.")
        top.contradiction("id", text.format(id=_id_of(profile)), profile.id)


def _note_contradictions(profile: CountryProfile, top: Section) -> None:
    """Note facts that cannot stand side by side."""
    law = profile.comprehensive_law
    if (law.name_en is not None) != (law.exists in (Presence.YES, Presence.PARTIAL)):
        text = Text(
            "法律名は、法律があるとき(yes・partial)に限り書きます。", "a law has a name if it exists (yes, partial)."
        )
        top.contradiction("comprehensive_law.name_en", text, f"exists: {law.exists}, name_en: {law.name_en}")
    if profile.oecd_basis is OECDBasis.PPC_SURVEY and profile.ppc_status is not PPCStatus.SURVEYED:
        text = Text(
            "委員会の調査による評価は、調査のある国に限ります。", "a PPC judgement needs a country the PPC surveyed."
        )
        top.contradiction("oecd_basis", text, f"{profile.oecd_basis}, ppc_status: {profile.ppc_status}")
    judged = [each.principle for each in profile.oecd_principles if each.value is not Presence.UNKNOWN]
    if profile.oecd_basis is OECDBasis.NOT_ASSESSED and judged:
        text = Text("評価していない国に8原則の値は書けません。", "a country that was not assessed has no values.")
        top.contradiction("oecd_principles", text, ", ".join(judged))


def _id_of(profile: CountryProfile) -> str:
    """Return the id that follows from country, subdivision and regime."""
    if profile.subdivision:
        return profile.subdivision
    return f"{profile.alpha_2}/{profile.regime}" if profile.regime else profile.alpha_2
