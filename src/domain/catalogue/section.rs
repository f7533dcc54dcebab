//! Sections of an edition, in groups: "Electronics" holds "Household electrical appliances".

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{Refusal, text};
use crate::kernel::{ids::SectionId, time::MachineTime};

/// A fair has some fifty; the whole tree is one text of the edition's snapshot.
const MOST: usize = 300;
const NAME: usize = 80;

/// One section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its id; absent for one that is new.
    #[serde(default = "nil", skip_serializing_if = "is_nil")]
    #[schema(required = false)]
    #[ts(optional, as = "Option<SectionId>")]
    pub id: SectionId,
    /// Its name.
    pub name: String,
    /// The same in Chinese; empty if `name` serves both.
    #[serde(default)]
    pub name_zh: String,
}

/// Sections that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[ts(rename = "SectionGroup")]
#[schema(as = SectionGroup)]
pub struct Group {
    /// Its id; absent for one that is new.
    #[serde(default = "nil", skip_serializing_if = "is_nil")]
    #[schema(required = false)]
    #[ts(optional, as = "Option<SectionId>")]
    pub id: SectionId,
    /// Its name.
    pub name: String,
    /// The same in Chinese.
    #[serde(default)]
    pub name_zh: String,
    /// Its sections, in the order in which they are shown.
    pub sections: Vec<Section>,
}

/// All sections of an edition.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
pub struct Sections {
    /// Counts changes; 0 while there are none.
    #[ts(type = "number")]
    pub revision: i64,
    /// In the order in which they are shown.
    pub groups: Vec<Group>,
}

fn nil() -> SectionId {
    SectionId::NIL
}

fn is_nil(id: &SectionId) -> bool {
    *id == SectionId::NIL
}

impl Sections {
    /// Whether exhibitors can stand in `id`: groups hold sections, not stands.
    pub fn has(&self, id: SectionId) -> bool {
        self.all().any(|it| it.id == id)
    }

    /// The sections that `id` means: itself, or all of a group.
    pub fn within(&self, id: SectionId) -> Vec<SectionId> {
        match self.groups.iter().find(|group| group.id == id) {
            Some(group) => group.sections.iter().map(|it| it.id).collect(),
            None => self
                .all()
                .filter(|it| it.id == id)
                .map(|it| it.id)
                .collect(),
        }
    }

    /// The section with this name.
    pub fn named(&self, name: &str) -> Option<SectionId> {
        self.all().find(|it| it.name == name).map(|it| it.id)
    }

    fn all(&self) -> impl Iterator<Item = &Section> {
        self.groups.iter().flat_map(|group| &group.sections)
    }

    /// `groups` as they follow `self`: checked, with ids for what is new. Ids that `self` does not know are refused, so that
    /// no section of another fair is taken for one of this.
    pub fn next(&self, groups: Vec<Group>, now: MachineTime) -> Result<Self, Refusal> {
        let known: HashSet<SectionId> = self
            .all()
            .map(|it| it.id)
            .chain(self.groups.iter().map(|it| it.id))
            .collect();
        let mut used = HashSet::new();
        let mut settle = |id: &mut SectionId| {
            if is_nil(id) {
                *id = SectionId::mint(now);
            } else if !known.contains(id) {
                return Err(Refusal::invalid("groups", "unknown_id"));
            }
            if used.insert(*id) {
                Ok(())
            } else {
                Err(Refusal::invalid("groups", "twice"))
            }
        };
        let mut groups = groups;
        for group in &mut groups {
            settle(&mut group.id)?;
            (group.name, group.name_zh) = text::pair("name", (&group.name, &group.name_zh), NAME)?;
            for section in &mut group.sections {
                settle(&mut section.id)?;
                let both = (section.name.as_str(), section.name_zh.as_str());
                (section.name, section.name_zh) = text::pair("name", both, NAME)?;
            }
        }
        if used.len() > MOST {
            return Err(Refusal::invalid("groups", "too_many"));
        }
        Ok(Self {
            revision: self.revision + 1,
            groups,
        })
    }

    /// Sections that were in `before` and are not any more.
    pub fn gone_since(&self, before: &Self) -> Vec<SectionId> {
        let gone = before.all().filter(|it| !self.has(it.id));
        gone.map(|it| it.id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(id: SectionId, name: &str, sections: Vec<Section>) -> Group {
        Group {
            id,
            name: name.to_owned(),
            name_zh: String::new(),
            sections,
        }
    }

    fn section(id: SectionId, name_zh: &str) -> Section {
        Section {
            id,
            name: String::new(),
            name_zh: name_zh.to_owned(),
        }
    }

    #[test]
    fn a_tree_grows_keeps_its_ids_and_says_what_is_gone() {
        let now = MachineTime::from_ms(1);
        let nil = SectionId::NIL;
        let first = Sections::default()
            .next(
                vec![group(nil, "Electronics", vec![section(nil, "家电")])],
                now,
            )
            .expect("a tree");
        let (electronics, tv) = (first.groups[0].id, first.groups[0].sections[0].id);
        assert!(first.has(tv) && !first.has(electronics));
        assert_eq!(first.within(electronics), [tv]);
        assert_eq!((first.revision, first.within(tv)), (1, vec![tv]));
        let kept = vec![group(
            electronics,
            "Electronics",
            vec![section(nil, "灯具")],
        )];
        let second = first.next(kept, now).expect("a tree");
        assert_eq!(second.gone_since(&first), [tv]);
        assert_eq!(second.groups[0].id, electronics);
    }

    #[test]
    fn a_tree_takes_no_foreign_doubled_or_nameless_section() {
        let now = MachineTime::from_ms(1);
        let rule = |groups| match Sections::default().next(groups, now) {
            Err(Refusal::Invalid { rule, .. }) => rule,
            other => panic!("{other:?}"),
        };
        let nil = SectionId::NIL;
        let foreign = SectionId::mint(now);
        assert_eq!(rule(vec![group(foreign, "a", vec![])]), "unknown_id");
        assert_eq!(rule(vec![group(nil, " ", vec![])]), "empty");
        assert_eq!(rule(vec![group(nil, "a", vec![section(nil, "")])]), "empty");
        let many = vec![section(nil, "灯"); MOST];
        assert_eq!(rule(vec![group(nil, "a", many)]), "too_many");
        let one = Sections::default()
            .next(vec![group(nil, "a", vec![])], now)
            .expect("a tree");
        let id = one.groups[0].id;
        let twice = one.next(vec![group(id, "a", vec![]), group(id, "b", vec![])], now);
        assert!(matches!(twice, Err(Refusal::Invalid { rule: "twice", .. })));
    }
}
