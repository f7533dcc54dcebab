//! People, companies, memberships and grants.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;

use crate::{
    adapters::storage::{session::Session, sql::Row},
    args,
    domain::accounts::ports::{Accounts, Company, Credentials, Member, NewPerson, Person},
    kernel::{
        actor::{Actor, Grant, Language, Membership, Side},
        fault::Fault,
        ids::{CompanyId, EditionId, UserId},
        time::MachineTime,
    },
};

const WHO: &str = "SELECT u.language, u.company_id, u.admin, c.side, g.edition_id, g.role
     FROM users u
     LEFT JOIN companies c ON c.id = u.company_id
     LEFT JOIN grants g ON g.user_id = u.id
     WHERE u.id = $1";
/// The same of people who are asked for with the session or key each is signed in by, while that stands.
const SIGNED_IN: (&str, usize, &str) = (
    "SELECT u.id, u.language, u.company_id, u.admin, c.side, g.edition_id, g.role,
       asked.column2 AS via
     FROM (",
    2,
    ") AS asked JOIN users u ON u.id = asked.column1
     LEFT JOIN companies c ON c.id = u.company_id
     LEFT JOIN grants g ON g.user_id = u.id
     WHERE EXISTS (SELECT 1 FROM sessions s WHERE s.id = asked.column2 AND s.user_id = u.id)
       OR EXISTS (SELECT 1 FROM api_keys k
                  WHERE k.id = asked.column2 AND k.user_id = u.id AND k.revoked_at IS NULL)",
);

/// Somebody by the rows of his grants; none if he may not act any more.
fn actor<'r>(
    user: UserId,
    rows: impl IntoIterator<Item = &'r Row>,
) -> Result<Option<Actor>, Fault> {
    let mut rows = rows.into_iter().peekable();
    let Some(first) = rows.peek() else {
        return Ok(None);
    };
    let membership = membership(first)?;
    let language = Language::parse(&first.text("language")?);
    let mut grants = Vec::new();
    for row in rows {
        if let (Some(edition), Some(role)) = (row.opt_id("edition_id")?, row.opt_text("role")?) {
            grants.push((edition, grant_named(&role)?));
        }
    }
    if membership.is_none() && grants.is_empty() {
        return Ok(None);
    }
    Ok(Some(Actor {
        user,
        key: None,
        membership,
        grants,
        language,
    }))
}

impl Session<'_> {
    /// Reads at once who these people are while the session or key each is signed in by stands.
    pub(in crate::adapters::storage) async fn meet(
        &mut self,
        asked: impl IntoIterator<Item = (UserId, String)>,
    ) -> Result<(), Fault> {
        let asked: BTreeSet<_> = asked
            .into_iter()
            .filter(|it| self.memory.callers.get(it).is_none())
            .collect();
        let args = asked.iter().flat_map(|(user, via)| args![*user, &**via]);
        let rows = self.send_rows(SIGNED_IN, args.collect()).await?;
        let mut found: HashMap<(UserId, String), Vec<&Row>> = HashMap::new();
        for row in &rows {
            found
                .entry((row.id("id")?, row.text("via")?))
                .or_default()
                .push(row);
        }
        for it in asked {
            let rows = found.remove(&it).unwrap_or_default();
            // Rows that say nothing sensible are one command's fault, and it meets them when it asks.
            if let Ok(who) = actor(it.0, rows) {
                self.memory.callers.keep(it, who);
            }
        }
        Ok(())
    }
}

fn person(row: &Row) -> Result<Person, Fault> {
    Ok(Person {
        id: row.id("id")?,
        name: row.text("name")?,
        email: row.text("email")?,
        language: Language::parse(&row.text("language")?),
        zone: row.text("zone")?,
        domestic: row.flag("domestic")?,
        membership: membership(row)?,
    })
}

#[async_trait]
impl Accounts for Session<'_> {
    async fn actor(&mut self, user: UserId) -> Result<Option<Actor>, Fault> {
        if let Some(known) = self.memory.actors.get(&user) {
            return Ok(known);
        }
        let rows = self.all(WHO, args![user]).await?;
        let found = actor(user, &rows)?;
        Ok(self.memory.actors.keep(user, found))
    }

    async fn caller(&mut self, user: UserId, by: &str) -> Result<Option<Actor>, Fault> {
        let asked = (user, by.to_owned());
        if let Some(known) = self.memory.callers.get(&asked) {
            return Ok(known);
        }
        self.meet([asked.clone()]).await?;
        let unread = || Fault::other("somebody's rights cannot be read");
        self.memory.callers.get(&asked).ok_or_else(unread)
    }

    async fn person(&mut self, user: UserId) -> Result<Option<Person>, Fault> {
        if let Some(known) = self.memory.persons.get(&user) {
            return Ok(known);
        }
        let row = self
            .one(
                "SELECT u.id, u.name, u.email, u.language, u.zone, u.domestic, u.company_id, u.admin, c.side
                 FROM users u LEFT JOIN companies c ON c.id = u.company_id
                 WHERE u.id = $1",
                args![user],
            )
            .await?;
        let found = row.as_ref().map(person).transpose()?;
        Ok(self.memory.persons.keep(user, found))
    }

    async fn company(&mut self, company: CompanyId) -> Result<Option<Company>, Fault> {
        let row = self
            .one(
                "SELECT id, name, side, country FROM companies WHERE id = $1",
                args![company],
            )
            .await?;
        row.map(|row| {
            Ok(Company {
                id: row.id("id")?,
                name: row.text("name")?,
                side: side(&row)?,
                country: row.text("country")?,
            })
        })
        .transpose()
    }

    async fn credentials(&mut self, email_key: &str) -> Result<Option<Credentials>, Fault> {
        let row = self
            .one(
                "SELECT id, password FROM users WHERE email_key = $1",
                args![email_key],
            )
            .await?;
        row.map(|row| {
            Ok(Credentials {
                user: row.id("id")?,
                password: row.opt_text("password")?,
            })
        })
        .transpose()
    }

    async fn members(&mut self, company: CompanyId) -> Result<Vec<Member>, Fault> {
        let rows = self
            .all(
                "SELECT id, name, email, admin, joined_at FROM users WHERE company_id = $1 ORDER BY id",
                args![company],
            )
            .await?;
        rows.iter()
            .map(|row| {
                Ok(Member {
                    user: row.id("id")?,
                    name: row.text("name")?,
                    email: row.text("email")?,
                    admin: row.flag("admin")?,
                    joined_at: row.machine("joined_at")?,
                })
            })
            .collect()
    }

    async fn lock_company(&mut self, company: CompanyId) -> Result<bool, Fault> {
        self.before_lock();
        let rows = self
            .run(
                "UPDATE companies SET revision = revision + 1 WHERE id = $1",
                args![company],
            )
            .await?;
        Ok(rows == 1)
    }

    async fn admins(&mut self, company: CompanyId) -> Result<i64, Fault> {
        self.count(
            "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM users WHERE company_id = $1 AND admin = 1",
            args![company],
        )
        .await
    }

    async fn heads(&mut self, company: CompanyId, now: MachineTime) -> Result<i64, Fault> {
        self.count(
            "SELECT CAST((SELECT COUNT(*) FROM users WHERE company_id = $1)
               + (SELECT COUNT(*) FROM links
                  WHERE company_id = $1 AND used_at IS NULL AND expires_at > $2) AS BIGINT) AS n",
            args![company, now],
        )
        .await
    }

    async fn add_company(&mut self, company: &Company, now: MachineTime) -> Result<(), Fault> {
        self.run(
            "INSERT INTO companies (id, name, side, country, created_at) VALUES ($1, $2, $3, $4, $5)",
            args![
                company.id,
                company.name.as_str(),
                company.side.as_str(),
                company.country.as_str(),
                now
            ],
        )
        .await
        .map(drop)
    }

    async fn add_person(&mut self, person: &NewPerson, now: MachineTime) -> Result<bool, Fault> {
        let at = person.membership;
        let rows = self
            .run(
                "INSERT INTO users (id, name, email, email_key, password, language, zone, domestic,
                                    company_id, admin, joined_at, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                 ON CONFLICT (email_key) DO NOTHING",
                args![
                    person.id,
                    person.name.as_str(),
                    person.email.as_str(),
                    person.email.key(),
                    person.password.clone(),
                    person.language.as_str(),
                    person.zone.as_str(),
                    person.domestic,
                    at.map(|it| it.company),
                    at.is_some_and(|it| it.admin),
                    at.map(|_| now),
                    now
                ],
            )
            .await?;
        Ok(rows == 1)
    }

    async fn save_profile(&mut self, person: &Person) -> Result<(), Fault> {
        self.run(
            "UPDATE users SET name = $2, language = $3, zone = $4 WHERE id = $1",
            args![
                person.id,
                person.name.as_str(),
                person.language.as_str(),
                person.zone.as_str()
            ],
        )
        .await
        .map(drop)
    }

    async fn join(
        &mut self,
        user: UserId,
        to: Membership,
        now: MachineTime,
    ) -> Result<bool, Fault> {
        let rows = self
            .run(
                "UPDATE users SET company_id = $2, admin = $3, joined_at = $4
                 WHERE id = $1 AND company_id IS NULL",
                args![user, to.company, to.admin, now],
            )
            .await?;
        Ok(rows == 1)
    }

    async fn leave(&mut self, user: UserId, company: CompanyId) -> Result<bool, Fault> {
        let rows = self
            .run(
                "UPDATE users SET company_id = NULL, admin = 0, joined_at = NULL
                 WHERE id = $1 AND company_id = $2",
                args![user, company],
            )
            .await?;
        Ok(rows == 1)
    }

    async fn set_role(&mut self, user: UserId, to: Membership) -> Result<bool, Fault> {
        let rows = self
            .run(
                "UPDATE users SET admin = $3 WHERE id = $1 AND company_id = $2",
                args![user, to.company, to.admin],
            )
            .await?;
        Ok(rows == 1)
    }

    async fn grant(&mut self, user: UserId, edition: EditionId, grant: Grant) -> Result<(), Fault> {
        self.run(
            "INSERT INTO grants (user_id, edition_id, role) VALUES ($1, $2, $3)
             ON CONFLICT (user_id, edition_id, role) DO NOTHING",
            args![user, edition, grant_name(grant)],
        )
        .await
        .map(drop)
    }
}

impl Session<'_> {
    async fn count(
        &mut self,
        sql: &'static str,
        args: Vec<crate::adapters::storage::sql::Arg>,
    ) -> Result<i64, Fault> {
        let row = self.one(sql, args).await?;
        row.ok_or_else(|| Fault::other("a count has no row"))?
            .int("n")
    }
}

/// The membership in a row of `users` joined with `companies`.
fn membership(row: &Row) -> Result<Option<Membership>, Fault> {
    let Some(company) = row.opt_id("company_id")? else {
        return Ok(None);
    };
    Ok(Some(Membership {
        company,
        side: side(row)?,
        admin: row.flag("admin")?,
    }))
}

pub(super) fn side(row: &Row) -> Result<Side, Fault> {
    Side::parse(&row.text("side")?).ok_or_else(|| Fault::other("a company on no side"))
}

const fn grant_name(grant: Grant) -> &'static str {
    match grant {
        Grant::Organiser => "organiser",
        Grant::Moderator => "moderator",
    }
}

fn grant_named(name: &str) -> Result<Grant, Fault> {
    match name {
        "organiser" => Ok(Grant::Organiser),
        "moderator" => Ok(Grant::Moderator),
        _ => Err(Fault::other("a grant of no role")),
    }
}
