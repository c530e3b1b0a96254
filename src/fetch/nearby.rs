//! What lies in a private network. A feed may not lead the reader into the network of the person who
//! reads it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// Whether an address lies in a private network as far as can be told by looking at it.
pub(crate) fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => is_local_v4(address),
        Some(Host::Ipv6(address)) => is_local_v6(address),
        Some(Host::Domain(name)) => is_local_name(name),
        None => true,
    }
}

/// Whether this is an address of a private network.
pub(crate) fn is_local_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_local_v4(address),
        IpAddr::V6(address) => is_local_v6(address),
    }
}

/// Loopback, private, link-local, shared (RFC 6598), this network, multicast, broadcast.
fn is_local_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || first == 0
        || (first == 100 && (64..128).contains(&second))
}

/// Loopback, unspecified, unique local (RFC 4193), link-local, multicast, and IPv4 in disguise.
fn is_local_v6(address: Ipv6Addr) -> bool {
    let embedded = embedded(address).is_some_and(is_local_v4);
    address.is_loopback()
        || address.is_unspecified()
        || address.is_unique_local()
        || address.is_unicast_link_local()
        || address.is_multicast()
        || embedded
}

/// Names that only mean something nearby (RFC 6761, RFC 6762, RFC 8375).
fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let nearby = ["localhost", "local", "lan", "internal", "home.arpa"];
    !name.contains('.')
        || nearby.iter().any(|end| {
            name.strip_suffix(end)
                .is_some_and(|rest| rest.ends_with('.'))
        })
}

/// The IPv4 address that is meant: mapped, compatible, translated (RFC 6052) or tunnelled (RFC 3056).
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let from = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match address.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => Some(from(high, low)),
        _ => address.to_ipv4(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_private_network_is_known_in_every_disguise() {
        let check = |address: &str, expect: bool| {
            let read: IpAddr = address.parse().expect("an address");
            assert_eq!(is_local_address(read), expect, "{address}");
        };
        for inside in [
            "127.0.0.53",
            "172.31.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:c0a8:1::1",
            "fe80::1",
            "fd12::1",
        ] {
            check(inside, true);
        }
        for outside in [
            "172.32.0.1",
            "100.128.0.1",
            "64:ff9b::808:808",
            "2002:808:808::1",
            "2606:4700::1",
        ] {
            check(outside, false);
        }
    }
}
