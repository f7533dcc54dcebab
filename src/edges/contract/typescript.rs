//! The wire's types in TypeScript: every input, answer, fact and snapshot, and whatever they are made of.

use std::collections::BTreeMap;

use ts_rs::{Config, TS, TypeVisitor};

use crate::{
    domain::{
        accounts::{event as people, snapshots::CompanyState},
        appointments::{event as slots, list::AppointmentPage, service::Affected},
        catalogue::{
            event as catalogue,
            favorites::Favorites,
            lists::{HomepageView, ProductPage},
        },
        fair::{Change, event as fair, stands::ExhibitorPage},
        notifications::{
            event as inbox,
            notice::{Notice, NoticePage},
        },
    },
    edges::commands::Table,
    protocol::{
        accounts::{
            ApiKey, Invitation, LinkInfo, Login, Me, Member, MemberAhead, People, Ticket, UseLink,
        },
        client::{Hello, Subscribe, Unsubscribe},
        code::Code,
        pictures::PictureKept,
        server::{Pong, ServerMessage, Subscribed, Welcome},
    },
};

const HEAD: &str =
    "// Written from the Rust types by `make types`; `make check` fails while it is stale.\n";

/// Declarations gathered by name, each once.
pub struct Declarations {
    config: Config,
    found: BTreeMap<String, String>,
}

impl Declarations {
    /// Adds `T` and everything it is made of.
    pub fn add<T: TS + 'static + ?Sized>(&mut self) {
        self.visit::<T>();
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Types of the language itself have no file of their own.
        if T::output_path().is_some() {
            let name = T::ident(&self.config);
            if self.found.contains_key(&name) {
                return;
            }
            let docs = T::docs().unwrap_or_default();
            self.found
                .insert(name, format!("{docs}export {}\n", T::decl(&self.config)));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// The file `web/src/protocol/generated.ts`.
pub fn typescript(table: &Table) -> String {
    let mut all = Declarations {
        config: Config::default(),
        found: BTreeMap::new(),
    };
    all.add::<Code>();
    all.add::<ServerMessage<'static>>();
    all.add::<Hello>();
    all.add::<Subscribe>();
    all.add::<Unsubscribe>();
    all.add::<Welcome>();
    all.add::<Subscribed>();
    all.add::<Pong>();
    resources(&mut all);
    facts(&mut all);
    let mut inputs =
        String::from("\n/** The input of each command. */\nexport interface CommandInputs {\n");
    for name in table.names() {
        let entry = table.get(name).expect("the name is the table's own");
        let input = entry.declare(&mut all);
        inputs.extend(["  \"", name, "\": ", &input, ";\n"]);
    }
    inputs.push_str("}\n");
    let mut text = HEAD.to_owned();
    for declaration in all.found.values() {
        text.push('\n');
        text.push_str(declaration);
    }
    text + &inputs
}

fn resources(all: &mut Declarations) {
    all.add::<Login>();
    all.add::<UseLink>();
    all.add::<LinkInfo>();
    all.add::<Ticket>();
    all.add::<Me>();
    all.add::<People>();
    all.add::<Member>();
    all.add::<MemberAhead>();
    all.add::<Invitation>();
    all.add::<ApiKey>();
    all.add::<ExhibitorPage>();
    all.add::<HomepageView>();
    all.add::<ProductPage>();
    all.add::<Favorites>();
    all.add::<Affected>();
    all.add::<Change>();
    all.add::<AppointmentPage>();
    all.add::<NoticePage>();
    all.add::<PictureKept>();
}

fn facts(all: &mut Declarations) {
    all.add::<slots::PeriodChanged>();
    all.add::<slots::SlotsState>();
    all.add::<slots::NegotiationOpened>();
    all.add::<slots::AppointmentChanged>();
    all.add::<slots::NegotiationState>();
    all.add::<slots::DeskState>();
    all.add::<slots::BusyChanged>();
    all.add::<fair::RulesChanged>();
    all.add::<fair::Announced<'static>>();
    all.add::<fair::EditionChanged>();
    all.add::<fair::FairState>();
    all.add::<catalogue::SectionsChanged>();
    all.add::<inbox::NoticeAdded>();
    all.add::<inbox::NoticesRead>();
    all.add::<inbox::InboxState>();
    all.add::<Notice>();
    all.add::<people::MemberChanged>();
    all.add::<CompanyState>();
}
