//! The lists in the form that reading uses.

use crate::reading::text::key;

use super::finders::{Phrases, Prefixes, Starts};
use super::{Body, Day, Kind, NamedPaper, Rules};

/// The lists in the form that reading uses.
pub(crate) struct Compiled {
    pub kinds: Vec<Kind>,
    pub kind_starts: Vec<(String, usize)>,
    kind_names: Prefixes<usize>,
    pub issuers: Vec<(String, String)>,
    pub days: Vec<Day>,
    pub day_names: Phrases<usize>,
    pub line_keys: Vec<(String, u32)>,
    pub line_words: Phrases<usize>,
    pub bodies: Vec<Body>,
    pub body_forms: Phrases<usize>,
    /// Provinces by the key to find them by.
    pub provinces: Prefixes<String>,
    pub named: Vec<NamedPaper>,
    pub lists: Lists,
}

pub(crate) struct Lists {
    pub list_goes_on: Starts,
    pub rests_on: Starts,
    pub opens_after_comma: Starts,
    pub opens_after_and: Starts,
    pub makes_papers: Starts,
    pub actions: Starts,
    pub no_tasks: Starts,
    pub tasks_after_all: Starts,
    pub standing: Starts,
    pub assignment: Starts,
    pub doubled: Starts,
    pub seam_before: Starts,
    pub seam_after: Starts,
    pub district_words: Starts,
    pub courtesy: Starts,
}

impl Compiled {
    pub fn new(rules: &Rules) -> Self {
        let mut kind_starts: Vec<(String, usize)> = rules
            .kinds
            .iter()
            .enumerate()
            .map(|(i, k)| (key(&k.name), i))
            .filter(|(k, _)| !k.is_empty())
            .collect();
        // Longer names first: "chương trình hành động" before "chương trình".
        kind_starts.sort_by_key(|(name, i)| (std::cmp::Reverse(name.len()), *i));
        let names = |d: &Day| {
            let short = d.name.split(" (").next().unwrap_or(&d.name).to_owned();
            let bare = short.strip_prefix("Ngày ").unwrap_or(&short).to_owned();
            let mut all = vec![short, bare];
            all.extend(d.also.iter().cloned());
            all
        };
        let day_names =
            rules.days.iter().enumerate().flat_map(|(i, d)| names(d).into_iter().map(move |n| (n, i)));
        let line_words =
            rules.lines.iter().enumerate().flat_map(|(i, l)| l.words.iter().map(move |w| (w.clone(), i)));
        let body_forms =
            rules.bodies.iter().enumerate().flat_map(|(i, b)| b.forms.iter().map(move |f| (f.clone(), i)));
        let provinces =
            rules.provinces.provinces.iter().chain(&rules.provinces.former).map(|p| (key(p), p.clone()));
        let w = &rules.words;
        Self {
            kinds: rules.kinds.clone(),
            kind_names: Prefixes::new(kind_starts.iter().cloned()),
            kind_starts,
            issuers: rules.issuers.iter().map(|i| (i.code.to_uppercase(), i.name.clone())).collect(),
            days: rules.days.clone(),
            day_names: Phrases::new(day_names),
            line_keys: rules.lines.iter().map(|l| (l.key.clone(), l.weight)).collect(),
            line_words: Phrases::new(line_words),
            bodies: rules.bodies.clone(),
            body_forms: Phrases::new(body_forms),
            provinces: Prefixes::new(provinces),
            named: rules.named.iter().map(|n| NamedPaper { opening: key(&n.opening), ..n.clone() }).collect(),
            lists: Lists {
                list_goes_on: Starts::new(&w.list_goes_on),
                rests_on: Starts::new(&w.rests_on),
                opens_after_comma: Starts::new(&w.opens_after_comma),
                opens_after_and: Starts::new(&w.opens_after_and),
                makes_papers: Starts::new(&w.makes_papers),
                actions: Starts::new(&w.actions),
                no_tasks: Starts::new(&w.no_tasks),
                tasks_after_all: Starts::new(&w.tasks_after_all),
                standing: Starts::new(&w.standing),
                assignment: Starts::new(&w.assignment),
                doubled: Starts::new(&w.doubled),
                seam_before: Starts::new(&w.seam_before),
                seam_after: Starts::new(&w.seam_after),
                district_words: Starts::new(&w.district_words),
                courtesy: Starts::new(&w.courtesy),
            },
        }
    }

    /// The kind of paper whose name `lower` starts with: its index and the length of the name.
    pub fn kind_at(&self, lower: &str) -> Option<(usize, usize)> {
        self.kind_names.at(lower).map(|(len, i)| (*i, len))
    }

    /// The province whose name `lower` starts with.
    pub fn province_at(&self, lower: &str) -> Option<(&str, usize)> {
        self.provinces.at(lower).map(|(len, name)| (name.as_str(), len))
    }
}
