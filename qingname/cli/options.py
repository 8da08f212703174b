"""The options that every judging command shares, and the checker that they ask for."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from qingname.errors import InputError
from qingname.model import Account, AccountType
from qingname.policy import Profile
from qingname.reading import decode_text, parse_credentials

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping

    from qingname.audit.recipe import Recipe
    from qingname.avatar.inspector import Inspector
    from qingname.checker import Checker
    from qingname.policy import Policy
    from qingname.verification import CredentialVerifier

_Command = TypeVar("_Command", bound="Callable[..., Any]")

FOLDER = click.Path(path_type=Path)


def utf8(_ctx: click.Context, parameter: click.Parameter, value: Any) -> Any:  # noqa: ANN401 - click's signature
    """Read an argument as UTF-8 whatever the locale says: bytes that this one cannot read come as lone surrogates."""
    label = next((name for name in parameter.opts if name.startswith("--")), "NAME")
    return tuple(_text(label, text) for text in value) if isinstance(value, tuple) else _text(label, value)


def _text(label: str, argument: str) -> str:
    if argument.isprintable():  # no lone surrogate is
        return argument
    try:
        raw = argument.encode("utf-8", "surrogateescape")
        return decode_text(raw)
    except UnicodeEncodeError as error:
        raise InputError(f"{label}: {argument!r} holds half of a UTF-16 pair; give whole characters") from error
    except InputError as error:
        raise InputError(f"{label}: {error}") from error


_JUDGING = (
    click.option("--profile", type=click.Choice(get_args(Profile)), help="balanced (default), or the literal notice."),
    click.option("--policy", type=FOLDER, metavar="FILE", help="A platform's own settings, in TOML."),
    click.option(
        "--registry", type=FOLDER, metavar="DIR", multiple=True, help="A folder of your own tables; repeatable."
    ),
    click.option(
        "--marks", type=FOLDER, metavar="DIR", multiple=True, help="A folder of your own marks; repeatable."
    ),
    click.option(
        "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="The day to judge on; today."
    ),
)
_LANGUAGE = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", envvar="QINGNAME_LANG", help="Language of the sentences."
)
_ACCOUNT = (
    click.option("--bio", default="", callback=utf8, metavar="TEXT", help="The account's bio."),
    click.option("--avatar", metavar="FILE", help="The account's avatar: a file, or a data: or https URL."),
    click.option(
        "--type",
        "account_type",
        type=click.Choice(get_args(AccountType)),
        default="personal",
        help="What the account is registered as; personal by default.",
    ),
    click.option(
        "--credential",
        multiple=True,
        callback=utf8,
        metavar="KIND:NAME[@EXPIRY]",
        help="What the platform has verified, e.g. media_org:人民日报@2027-03-09; repeatable.",
    ),
)

_VERIFYING = (
    click.option(
        "--verify-table",
        type=FOLDER,
        metavar="PATH",
        help="Believe only credentials of this register: CSV, or SQLite with a table credentials.",
    ),
    click.option(
        "--verify-url",
        metavar="URL",
        help="Ask this service about each credential: JSON by POST, https (http only to this machine).",
    ),
)


def judging(command: _Command) -> _Command:
    """Add what decides a verdict besides the account: profile, policy, registries, day."""
    return _with(command, _JUDGING)


def language(command: _Command) -> _Command:
    """Add ``--lang``."""
    return _LANGUAGE(command)


def account(command: _Command) -> _Command:
    """Add what an account has besides its name."""
    return _with(command, _ACCOUNT)


def verifying(command: _Command) -> _Command:
    """Add who is asked whether a credential stands."""
    return _with(command, _VERIFYING)


def _with(command: _Command, options: tuple[Callable[[_Command], _Command], ...]) -> _Command:
    for option in reversed(options):
        command = option(command)
    return command


def account_of(options: Mapping[str, Any]) -> Account:
    """Give the nameless account that the options describe."""
    credentials = tuple(found for spec in options["credential"] for found in parse_credentials(spec))
    return Account(
        "",
        bio=options["bio"],
        avatar=options["avatar"],
        account_type=options["account_type"],
        credentials=credentials,
    )


def policy_of(options: Mapping[str, Any]) -> Policy:
    """Give the policy file's settings, or the defaults; ``--profile`` overrides the file."""
    import msgspec  # noqa: PLC0415 - --help needs no settings

    from qingname.policy import Policy  # noqa: PLC0415 - the same

    policy = policy_file(options["policy"], options["registry"]) if options["policy"] else Policy()
    return msgspec.structs.replace(policy, profile=options["profile"]) if options["profile"] else policy


def policy_file(path: Path, folders: tuple[Path, ...] = ()) -> Policy:
    """Read a policy that names only rules that there are, and a preset that the shipped registry or a folder has."""
    from qingname.policy import load_policy  # noqa: PLC0415 - most calls name no policy
    from qingname.registry import Registry, shipped  # noqa: PLC0415 - the same
    from qingname.rules import RULES  # noqa: PLC0415 - the same

    codes = {rule.code: rule.name for rule in RULES}
    policy = load_policy(path, codes)
    if policy.limits is None or not policy.limits.preset or policy.limits.preset in Registry(shipped()).limits:
        return policy
    return load_policy(path, codes, sorted(Registry(shipped(), *layers(folders)).limits))


def checker_of(
    options: Mapping[str, Any], *, as_of: datetime.date | None = None, extra: list[Any] | None = None
) -> Checker:
    """Make the checker that the options ask for; ``as_of`` is the day where ``--as-of`` says none.

    ``extra`` are the compiled folders of ``--registry`` where the caller has them already.
    """
    from qingname.checker import Checker  # noqa: PLC0415 - --help and usage errors need no engine

    day = options["as_of"].date() if options["as_of"] else as_of
    policy = policy_of(options)
    gc.disable()  # the snapshot is some 100,000 objects that live to the end: looking through them costs a third more
    try:
        lang, verifier = options.get("lang", "zh"), verifier_of(options)
        beside = layers(options["registry"]) if extra is None else extra
        return Checker(
            policy, extra=beside, as_of=day, lang=lang, verifier=verifier, inspector=inspector_of(policy, options)
        )
    finally:
        gc.freeze()
        gc.enable()


def inspector_of(policy: Policy, options: Mapping[str, Any]) -> Inspector | None:
    """Make what looks at avatars for the user's own marks too; None where there are none: the checker has its own."""
    if not options.get("marks"):
        return None
    from qingname.avatar.inspector import inspector_for  # noqa: PLC0415 - most calls name no marks

    return inspector_for(policy, options["marks"])


def recipe_in(folder: Path, options: Mapping[str, Any]) -> Recipe:
    """Say how other processes make the checker that the options ask for; compiled tables go into ``folder``."""
    from qingname.audit.recipe import recipe_of  # noqa: PLC0415 - only audits need it

    own = layers(options["registry"])
    checker = checker_of(options, extra=own)
    return recipe_of(checker, own, folder, options["verify_table"], options["verify_url"], options["marks"])


def verifier_of(options: Mapping[str, Any]) -> CredentialVerifier | None:
    """Make the verifier that the options ask for; None where they name none."""
    table, url = options.get("verify_table"), options.get("verify_url")
    if table is not None and url is not None:
        raise click.UsageError("--verify-table and --verify-url are two registers; name the one that decides.")
    if table is not None:
        from qingname.verifiers import TableVerifier  # noqa: PLC0415 - most calls verify nothing

        return TableVerifier(table)
    if url is not None:
        from qingname.verifiers import HttpVerifier  # noqa: PLC0415 - the same

        return HttpVerifier(url)
    return None


def layers(folders: tuple[Path, ...]) -> list[Any]:
    """Compile each of the user's folders."""
    if not folders:
        return []
    from qingname.registry import shipped  # noqa: PLC0415 - compiling is slow; most calls name no folder
    from qingname.registry.build import layer  # noqa: PLC0415 - the same

    return [layer(folder, shipped()) for folder in folders]
