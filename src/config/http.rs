//! The listener, and which pages and proxies it believes.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use serde::Deserialize;
use url::Url;

use super::Problems;

/// The section `http`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// Where the server listens.
    pub bind: SocketAddr,
    /// The address people type; empty where it is the one the server listens on. Ask [`Http::address`].
    pub public_url: String,
    /// Other origins whose pages may come in. Ask [`Http::origins`].
    pub allowed_origins: Vec<String>,
    /// Networks whose `X-Forwarded-For` is believed. Ask [`Http::trusts`].
    pub trusted_proxies: Vec<IpNet>,
    /// Whether the cookie says `Secure`. Ask [`Http::secure_cookie`].
    pub cookie_secure: CookieSecure,
}

/// When the cookie says `Secure`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CookieSecure {
    /// When the public address begins with https.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Http {
    /// The address people type, without a slash at its end; `bound` is where the listener is.
    pub fn address(&self, bound: SocketAddr) -> String {
        if self.public_url.is_empty() {
            format!("http://{bound}")
        } else {
            self.public_url.trim_end_matches('/').to_owned()
        }
    }

    /// Every origin whose pages may open the socket and post, as browsers write them.
    pub fn origins(&self, bound: SocketAddr) -> Vec<String> {
        let mut origins: Vec<String> = self
            .allowed_origins
            .iter()
            .filter_map(|text| origin(text).ok())
            .collect();
        origins.extend(origin(&self.address(bound)));
        if self.public_url.is_empty() && bound.ip().is_loopback() {
            // The same machine under its other name.
            origins.extend(origin(&format!("http://localhost:{}", bound.port())));
        }
        origins
    }

    /// Whether what `peer` says about whom it speaks for is believed.
    pub fn trusts(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.trusted_proxies.iter().any(|net| net.contains(&peer))
    }

    /// Whether the cookie says `Secure`.
    pub fn secure_cookie(&self) -> bool {
        match self.cookie_secure {
            CookieSecure::Auto => self.public_url.starts_with("https://"),
            CookieSecure::Always => true,
            CookieSecure::Never => false,
        }
    }

    pub(super) fn validate(&self, problems: &mut Problems) {
        if !self.public_url.is_empty()
            && let Err(text) = origin(&self.public_url)
        {
            problems.add("http.public_url", text);
        }
        for (index, text) in self.allowed_origins.iter().enumerate() {
            if let Err(text) = origin(text) {
                problems.add(format!("http.allowed_origins[{index}]"), text);
            }
        }
    }
}

/// The origin `text` names, as a browser writes it: lower case, punycode, no default port.
fn origin(text: &str) -> Result<String, &'static str> {
    let url = Url::parse(text).map_err(|_| "not an address such as https://parley.example")?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("begins with neither http:// nor https://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("a user name has no place here");
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err("only scheme, host and port: Parley lives at the root of its host");
    }
    Ok(url.origin().ascii_serialization())
}
