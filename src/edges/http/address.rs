//! Whose address a request counts against.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv6Addr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, request::Parts},
};

use crate::{config::Http, edges::shared::Shared, kernel::secret::Secret};

/// Where a request comes from, for limits only: it prints as `***`.
pub struct From(pub Secret);

impl FromRequestParts<Shared> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |it| it.0.ip());
        let client = client(&shared.settings.http, peer, &parts.headers);
        Ok(Self(Secret::from(counted(client))))
    }
}

/// Who has one address of IPv6 has 2^64 of them: they count as one.
fn counted(address: IpAddr) -> String {
    match address {
        IpAddr::V4(it) => it.to_string(),
        IpAddr::V6(it) => {
            let [a, b, c, d, ..] = it.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// The client's address: the peer's, or what trusted proxies say of it.
///
/// `X-Forwarded-For` is read from its end, as far as the hops are trusted: whatever stands before the first
/// untrusted one was written by the client itself.
pub fn client(http: &Http, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let mut client = peer.to_canonical();
    let hops: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(','))
        .collect();
    for hop in hops.iter().rev() {
        if !http.trusts(client) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(it) => client = it.to_canonical(),
            Err(_) => break,
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::{client, counted};
    use crate::config::Config;

    fn asked(trusted: &[&str], peer: &str, forwarded: &str) -> String {
        let mut http = Config::default().http;
        http.trusted_proxies = trusted
            .iter()
            .map(|it| it.parse().expect("a network"))
            .collect();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().expect("a header"));
        client(&http, peer.parse().expect("an address"), &headers).to_string()
    }

    #[test]
    fn one_household_is_one_address() {
        let counted = |text: &str| counted(text.parse().expect("an address"));
        assert_eq!(counted("203.0.113.9"), "203.0.113.9");
        assert_eq!(counted("2001:db8:1:2::9"), counted("2001:db8:1:2:3:4:5:6"));
        assert_ne!(counted("2001:db8:1:2::9"), counted("2001:db8:1:3::9"));
    }

    #[test]
    fn only_trusted_hops_are_believed() {
        assert_eq!(asked(&[], "203.0.113.9", "198.51.100.1"), "203.0.113.9");
        assert_eq!(
            asked(&["10.0.0.0/8"], "10.0.0.1", "198.51.100.1"),
            "198.51.100.1"
        );
        assert_eq!(
            asked(
                &["10.0.0.0/8"],
                "10.0.0.1",
                "1.1.1.1, 198.51.100.1, 10.0.0.2"
            ),
            "198.51.100.1"
        );
        assert_eq!(asked(&["10.0.0.0/8"], "10.0.0.1", "nonsense"), "10.0.0.1");
    }
}
