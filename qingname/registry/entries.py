"""Rows of the tables → entries and their forms. One function a table; nothing here knows how they are matched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qingname.registry.entry import Entry, Form, Role, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qingname.registry.read import Row

_OFFICIAL_CATEGORY = {
    "military": "military",
    "central_soe": "enterprise",
    "central_enterprise": "enterprise",
    "bank": "enterprise",
    "exchange": "enterprise",
    "soe": "enterprise",
    "public_institution": "institution",
    "international_org": "international",
}
_ORGAN_CATEGORY = {
    "military": "military",
    "media": "media",
    "school": "institution",
    "hospital": "institution",
    "culture": "institution",
    "utility": "enterprise",
    "embassy": "international",
}
_LEAD = re.compile(r"^(中华人民共和国|中国共产党)")

Named = tuple[Entry, list[tuple[str, Role]]]


def _text(row: Row, column: str) -> str:
    cell = row.cells.get(column, "")
    return cell if isinstance(cell, str) else "|".join(cell)


def _list(row: Row, column: str) -> tuple[str, ...]:
    cell = row.cells.get(column, ())
    return (cell,) if isinstance(cell, str) and cell else tuple(cell)


def named_entries(tables: dict[str, list[Row]]) -> Iterator[Named]:
    """Every entry that has a name of its own, with its forms in raw writing."""
    for stem, read in _NAMED.items():
        for row in tables.get(stem, ()):
            yield read(row)
    yield from _titles(tables)
    yield from _claims(tables)


def _titles(tables: dict[str, list[Row]]) -> Iterator[Named]:
    """Licences (without forms), and titles with the codes of the licences that carry them in ``parent``."""
    licences = tables.get("credentials", ())
    for row in licences:
        label = _text(row, "domain_label")
        yield Entry(_text(row, "code"), _text(row, "name_zh"), "license", _text(row, "domain"), label), []
    for row in tables.get("titles", ()):
        texts = (_text(row, "title"), *_list(row, "aliases"))
        # 副主任医师 is carried by what carries 医师: a title's head says which licence it needs
        codes = [
            _text(licence, "code")
            for licence in licences
            if any(text.endswith(_list(licence, "carries_titles")) for text in texts)
        ]
        entry = Entry(
            f"TIT:{texts[0]}",
            texts[0],
            "title",
            _text(row, "domain"),
            parent="|".join(codes),
            unverified="review",
            common=_text(row, "strength"),
            source=_text(row, "source"),
        )
        yield entry, [(text, Role.FULL) for text in texts]


def _claims(tables: dict[str, list[Row]]) -> Iterator[Named]:
    """Words that claim office or the platform's staff, so that 宫方 and 0fficial are seen for what they stand for."""
    rows = [("official_claim", row) for row in tables.get("claim_words", ())]
    rows += [("platform_role", row) for row in tables.get("role_words", ())]
    for kind, row in rows:
        if (_text(row, "kind"), _text(row, "strength")) == (kind, "strong"):
            word = _text(row, "word")
            yield Entry(f"CLM:{word}", word, "claim", kind, unverified="review"), [(word, Role.FULL)]


def _names(row: Row, full: str, *, latin: bool = True) -> list[tuple[str, Role]]:
    ambiguous = set(_list(row, "ambiguous_shorts"))
    common = _text(row, "ambiguous") == "yes" or full in ambiguous
    forms = [(full, Role.AMBIGUOUS if common else Role.FULL)]
    forms += [(short, Role.SHORT) for short in _list(row, "short_names") if short not in ambiguous]
    forms += [(short, Role.AMBIGUOUS) for short in sorted(ambiguous - {full})]
    if latin:
        forms += [(name, Role.LATIN) for name in _list(row, "latin_names")]
    return forms


def _body(row: Row) -> Named:
    kind, name = _text(row, "kind"), _text(row, "name")
    entry = Entry(
        _text(row, "id"),
        name,
        _OFFICIAL_CATEGORY.get(kind, "official"),
        kind,
        _text(row, "level"),
        _text(row, "region_code"),
        _text(row, "parent"),
        source=_text(row, "source"),
    )
    forms = _names(row, name)
    if (bare := _LEAD.sub("", name)) != name and len(bare) > 2:  # noqa: PLR2004 - 国务院 is the shortest
        forms.append((bare, Role.SHORT))
    if kind == "military" and name.endswith("部队"):
        # 联勤保障 for 联勤保障部队: the word for troops is what impostors leave out
        forms += [(text[:-2], Role.SHORT) for text, role in list(forms) if text.endswith("部队") and len(text) > 5]  # noqa: PLR2004
    return entry, forms


def _other(category: str) -> Callable[[Row], Named]:
    def read(row: Row) -> Named:
        name = _text(row, "name")
        entry = Entry(
            _text(row, "id"),
            name,
            category,
            _text(row, "kind"),
            _text(row, "level"),
            _text(row, "region_code"),
            _text(row, "parent"),
            source=_text(row, "source"),
        )
        return entry, _names(row, name)

    return read


def _illegal(row: Row) -> Named:
    name = _text(row, "name")
    entry = Entry(f"ILL:{name}", name, "illegal_org", _text(row, "status"), "national", source=_text(row, "source"))
    return entry, [(name, Role.FULL)]


def _region(row: Row) -> Named:
    name, short, former = _text(row, "name"), _text(row, "short_name"), _text(row, "status") == "abolished"
    place_id = _text(row, "code") + (f"-{_text(row, 'valid_from')}" if former else "")
    entry = Entry(
        place_id,
        name,
        "place",
        "former" if former else "division",
        _text(row, "level"),
        _text(row, "code"),
        _text(row, "parent"),
        "reject",
        common="full" if _text(row, "full_common") == "yes" else _text(row, "common_word"),
        successor=_text(row, "former_of"),
        source=_text(row, "source"),
    )
    forms = [(name, Role.FULL)]
    if short and short != name:
        forms.append((short, Role.FORMER if former else Role.SHORT))
    forms += [(alias, Role.SHORT) for alias in _list(row, "aliases") if len(alias) > 1]
    forms += [(abbreviation, Role.ABBREVIATION) for abbreviation in _list(row, "abbr")]
    return entry, forms


def _zone(row: Row) -> Named:
    name, ambiguous = _text(row, "name"), set(_list(row, "ambiguous_shorts"))
    code = _text(row, "admin_code") or _text(row, "province_or_city_code")
    entry = Entry(f"ZON:{name}", name, "place", _text(row, "kind"), "zone", code, source=_text(row, "source"))
    shorts = [s for s in (*_list(row, "short_names"), *_list(row, "aliases")) if s not in ambiguous]
    forms = [(name, Role.FULL), *((s, Role.SHORT) for s in shorts), *((s, Role.AMBIGUOUS) for s in sorted(ambiguous))]
    return entry, forms


def _country(row: Row) -> Named:
    name = _text(row, "name")
    entry = Entry(
        f"CTY:{_text(row, 'iso2')}",
        name,
        "country",
        level="international",
        unverified="review",
        source=_text(row, "source"),
    )
    return entry, [(name, Role.FULL), *((alias, Role.SHORT) for alias in _list(row, "aliases"))]


def _landmark(row: Row) -> Named:
    name = _text(row, "name")
    entry = Entry(
        f"LMK:{name}",
        name,
        "landmark",
        _text(row, "kind"),
        region=_text(row, "place_code"),
        unverified=_text(row, "unverified"),
        source=_text(row, "source"),
    )
    return entry, [(name, Role.FULL), *((alias, Role.SHORT) for alias in _list(row, "aliases"))]


def _person(row: Row) -> Named:
    name, kind = _text(row, "name"), _text(row, "kind")
    category = "foreign_leader" if kind == "foreign_leader" else "person"
    entry = Entry(f"PER:{name}", name, category, kind, unverified="reject", source=_text(row, "source"))
    return entry, [(name, Role.FULL), *((alias, Role.SHORT) for alias in _list(row, "aliases"))]


def _closed(row: Row) -> Named:
    name = _text(row, "name")
    entry = Entry(f"CLO:{name}", name, "closed_name", _text(row, "platform"), source=_text(row, "source"))
    return entry, [(name, Role.FULL)]


def _event(row: Row) -> Named:
    name = _text(row, "event")
    entry = Entry(f"EVT:{name}", name, "hot_event", source=_text(row, "source"))
    return entry, [(name, Role.FULL), *((keyword, Role.SHORT) for keyword in _list(row, "keywords"))]


def _own_brand(row: Row) -> Named:
    name = _text(row, "name")
    entry = Entry(f"OWN:{name}", name, "own_brand", "platform", source=_text(row, "source"))
    return entry, [(name, Role.FULL), *((short, Role.SHORT) for short in _list(row, "short_names"))]


def _limits(row: Row) -> Named:
    """A platform's limits on names: ``kind`` the characters it allows, ``level`` the bounds, ``common`` Han units."""
    preset, bounds = _text(row, "preset"), f"{_text(row, 'min')}-{_text(row, 'max')}"
    source = _text(row, "source")
    units = _text(row, "han_units")
    return Entry(f"LIM:{preset}", preset, "limits", _text(row, "allowed"), bounds, common=units, source=source), []


_NAMED: dict[str, Callable[[Row], Named]] = {
    "bodies": _body,
    "media": _other("media"),
    "institutions": _other("institution"),
    "brands": _other("enterprise"),
    "illegal_orgs": _illegal,
    "regions": _region,
    "zones": _zone,
    "countries": _country,
    "landmarks": _landmark,
    "persons": _person,
    "closed_names": _closed,
    "hot_events": _event,
    "own_brand": _own_brand,
    "name_limits": _limits,
}


def organ_entry(row: Row) -> tuple[Entry, list[Form]]:
    """One organ of the grammar and its forms around a place (slot R) or a country (slot C), in raw writing."""
    kind, pattern = _text(row, "kind"), _text(row, "pattern")
    entry = Entry(
        _text(row, "id"),
        pattern,
        "organ",
        kind,
        "|".join(_list(row, "levels")),
        parent=_ORGAN_CATEGORY.get(kind, "official"),
        unverified=_text(row, "unverified"),
        alone=_text(row, "alone"),
        common=_text(row, "strength"),
        source=_text(row, "source"),
    )
    shapes = [pattern]
    shapes += [short if "{" in short else f"{{R}}{short}" for short in _list(row, "shorts")]
    return entry, [form for shape in shapes if (form := _organ_form(shape))]


def _organ_form(shape: str) -> Form | None:
    """Cut one shape at its last place: 国网{R}供电公司 → before 国网, rest 供电公司."""
    before, slot, after = shape.rpartition("{R}") if "{R}" in shape else shape.rpartition("{C}")
    if not slot:
        return None
    before = before.rpartition("}")[2]
    if before:
        return Form(before, 0, Role.BEFORE, after, slot[1])
    return Form(after, 0, Role.AFTER, "", slot[1]) if after else None


def context_words(tables: dict[str, list[Row]]) -> Iterator[Word]:
    """Every word of context, in raw writing."""
    for row in tables.get("state_words", ()):
        yield Word(_text(row, "word"), "state", _text(row, "kind"), _text(row, "strength"))
    for row in tables.get("news_words", ()):
        yield Word(_text(row, "word"), "news", "news", _text(row, "strength"), _text(row, "place"), _text(row, "head"))
    for row in tables.get("claim_words", ()):
        yield Word(_text(row, "word"), "claim", _text(row, "kind"), _text(row, "strength"))
    for row in tables.get("role_words", ()):
        yield Word(_text(row, "word"), "role", _text(row, "kind"), _text(row, "strength"))
    for row in tables.get("contact_words", ()):
        # A weak word (薇, Q) is no contact by itself, and other rules must not take it for one.
        kind, strength = _text(row, "kind"), _text(row, "strength")
        yield Word(_text(row, "word"), "contact", "word" if strength == "weak" else kind, strength, head=kind)
    for row in tables.get("place_contexts", ()):
        yield Word(_text(row, "word"), "place_context", _text(row, "kind"), position=_text(row, "position"))
    for row in tables.get("name_contexts", ()):
        yield Word(_text(row, "word"), "context", _text(row, "kind"), position=_text(row, "position"))
    for row in tables.get("title_contexts", ()):
        before, slot, after = _text(row, "pattern").partition("{T}")
        position = "any" if not slot else "before" if before else "after"
        yield Word(before + after, "title_context", _text(row, "kind"), position=position)
    for row in tables.get("traps", ()):
        yield Word(_text(row, "word"), "trap", _text(row, "kind"), contains=_list(row, "contains"))
