use std::{ffi::OsString, fs, net::SocketAddr, path::Path};

use super::{Backend, Config, Problems, Profile, SecretUrl};

fn load(file: &str, variables: &[(&str, &str)]) -> Result<Config, Problems> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("parley.toml");
    fs::write(&path, file).unwrap();
    let variables = variables
        .iter()
        .map(|(name, value)| (OsString::from(name), OsString::from(value)));
    Config::load(Some(&path), variables)
}

fn refused(file: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let problems = load(file, variables).expect_err("refused");
    problems
        .iter()
        .map(|problem| problem.path.clone())
        .collect()
}

fn address(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

#[test]
fn the_defaults_are_complete_and_valid() {
    let config = Config::load(None, []).expect("valid");
    assert_eq!(config, Config::default());
    assert_eq!(config.http.bind, address("127.0.0.1:8080"));
    assert_eq!(config.limits.mailbox_bytes, 1 << 20);
    assert!(config.simulates_time());
    assert_eq!(
        config.storage.backend(),
        Backend::Sqlite(Path::new("data/parley.db"))
    );
}

#[test]
fn the_cluster_file_is_valid() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/cluster.toml");
    let config = Config::load(Some(&file), []).expect("valid");
    assert_eq!(config.storage.backend(), Backend::Postgres);
    assert!(config.redis.given().is_some());
}

#[test]
fn variables_win_over_the_file_and_the_file_over_the_defaults() {
    let config = load(
        "[storage]\nreaders = 7\nlanes = 3\n[http]\n",
        &[
            ("PARLEY__STORAGE__LANES", "5"),
            (
                "PARLEY__HTTP__ALLOWED_ORIGINS",
                "https://a.example, https://b.example:8443",
            ),
            ("PARLEY__HTTP__TRUSTED_PROXIES", "10.0.0.0/8,::1/128"),
            ("PARLEY__LIMITS__LOGIN__PER_ACCOUNT", "3"),
            ("PARLEY_OTHER", "not ours"),
        ],
    )
    .expect("valid");
    assert_eq!((config.storage.readers, config.storage.lanes), (7, 5));
    assert_eq!(config.limits.login.per_account, 3);
    assert!(config.http.trusts("10.1.2.3".parse().unwrap()));
    assert!(config.http.trusts("::ffff:10.1.2.3".parse().unwrap()));
    assert!(!config.http.trusts("192.0.2.1".parse().unwrap()));
    assert_eq!(
        config.http.origins(address("127.0.0.1:4000")),
        [
            "https://a.example",
            "https://b.example:8443",
            "http://127.0.0.1:4000",
            "http://localhost:4000"
        ]
    );
}

#[test]
fn every_problem_is_reported_with_its_path() {
    let file = "profile = \"holiday\"\nhttpp = 1\n[http]\nbind = \"nowhere\"\nport = 80\n\
                [storage]\nurl = \"mysql://x\"\nreaders = 0\n[empty]\n[log]\nlevel = \"parley=loud\"\n";
    let found = refused(
        file,
        &[
            ("PARLEY__LIMITS__MAILBOX_BYTES", "much"),
            ("PARLEY__HTTP__TRUSTED_PROXIES", "10.0.0.0/8,here"),
            (
                "PARLEY__HTTP__ALLOWED_ORIGINS",
                "ftp://x,https://a.example/path",
            ),
            ("PARLEY__PROFILE__DEEP", "x"),
        ],
    );
    for path in [
        "profile",
        "httpp",
        "http.bind",
        "http.port",
        "storage.url",
        "storage.readers",
        "empty",
        "log.level",
        "limits.mailbox_bytes",
        "http.trusted_proxies",
        "http.allowed_origins[0]",
        "http.allowed_origins[1]",
        "profile.deep",
    ] {
        assert!(found.iter().any(|it| it == path), "{path} in {found:?}");
    }
    assert_eq!(found.len(), 13, "{found:?}");
}

#[test]
fn a_file_that_is_missing_or_not_toml_is_named_with_its_line() {
    let missing = Config::load(Some(Path::new("/nowhere/parley.toml")), []).expect_err("refused");
    assert!(missing.to_string().contains("/nowhere/parley.toml: "));
    let broken = load("[storage]\nurl = \"postgres://u:hunter2@h/d\n", &[]).expect_err("refused");
    assert!(broken.to_string().contains("parley.toml:2: "), "{broken}");
    assert!(!broken.to_string().contains("hunter2"));
}

#[test]
fn production_refuses_what_endangers_people() {
    let bare = &[
        ("PARLEY__PROFILE", "production"),
        ("PARLEY__CLOCK", "simulated"),
    ];
    assert_eq!(
        refused("", bare),
        ["clock", "http.public_url", "http.cookie_secure"]
    );
    let config = load(
        "profile = \"production\"\n[http]\npublic_url = \"https://Parley.example:443/\"\n",
        &[],
    )
    .expect("valid");
    assert!(config.http.secure_cookie() && !config.simulates_time());
    assert!(!config.profile.allows_demonstration());
    assert_eq!(
        config.http.origins(address("127.0.0.1:8080")),
        ["https://parley.example"]
    );
    assert!(Profile::Demo.seeds_demonstration());
}

#[test]
fn passwords_are_not_printed() {
    let config = load(
        "",
        &[
            (
                "PARLEY__STORAGE__URL",
                "postgres://parley:hunter2@db/parley?password=hunter3",
            ),
            ("PARLEY__REDIS__URL", "redis://:hunter4@cache:6379/0"),
        ],
    )
    .expect("valid");
    let printed = format!(
        "{config:?} {} {:?}",
        config.storage.url,
        SecretUrl::from("x hunter5")
    );
    assert!(!printed.contains("hunter"), "{printed}");
    assert!(
        printed.contains("postgres://parley:***@db/parley"),
        "{printed}"
    );
    assert!(config.storage.url.expose().contains("hunter2"));
}

#[test]
fn addresses_that_cannot_work_are_refused() {
    for url in ["sqlite::memory:", "sqlite:", "sqlite:a.db?mode=ro"] {
        assert_eq!(
            refused("", &[("PARLEY__STORAGE__URL", url)]),
            ["storage.url"],
            "{url}"
        );
    }
    assert_eq!(
        refused("", &[("PARLEY__REDIS__URL", "rediss://cache")]),
        ["redis.url"]
    );
    assert_eq!(
        refused("", &[("PARLEY__REDIS__PREFIX", "")]),
        ["redis.prefix"]
    );
}
