//! Whose address a request counts against.

use std::net::IpAddr;

use axum::http::HeaderMap;

use crate::config::Http;

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

    use super::client;
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
