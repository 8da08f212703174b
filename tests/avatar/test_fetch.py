"""Pictures behind URLs of strangers."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from typing import TYPE_CHECKING, Any

import httpcore
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingname.avatar.addresses import is_public
from qingname.avatar.fetch import HttpsFetcher
from qingname.avatar.source import read_avatar
from qingname.errors import AvatarError
from tests.avatar.conftest import PICTURE, PUBLIC, Network

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import trustme

    from tests.avatar.conftest import Site

URL = "https://pictures.example"


def of_hosts(host: str, _: int) -> Sequence[str]:
    hosts = {"inside.example": ["10.0.0.7"], "mixed.example": [PUBLIC, "169.254.169.254"], "empty.example": []}
    return hosts.get(host, [PUBLIC])


@pytest.fixture
def fetcher(authority: trustme.CA, network: Network) -> Callable[..., HttpsFetcher]:
    def made(**options: Any) -> HttpsFetcher:  # noqa: ANN401 - what HttpsFetcher takes
        context = ssl.create_default_context()
        authority.configure_trust(context)
        return HttpsFetcher(**{"context": context, "resolve": of_hosts, "network": network, **options})

    return made


def refusal(fetch: HttpsFetcher, url: str) -> str:
    with pytest.raises(AvatarError) as caught:
        fetch(url)
    return caught.value.code


def test_a_picture_is_fetched_over_an_address_that_was_checked(
    fetcher: Callable[..., HttpsFetcher], site: Site, network: Network
) -> None:
    assert read_avatar(f"{URL}/a/头像.png?size=大&x=%20#top", fetch=fetcher()) == PICTURE
    assert network.dialled == [PUBLIC]
    ((path, headers),) = site.asked
    assert path == "/a/%E5%A4%B4%E5%83%8F.png?size=%E5%A4%A7&x=%20"
    assert headers["host"] == "pictures.example"
    assert headers["accept-encoding"] == "identity"
    assert not {"cookie", "authorization", "referer"} & headers.keys()


@pytest.mark.parametrize(
    "url",
    [
        "http://pictures.example/",
        "https://user:word@pictures.example/",
        "https://user@pictures.example/",
        "https://pictures.example:8443/",
        "https://pictures.example:22/",
        "https://pictures.example:99999/",
        "https:///picture.png",
        "https://",
        "https://[::1]/",
        "https://[2606:4700::1111]/",
        "https://[::1",
        "https://pictures.example\\@inside.example/",
        "https://pictures.example/a b",
        "https://pictures.example/a\r\nHost: inside.example",
        "https://pictures.\u200bexample/",
        "https://" + "a" * 70 + ".example/",
        "https://pictures.example/" + "a" * 3_000,
        "ftp://pictures.example/",
    ],
)
def test_a_url_that_may_not_be_asked_is_not(fetcher: Callable[..., HttpsFetcher], network: Network, url: str) -> None:
    assert refusal(fetcher(), url) == "url"
    assert not network.dialled


URLS = st.one_of(
    st.text(max_size=80),
    st.builds("https://{}".format, st.text(max_size=60)),
    st.builds(
        "https://{}.example{}{}".format, st.text(max_size=20), st.sampled_from(["", ":", ":443", "."]), st.text()
    ),
)


@given(URLS)
@settings(deadline=None, max_examples=400)
def test_any_url_is_refused_in_one_way(url: str) -> None:
    fetch = HttpsFetcher(resolve=lambda *_: ["10.0.0.1"], context=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    assert refusal(fetch, url) in {"url", "address"}


def test_another_port_is_asked_where_it_is_allowed(fetcher: Callable[..., HttpsFetcher]) -> None:
    assert fetcher(ports=(443, 8443))(f"{URL}:8443/") == PICTURE


@pytest.mark.parametrize("host", ["inside.example", "mixed.example"])
def test_a_host_with_an_inner_address_is_not_asked(
    fetcher: Callable[..., HttpsFetcher], network: Network, host: str
) -> None:
    assert refusal(fetcher(), f"https://{host}/") == "address"
    assert not network.dialled


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "0", "localhost", "１２７.0.0.1", "127。0。0。1"]
)
def test_an_inner_address_in_any_spelling_is_not_asked(host: str, network: Network) -> None:
    assert refusal(HttpsFetcher(network=network), f"https://{host}/") == "address"
    assert not network.dialled


def test_a_name_that_changes_its_address_is_asked_at_the_checked_one(
    fetcher: Callable[..., HttpsFetcher], network: Network
) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    fetch = fetcher(resolve=lambda *_: next(answers))
    assert fetch(f"{URL}/") == PICTURE
    assert network.dialled == [PUBLIC]
    assert refusal(fetch, f"{URL}/") == "address"


def test_two_redirects_are_followed_and_a_third_is_not(fetcher: Callable[..., HttpsFetcher], site: Site) -> None:
    assert fetcher()(f"{URL}/to//to/https://cdn.example/picture") == PICTURE
    assert [headers["host"] for _, headers in site.asked] == ["pictures.example", "pictures.example", "cdn.example"]
    assert refusal(fetcher(), f"{URL}/around/0") == "redirects"
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("https://inside.example/", "address"),
        ("https://mixed.example/", "address"),
        ("http://pictures.example/", "url"),
        ("https://a:b@pictures.example/", "url"),
        ("https://pictures.example:8443/", "url"),
        ("file:///etc/passwd", "url"),
        ("//inside.example/", "address"),
        ("https://[::1", "url"),
        ("https://[::ffff:10.0.0.1]/", "url"),
        ("https://pictures.example:port/", "url"),
    ],
)
def test_a_redirect_is_checked_like_a_url(
    fetcher: Callable[..., HttpsFetcher], network: Network, to: str, code: str
) -> None:
    assert refusal(fetcher(), f"{URL}/to/{to}") == code
    assert network.dialled == [PUBLIC]


def test_no_cookie_is_kept(fetcher: Callable[..., HttpsFetcher], site: Site) -> None:
    assert fetcher()(f"{URL}/cookie") == PICTURE
    assert all("cookie" not in headers for _, headers in site.asked)


@pytest.mark.parametrize("path", ["announced", "endless"])
def test_a_body_over_the_limit_is_not_read_to_its_end(fetcher: Callable[..., HttpsFetcher], path: str) -> None:
    assert refusal(fetcher(seconds=20), f"{URL}/{path}") == "too_many_bytes"


@pytest.mark.parametrize("path", ["drip", "drip_headers", "silent"])
def test_slow_answers_end_at_the_deadline(fetcher: Callable[..., HttpsFetcher], path: str) -> None:
    start = time.monotonic()
    assert refusal(fetcher(seconds=0.6), f"{URL}/{path}") == "late"
    assert 0.5 < time.monotonic() - start < 2


def test_a_slow_look_up_ends_at_the_deadline(fetcher: Callable[..., HttpsFetcher]) -> None:
    asleep = threading.Event()

    def slow(*_: object) -> list[str]:
        asleep.wait(5)
        return [PUBLIC]

    start = time.monotonic()
    assert refusal(fetcher(seconds=0.3, resolve=slow), f"{URL}/") == "late"
    assert time.monotonic() - start < 2
    asleep.set()


@pytest.fixture
def mute() -> Iterator[int]:
    """A port that takes connections and says nothing, not even hello in TLS."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_a_handshake_that_never_comes_ends_at_the_deadline(fetcher: Callable[..., HttpsFetcher], mute: int) -> None:
    start = time.monotonic()
    assert refusal(fetcher(seconds=0.5, network=Network(mute)), f"{URL}/") == "late"
    assert time.monotonic() - start < 2


def test_redirects_share_one_deadline(fetcher: Callable[..., HttpsFetcher]) -> None:
    start = time.monotonic()
    assert refusal(fetcher(seconds=0.6), f"{URL}/to//drip") == "late"
    assert time.monotonic() - start < 1.5


@pytest.mark.parametrize("status", [204, 206, 304, 401, 404, 500])
def test_anything_but_200_is_an_error(fetcher: Callable[..., HttpsFetcher], status: int) -> None:
    assert refusal(fetcher(), f"{URL}/status/{status}") == "status"


def test_a_compressed_body_is_refused(fetcher: Callable[..., HttpsFetcher]) -> None:
    assert refusal(fetcher(), f"{URL}/gzip") == "encoding"


@pytest.mark.parametrize("path", ["short", "nonsense"])
def test_an_answer_that_is_none_is_an_error(fetcher: Callable[..., HttpsFetcher], path: str) -> None:
    assert refusal(fetcher(), f"{URL}/{path}") == "connection"


def test_a_certificate_of_another_name_is_refused(fetcher: Callable[..., HttpsFetcher], site: Site) -> None:
    assert refusal(fetcher(), "https://other.example/") == "certificate"
    assert not site.asked


def test_a_certificate_of_an_unknown_authority_is_refused(network: Network, site: Site) -> None:
    assert refusal(HttpsFetcher(resolve=of_hosts, network=network), f"{URL}/") == "certificate"
    assert not site.asked


def test_a_host_that_is_not_there_is_an_error(fetcher: Callable[..., HttpsFetcher]) -> None:
    def fails(*_: object) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert refusal(fetcher(resolve=fails), f"{URL}/") == "connection"
    assert refusal(fetcher(), "https://empty.example/") == "connection"


def test_a_closed_port_is_an_error_and_the_next_address_is_tried(
    fetcher: Callable[..., HttpsFetcher], network: Network
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closing:
        port = closing.getsockname()[1]
    assert refusal(fetcher(network=Network(port)), f"{URL}/") == "connection"

    class Half(Network):
        def connect_tcp(self, host: str, *rest: Any, **named: Any) -> Any:  # noqa: ANN401 - httpcore's signature
            if host != PUBLIC:
                raise httpcore.ConnectError("no route")
            return super().connect_tcp(host, *rest, **named)

    both = fetcher(network=Half(network.port), resolve=lambda *_: ["93.184.215.15", PUBLIC])
    assert both(f"{URL}/") == PICTURE


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 - an address to be refused
        "10.1.2.3",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "",
        "pictures.example",
        "127.1",
    ],
)
def test_no_inner_address_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "114.114.114.114", "172.32.0.1", "100.128.0.1", "2400:3200::1", PUBLIC])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)
