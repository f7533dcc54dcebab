//! Just enough HTTP/1.1 to sign in and to send a command through its second door.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Nothing asked of a local server takes longer, not even a password check on a busy core.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub cookie: Option<String>,
    pub body: Value,
}

impl Reply {
    /// Itself, if the server agreed.
    pub fn agreed(self, what: &str) -> Result<Self> {
        if !(200..300).contains(&self.status) {
            bail!("{what}: answered {} {}", self.status, self.body);
        }
        Ok(self)
    }
}

pub fn get(server: SocketAddr, path: &str, cookie: Option<&str>) -> Result<Reply> {
    exchange(server, &request(server, "GET", path, cookie, ""))
}

pub fn post(server: SocketAddr, path: &str, cookie: Option<&str>, body: &Value) -> Result<Reply> {
    exchange(
        server,
        &request(server, "POST", path, cookie, &body.to_string()),
    )
}

fn request(
    server: SocketAddr,
    method: &str,
    path: &str,
    cookie: Option<&str>,
    body: &str,
) -> String {
    let cookie = cookie
        .map(|cookie| format!("Cookie: {cookie}\r\n"))
        .unwrap_or_default();
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nHost: {server}\r\nOrigin: http://{server}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\
         {cookie}\r\n{body}"
    )
}

fn exchange(server: SocketAddr, request: &str) -> Result<Reply> {
    let mut stream = TcpStream::connect_timeout(&server, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    parse(&bytes)
}

fn parse(bytes: &[u8]) -> Result<Reply> {
    let end = end_of_head(bytes).context("the answer ended within its head")?;
    let head = std::str::from_utf8(&bytes[..end])?;
    let mut lines = head.split("\r\n");
    let status = status(lines.next().unwrap_or_default())?;
    let (mut cookie, mut chunked) = (None, false);
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        if name.eq_ignore_ascii_case("set-cookie") {
            cookie = value.split(';').next().map(str::to_owned);
        }
        chunked |= name.eq_ignore_ascii_case("transfer-encoding") && value == "chunked";
    }
    let body = &bytes[end..];
    let body = if chunked {
        join_chunks(body)?
    } else {
        body.to_vec()
    };
    let text = || Value::String(String::from_utf8_lossy(&body).into_owned());
    let body = serde_json::from_slice(&body).unwrap_or_else(|_| text());
    Ok(Reply {
        status,
        cookie,
        body,
    })
}

/// The status in the first line of an answer.
pub fn status(line: &str) -> Result<u16> {
    let code = line.split(' ').nth(1).context("no status line")?;
    code.parse()
        .with_context(|| format!("an odd status line: {line}"))
}

/// How long the head of a request or answer is, once it is complete.
pub fn end_of_head(bytes: &[u8]) -> Option<usize> {
    bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .map(|at| at + 4)
}

fn join_chunks(mut bytes: &[u8]) -> Result<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = bytes
            .windows(2)
            .position(|two| two == b"\r\n")
            .context("a chunk without size")?;
        let size = usize::from_str_radix(std::str::from_utf8(&bytes[..end])?.trim(), 16)?;
        if size == 0 {
            return Ok(whole);
        }
        let chunk = bytes
            .get(end + 2..end + 2 + size)
            .context("a chunk cut short")?;
        whole.extend_from_slice(chunk);
        bytes = bytes
            .get(end + 4 + size..)
            .context("a chunk without its end")?;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_answer_gives_status_cookie_and_body() -> Result<()> {
        let reply = parse(
            b"HTTP/1.1 200 OK\r\nSet-Cookie: s=abc; HttpOnly; Path=/\r\n\r\n{\"user\":{\"id\":\"7\"}}",
        )?;
        assert_eq!(
            (reply.status, reply.cookie.as_deref()),
            (200, Some("s=abc"))
        );
        assert_eq!(reply.body, json!({"user": {"id": "7"}}));
        Ok(())
    }

    #[test]
    fn chunks_are_joined_and_refusals_told() -> Result<()> {
        let reply = parse(
            b"HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n",
        )?;
        assert_eq!(reply.body, json!({"a": 1}));
        assert!(reply.agreed("login").is_err());
        Ok(())
    }
}
