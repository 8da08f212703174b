"""The schema of every registry table, in one place: which columns it has and what a cell of each may hold.

``TABLES`` is keyed by the stem of the file, so that ``bodies.csv`` is read by ``TABLES["bodies"]`` wherever it lies.
The tables with a folder ship with qingname under ``data/``. Those without one do not ship: only a platform can fill
them, and they lie at the top of its own folder.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["text", "list", "choice", "code", "date", "year", "int", "yesno"]
"""What a cell holds.

text    one line, as written
list    items joined with ``|``; with ``choices`` every item is one of them
choice  one of ``choices``
code    six digits of GB/T 2260
date    YYYY, YYYY-MM or YYYY-MM-DD; a source is often dated no closer than a month
year    four digits
int     a whole number, not negative
yesno   ``yes`` or ``no``
"""


class Column(msgspec.Struct, frozen=True):
    """One column. A ``required`` cell is never empty; any other kind may be left empty."""

    name: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()


class Table(msgspec.Struct, frozen=True):
    """One table. ``file`` is its path below ``data/``; no two rows agree in all columns of ``key``."""

    file: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns in the order in which the shipped file has them."""
        return tuple(column.name for column in self.columns)


PROVENANCE = ("source", "source_date")
"""Where a fact is from and when. Shipped rows always say; a platform may leave both columns out of its own tables."""

# A vocabulary is read as a line of words, not as a column.
# fmt: off
_LEVELS = ("national", "provincial", "prefecture", "county", "international")
_DIVISIONS = ("province", "prefecture", "county")
_WORTH = ("reject", "review", "none")
_VERDICTS = ("reject", "review")
_GRADES = ("strong", "medium", "weak")
_BODY_KINDS = (
    "party", "government", "npc", "cppcc", "court", "procuratorate", "supervision", "military", "mass_org",
    "democratic_party", "hotline", "platform", "gov_account", "central_soe", "central_enterprise", "soe", "bank",
    "exchange", "international_org", "exam_authority", "public_institution",
)
_BRAND_KINDS = ("platform", "maker", "food", "logistics", "finance", "sport", "foreign")
_INSTITUTION_KINDS = ("university", "hospital", "school")
_MEDIA_KINDS = (
    "agency", "newspaper", "magazine", "tv", "radio", "news_site", "new_media_brand", "county_media_centre",
    "program",
)
_ORGAN_KINDS = (
    "party", "supervision", "npc", "government", "cppcc", "court", "procuratorate", "police", "security", "fire",
    "military", "tax", "customs", "finance", "mass_org", "democratic_party", "institution", "education", "media",
    "hospital", "school", "culture", "utility", "autonomous", "claim", "embassy", "bare_region",
)
_ZONE_KINDS = (
    "national_new_area", "free_trade_port", "free_trade_zone", "cooperation_zone", "region_group", "national_zone",
    "municipal_zone", "corps", "corps_division", "non_mca_district",
)
_TITLE_DOMAINS = (
    "medical", "psychology", "legal", "education", "finance", "media", "engineering", "arts", "sports", "commerce",
    "service", "government_post", "military_post", "science_industry", "culture",
)
_CREDENTIAL_DOMAINS = (
    "medical", "legal", "education", "psychology", "finance", "media", "animal", "engineering", "sports",
    "government",
)
_TITLE_CONTEXT_KINDS = ("relation", "object", "greeting", "fiction", "animal_object", "brand_place", "negation")
_ROLE_KINDS = (
    "event_party", "military_identity", "police_role", "government_role", "platform_role", "government_service",
)
_STATE_KINDS = ("prefix", "modifier", "org", "claim", "military", "place", "emblem", "event", "leader", "function",
    "oversight", "head")
_CLAIM_KINDS = ("official_claim", "self_claim", "staff_service")
_CONTACT_KINDS = ("wechat", "qq", "phone", "telegram", "account", "qr")
_PLACE_CONTEXT_KINDS = (
    "food", "person", "hometown", "culture", "road_landmark", "business", "sport_fan", "hobby", "lead_in",
)
_ILLEGAL_STATUS = ("suspected", "banned", "offshore", "website_closed", "account_closed")
_PERSON_KINDS = ("public_figure", "event_party", "foreign_leader", "state_leader", "staff")
# fmt: on

_SOURCE = (Column("source", required=True), Column("source_date", "date", required=True))


def _must(name: str, *choices: str) -> Column:
    """Build a column that is never empty: one of ``choices``, or any text where none are given."""
    return Column(name, "choice" if choices else "text", required=True, choices=choices)


def _lists(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "list") for name in names)


def _names(kinds: tuple[str, ...], *more: Column) -> tuple[Column, ...]:
    """Build the columns that every table of named bodies shares, with ``more`` before the source."""
    return (
        _must("id"),
        _must("name"),
        *_lists("short_names", "ambiguous_shorts", "latin_names"),
        _must("kind", *kinds),
        _must("level", *_LEVELS),
        Column("region_code", "code"),
        Column("parent"),
        *more,
        *_SOURCE,
    )


def _words(*columns: Column) -> tuple[Column, ...]:
    return (_must("word"), *columns, *_SOURCE)


_OFFICIAL_NAMES = {
    "bodies": Table("official_names/bodies.csv", ("id",), _names(_BODY_KINDS)),
    "brands": Table("official_names/brands.csv", ("id",), _names(_BRAND_KINDS)),
    "institutions": Table("official_names/institutions.csv", ("id",), _names(_INSTITUTION_KINDS, Column("moe_code"))),
    "media": Table(
        "official_names/media.csv", ("id",), _names(_MEDIA_KINDS, Column("ambiguous", "yesno", required=True))
    ),
    "organs": Table(
        "official_names/organs.csv",
        ("id",),
        (
            _must("id"),
            _must("type", "organ", "template"),
            _must("pattern"),
            *_lists("shorts"),
            _must("kind", *_ORGAN_KINDS),
            Column("levels", "list", choices=_DIVISIONS),
            _must("strength", "protected", "suspicious"),
            _must("unverified", *_VERDICTS),
            _must("alone", *_WORTH),
            Column("basis"),
            Column("note"),
            *_SOURCE,
        ),
    ),
    "illegal_orgs": Table(
        "official_names/illegal_orgs.csv",
        ("name",),
        (
            _must("name"),
            *_lists("similar_legal_org"),
            _must("status", *_ILLEGAL_STATUS),
            *_SOURCE,
            Column("where"),
        ),
    ),
}

_ADMIN_REGIONS = {
    "regions": Table(
        "admin_regions/regions.csv",
        # One code may have stood for two divisions in turn, or for one under two names.
        ("code", "valid_from", "name"),
        (
            Column("code", "code", required=True),
            _must("name"),
            _must("level", *_DIVISIONS),
            Column("parent", "code", required=True),
            _must("short_name"),
            *_lists("aliases"),
            Column("abbr", "list"),
            _must("status", "current", "abolished"),
            Column("valid_from", "year"),
            Column("valid_to", "year"),
            *_lists("successor"),
            Column("former_of"),
            Column("word_freq", "int"),
            Column("word_tag"),
            Column("common_word", "yesno", required=True),
            Column("full_common", "yesno", required=True),
            *_SOURCE,
        ),
    ),
    "zones": Table(
        "admin_regions/zones.csv",
        ("name",),
        (
            _must("name"),
            *_lists("short_names", "ambiguous_shorts"),
            _must("kind", *_ZONE_KINDS),
            Column("province_or_city_code", "code", required=True),
            Column("admin_code", "code"),
            Column("established", "year"),
            *_lists("aliases"),
            *_SOURCE,
        ),
    ),
    "countries": Table(
        "admin_regions/countries.csv",
        ("iso2",),
        (_must("iso2"), _must("name"), *_lists("aliases"), _must("name_en"), *_SOURCE),
    ),
    "landmarks": Table(
        "admin_regions/landmarks.csv",
        ("name",),
        (
            _must("name"),
            *_lists("aliases"),
            _must("kind", "seat_of_organ", "landmark"),
            Column("place_code", "code", required=True),
            _must("unverified", *_VERDICTS),
            *_SOURCE,
        ),
    ),
}

_TITLES = {
    "titles": Table(
        "titles/titles.csv",
        ("title",),
        (
            _must("title"),
            *_lists("aliases"),
            _must("domain", *_TITLE_DOMAINS),
            *_lists("credentials"),
            _must("strength", "strong", "weak"),
            *_SOURCE,
        ),
    ),
    "title_contexts": Table(
        "titles/title_contexts.csv",
        ("pattern",),
        (_must("pattern"), _must("kind", *_TITLE_CONTEXT_KINDS), Column("example"), *_SOURCE),
    ),
    "credentials": Table(
        "titles/credentials.csv",
        ("code",),
        (
            _must("code"),
            _must("name_zh"),
            _must("domain", *_CREDENTIAL_DOMAINS),
            _must("domain_label"),
            *_lists("carries_titles"),
            *_SOURCE,
        ),
    ),
    "role_words": Table(
        "titles/role_words.csv",
        ("word",),
        _words(_must("kind", *_ROLE_KINDS), _must("strength", *_GRADES), Column("note")),
    ),
}

_WORDS = {
    "state_words": Table(
        "words/state_words.csv",
        ("word",),
        _words(_must("strength", "strict", "medium", "weak"), _must("kind", *_STATE_KINDS)),
    ),
    "news_words": Table(
        "words/news_words.csv",
        ("word",),
        _words(_must("strength", *_GRADES), _must("place", *_VERDICTS), _must("head", *_WORTH), Column("note")),
    ),
    "claim_words": Table(
        "words/claim_words.csv", ("word",), _words(_must("kind", *_CLAIM_KINDS), _must("strength", *_GRADES))
    ),
    "contact_words": Table(
        "words/contact_words.csv", ("word",), _words(_must("kind", *_CONTACT_KINDS), _must("strength", *_GRADES))
    ),
    "name_limits": Table(
        "words/name_limits.csv",
        ("preset",),
        (
            _must("preset"),
            Column("min", "int", required=True),
            Column("max", "int", required=True),
            Column("han_units", "int", required=True),
            Column("allowed", "list", choices=("han", "letter", "digit")),
            *_SOURCE,
        ),
    ),
    "place_contexts": Table(
        "words/place_contexts.csv",
        ("word", "position"),
        _words(_must("kind", *_PLACE_CONTEXT_KINDS), _must("position", "before", "after")),
    ),
    "name_contexts": Table(
        "words/name_contexts.csv",
        ("word", "position"),
        _words(_must("kind"), _must("position", "before", "after")),
    ),
    "innocent_words": Table("words/innocent_words.csv", ("word",), _words()),
    "traps": Table(
        "words/traps.csv",
        ("word",),
        _words(Column("contains", "list", required=True), _must("kind", "region", "org", "title")),
    ),
}

_FROM = Column("source", required=True)
_CHARACTERS = {
    "lookalikes": Table(
        "characters/lookalikes.csv", ("char", "anchor"), (_must("char"), _must("anchor"), _must("score"), _FROM)
    ),
    "lookalikes_curated": Table(
        "characters/lookalikes_curated.csv", ("char", "anchor"), (_must("char"), _must("anchor"), Column("note"), _FROM)
    ),
    "variants": Table("characters/variants.csv", ("char",), (_must("char"), _must("standard"), _must("kind"), _FROM)),
    "components": Table("characters/components.csv", ("char", "parts"), (_must("char"), _must("parts"), _FROM)),
    "decorations": Table("characters/decorations.csv", ("char",), (_must("char"), Column("note"), _FROM)),
    "latin_lookalikes": Table("characters/latin_lookalikes.csv", ("char",), (_must("char"), _must("latin"), _FROM)),
    "numerals": Table("characters/numerals.csv", ("char",), (_must("char"), _must("digit"), _FROM)),
}

_MARK_KINDS = ("mark", "emblem", "flag", "seal")
_MARKS = {  # read by qingname.avatar; beside it lies a file for each mark, whose digest is in the column looks
    "marks": Table(
        "avatars/marks.csv",
        ("id",),
        (_must("id"), _must("name"), Column("target"), _must("kind", *_MARK_KINDS), _must("looks"), *_SOURCE),
    )
}

_OF_A_PLATFORM = {
    "persons": Table(
        "persons.csv",
        ("name",),
        (
            _must("name"),
            *_lists("aliases"),
            _must("kind", *_PERSON_KINDS),
            Column("reason"),
            Column("source", required=True),
        ),
    ),
    "hot_events": Table(
        "hot_events.csv",
        ("event",),
        (
            _must("event"),
            *_lists("keywords"),
            Column("from", "date"),
            Column("to", "date"),
            Column("source", required=True),
        ),
    ),
    "closed_names": Table(
        "closed_names.csv",
        ("name", "platform"),
        (
            _must("name"),
            Column("platform"),
            Column("closed_at", "date"),
            Column("reason"),
            Column("source", required=True),
        ),
    ),
    "own_brand": Table(
        "own_brand.csv",
        ("name",),
        (_must("name"), *_lists("short_names"), Column("source", required=True)),
    ),
}

TABLES: dict[str, Table] = _OFFICIAL_NAMES | _ADMIN_REGIONS | _TITLES | _WORDS | _CHARACTERS | _MARKS | _OF_A_PLATFORM
