"""Which network addresses belong to the public internet, and to nobody's own network.

From the IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890; as of 2025) and the multicast ranges. The
table is ours because ``ipaddress.is_global`` differs between patch releases of Python 3.11, and counts 6to4 and NAT64
addresses, which hold an IPv4 address of anybody's choice, as global.
"""

from __future__ import annotations

import ipaddress
from typing import Final

_PUBLIC_6: Final = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that has been given out; mapped, translated (64:ff9b::), local and multicast addresses lie outside."""

_RESERVED: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers; 100.100.100.200 is Alibaba Cloud's metadata service
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local; 169.254.169.254 is the metadata service of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "2001::/23",  # protocol assignments: Teredo, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)


def is_public(address: str) -> bool:
    """Whether an IPv4 or IPv6 address in text is one of the public internet; what is no address is not."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed not in _PUBLIC_6:
        return False
    return not any(parsed in network for network in _RESERVED if network.version == parsed.version)
