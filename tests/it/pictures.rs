//! Pictures over HTTP: what is refused before it is sent, what comes back, and how it is cached.

use reqwest::{StatusCode, header};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::support::{
    BOUND,
    client::Person,
    pictures::png,
    server::{Server, Setup},
};

const LIMIT: usize = 10 * 1024 * 1024;

async fn upload(server: &Server, who: &Person, bytes: Vec<u8>) -> (u16, Value) {
    let request = reqwest::Client::new().post(server.url("/api/v1/pictures"));
    let answer = who.send_from(&server.url(""), request.body(bytes)).await;
    let status = answer.status().as_u16();
    (status, answer.json().await.expect("JSON"))
}

async fn show(server: &Server, who: &Person, path: &str, known: Option<&str>) -> reqwest::Response {
    let mut request = reqwest::Client::new().get(server.url(path));
    if let Some(tag) = known {
        request = request.header(header::IF_NONE_MATCH, tag);
    }
    who.send_from(&server.url(""), request).await
}

#[tokio::test]
async fn a_picture_is_kept_once_and_cached_for_good() {
    let server = Server::start(Setup::sqlite()).await;
    let li = Person::of_the_cast(&server, "li").await;
    let ana = Person::of_the_cast(&server, "ana").await;
    let bytes = png(2_000, 1_500);
    let first = upload(&server, &li, bytes.clone()).await;
    assert_eq!(first.0, 200, "{}", first.1);
    assert_eq!(
        (&first.1["width"], &first.1["height"]),
        (&json!(1280), &json!(960))
    );
    for again in [&li, &ana] {
        assert_eq!(upload(&server, again, bytes.clone()).await, first);
    }
    let picture = first.1["picture"].as_str().expect("a name");
    for (size, width) in [("small", 160), ("medium", 480), ("large", 1280)] {
        let path = format!("/pictures/{picture}/{size}.jpg");
        let answer = show(&server, &ana, &path, None).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let headers = answer.headers().clone();
        for (name, value) in [
            (header::CONTENT_TYPE, "image/jpeg"),
            (
                header::CACHE_CONTROL,
                "private, max-age=31536000, immutable",
            ),
            (header::CONTENT_DISPOSITION, "inline"),
            (
                header::CONTENT_SECURITY_POLICY,
                "sandbox; default-src 'none'",
            ),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::ETAG, &format!("\"{picture}\"")),
        ] {
            assert_eq!(headers[&name], value, "{name}");
        }
        let shown = image::load_from_memory(&answer.bytes().await.expect("bytes"));
        assert_eq!(shown.expect("a picture").width(), width);
        let tag = headers[header::ETAG].to_str().expect("text");
        let known = show(&server, &ana, &path, Some(tag)).await;
        assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(known.headers()[header::ETAG], tag);
        assert_eq!(known.bytes().await.expect("none").len(), 0);
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let server = Server::start(Setup::sqlite()).await;
    let ana = Person::of_the_cast(&server, "ana").await;
    let nothing = "0".repeat(64);
    for path in [
        format!("/pictures/{nothing}/small.jpg"),
        format!("/pictures/{nothing}/small.png"),
        "/pictures/..%2f..%2fetc/small.jpg".to_owned(),
        "/pictures/nothing".to_owned(),
    ] {
        let tag = format!("\"{nothing}\"");
        for known in [None, Some(tag.as_str())] {
            let answer = show(&server, &ana, &path, known).await;
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
            let body: Value = answer.json().await.expect("JSON");
            assert_eq!(body["no"]["code"], "not_found", "{path}");
        }
    }
}

#[tokio::test]
async fn only_our_own_pages_upload() {
    let server = Server::start(Setup::sqlite()).await;
    let li = Person::of_the_cast(&server, "li").await;
    let request = reqwest::Client::new().post(server.url("/api/v1/pictures"));
    let foreign = "https://elsewhere.example";
    let answer = li.send_from(foreign, request.body(png(32, 32))).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!(body["no"]["code"], "bad_origin");
}

#[tokio::test]
async fn a_refusal_says_which_rule_was_broken() {
    let server = Server::start(Setup::sqlite()).await;
    let li = Person::of_the_cast(&server, "li").await;
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".to_vec();
    for (bytes, rule) in [
        (svg, "not_a_picture"),
        (png(12_001, 16), "too_many_pixels"),
        (png(8, 8), "too_small"),
        (png(64, 64)[..200].to_vec(), "broken"),
    ] {
        let (status, body) = upload(&server, &li, bytes).await;
        assert_eq!((status, &body["no"]["code"]), (422, &json!("invalid")));
        assert_eq!(
            body["no"]["more"],
            json!({"field": "picture", "rule": rule})
        );
    }
}

/// What the server answers to a request of these headers, after `body` has been sent as far as it is taken.
async fn answered(server: &Server, who: &Person, headers: &str, body: &[u8]) -> String {
    let address = server.address();
    let stream = TcpStream::connect(address).await.expect("it listens");
    let (mut reader, mut writer) = stream.into_split();
    let request = format!(
        "POST /api/v1/pictures HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: {}\r\n{headers}\r\n",
        who.cookie()
    );
    writer.write_all(request.as_bytes()).await.expect("sent");
    let sending = async {
        // The server may have hung up: what it answered before counts.
        let _cut = writer.write_all(body).await;
        std::future::pending::<()>().await;
    };
    let reading = async {
        let (mut heard, mut part) = (Vec::new(), [0; 4096]);
        while let Ok(count @ 1..) = reader.read(&mut part).await {
            heard.extend_from_slice(&part[..count]);
            let text = String::from_utf8_lossy(&heard).into_owned();
            if text.contains("}}") {
                return text;
            }
        }
        String::from_utf8_lossy(&heard).into_owned()
    };
    let both = async {
        tokio::select! {
            heard = reading => heard,
            () = sending => unreachable!("it waits for ever"),
        }
    };
    timeout(BOUND, both).await.expect("an answer in time")
}

#[tokio::test]
async fn too_much_is_refused_before_it_is_sent_or_cut_at_the_limit() {
    let server = Server::start(Setup::sqlite()).await;
    let li = Person::of_the_cast(&server, "li").await;
    let limit = format!("\"limit\":{LIMIT}");
    // Nothing of its 200 MB is sent.
    let said = answered(&server, &li, "Content-Length: 200000000\r\n", b"").await;
    assert!(said.starts_with("HTTP/1.1 413 "), "{said}");
    assert!(
        said.contains("too_large") && said.contains(&limit),
        "{said}"
    );
    // This one does not say how much will come, and never ends.
    let mut body = b"6400000\r\n\x89PNG\r\n\x1a\n".to_vec();
    body.resize(LIMIT + 100_000, 0);
    let cut = answered(&server, &li, "Transfer-Encoding: chunked\r\n", &body).await;
    assert!(cut.starts_with("HTTP/1.1 413 "), "{cut}");
    assert!(cut.contains("too_large") && cut.contains(&limit), "{cut}");
    // Neither cost it anything.
    assert_eq!(upload(&server, &li, png(64, 64)).await.0, 200);
}
