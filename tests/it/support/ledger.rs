//! What the database holds, read past the server.

use std::collections::BTreeMap;

use sqlx::{
    AnyConnection, Connection, Row,
    any::{AnyRow, install_default_drivers},
};

/// A five-minute piece of somebody's time.
const QUANTUM: i64 = 300_000;

/// A connection of one's own to the database.
pub struct Ledger(pub AnyConnection);

impl Ledger {
    /// Opens it by its address.
    pub async fn open(url: &str) -> Self {
        install_default_drivers();
        Self(AnyConnection::connect(url).await.expect("a database"))
    }

    /// All rows of `sql`.
    pub async fn all(&mut self, sql: &'static str) -> Vec<AnyRow> {
        let rows = sqlx::query(sql).fetch_all(&mut self.0).await;
        rows.expect("rows")
    }

    /// The number that `sql` gives.
    pub async fn count(&mut self, sql: &'static str) -> i64 {
        self.all(sql).await[0].get(0)
    }

    /// Jobs whose moment has come at `fair`.
    pub async fn due(&mut self, fair: i64) -> Vec<String> {
        let due =
            sqlx::query("SELECT kind, object, error FROM jobs WHERE due <= $1 AND parked = 0")
                .bind(fair)
                .fetch_all(&mut self.0)
                .await;
        let text = |it: &AnyRow| {
            let (kind, object): (String, String) = (it.get("kind"), it.get("object"));
            format!("{kind}/{object} {:?}", it.get::<Option<String>, _>("error"))
        };
        due.expect("jobs").iter().map(text).collect()
    }

    /// Half a minute passes for whoever waits for the jobs of a killed node.
    pub async fn let_leases_end(&mut self) {
        let ended = sqlx::query("UPDATE jobs SET lease_until = 0")
            .execute(&mut self.0)
            .await;
        ended.expect("written");
    }

    /// Every topic's head.
    pub async fn heads(&mut self) -> BTreeMap<String, i64> {
        let rows = self.all("SELECT name, head FROM topics").await;
        let heads = rows.iter().map(|it| (it.get("name"), it.get("head")));
        heads.collect()
    }

    /// Each topic's numbers are 1, 2, 3 … up to its head.
    pub async fn has_no_holes(&mut self) {
        let rows = self
            .all(
                "SELECT t.name, t.head, CAST(COUNT(f.seq) AS BIGINT) AS n, MIN(f.seq) AS first, MAX(f.seq) AS last
                 FROM topics t LEFT JOIN facts f ON f.topic = t.name GROUP BY t.name, t.head",
            )
            .await;
        assert!(!rows.is_empty());
        for row in rows {
            let of = |it: &str| row.get::<i64, _>(it);
            let name: String = row.get("name");
            assert_eq!(
                (of("n"), of("first"), of("last")),
                (of("head"), 1, of("head")),
                "{name}"
            );
        }
    }

    /// Nobody has two accepted appointments that overlap.
    pub async fn seats_nobody_twice(&mut self) {
        let rows = self
            .all(
                "SELECT buyer AS person, starts_at, ends_at FROM appointments WHERE status = 'accepted'
                 UNION ALL
                 SELECT seated AS person, starts_at, ends_at FROM appointments WHERE status = 'accepted'
                 ORDER BY 1, 2",
            )
            .await;
        for pair in rows.windows(2) {
            let (one, next) = (&pair[0], &pair[1]);
            let person: String = one.get("person");
            if person == next.get::<String, _>("person") {
                let (end, start): (i64, i64) = (one.get("ends_at"), next.get("starts_at"));
                assert!(end <= start, "{person} sits in two places at {start}");
            }
        }
    }

    /// Every accepted appointment owns both people's time, and nothing else owns any for good.
    pub async fn claims_only_what_is_accepted(&mut self) {
        let spans = self
            .all("SELECT starts_at, ends_at FROM appointments WHERE status = 'accepted'")
            .await;
        let quanta = |row: &AnyRow| {
            (row.get::<i64, _>("ends_at") - row.get::<i64, _>("starts_at")) / QUANTUM
        };
        let wanted: i64 = spans.iter().map(|it| 2 * quanta(it)).sum();
        let owned = self
            .count(
                "SELECT CAST(COUNT(*) AS BIGINT) FROM claims c JOIN appointments a ON a.id = c.appointment
                 WHERE a.status = 'accepted' AND c.until IS NULL",
            )
            .await;
        let firm = self
            .count("SELECT CAST(COUNT(*) AS BIGINT) FROM claims WHERE until IS NULL")
            .await;
        assert_eq!((owned, firm), (wanted, wanted));
    }

    /// A job that failed so often that it was given up.
    pub async fn park_a_job(&mut self) {
        let parked = sqlx::query(
            "INSERT INTO jobs (id, kind, object, due, body, parked) VALUES ('parked', 'test.fails', 'x', 0, '{}', 1)",
        )
        .execute(&mut self.0)
        .await;
        parked.expect("written");
    }

    /// No job failed so often that it was given up.
    pub async fn parked_nothing(&mut self) {
        let rows = self
            .all("SELECT kind, error FROM jobs WHERE parked = 1")
            .await;
        let parked: Vec<(String, Option<String>)> = rows
            .iter()
            .map(|it| (it.get("kind"), it.get("error")))
            .collect();
        assert_eq!(parked, []);
    }
}
