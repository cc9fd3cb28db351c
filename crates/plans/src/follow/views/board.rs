//! The board: a column a quarter, and one for work of the whole year.

use kit::ui::{BoardCard, BoardColumn, Meter, board};
use maud::Markup;

use super::show::PlanPage;
use super::{count, note};
use crate::WorkStreamId;
use crate::follow::model::{ItemRow, Standing, Tally, quarter_of};
use crate::follow::words;
use crate::texts;

/// What a card says before it is drawn.
struct Card {
    href: String,
    title: String,
    standing: Standing,
    note: String,
}

impl PlanPage {
    pub(super) fn board(&self) -> Markup {
        let lang = self.lang;
        let items: Vec<&ItemRow> = self.seen.items.iter().filter(|item| !item.is_withdrawn).collect();
        let (year, today) = (self.seen.opened.plan.year, self.seen.opened.eye.day);
        let is_this_year = chrono::Datelike::year(&today) == year;
        let columns: Vec<(Option<u8>, String, Vec<Card>, Tally)> = [Some(1), Some(2), Some(3), Some(4), None]
            .into_iter()
            .map(|quarter| {
                let inside = items.iter().filter(|item| column_of(item) == quarter);
                let mut cards: Vec<Card> = Vec::new();
                let mut told: Vec<WorkStreamId> = Vec::new();
                let mut tally = Tally::default();
                for item in inside {
                    tally += item.tally;
                    match item.stream {
                        Some(stream) if told.contains(&stream) => {}
                        Some(stream) => {
                            told.push(stream);
                            cards.push(self.stream_card(stream, &items));
                        }
                        None => cards.push(self.card(item)),
                    }
                }
                (quarter, words::quarter(quarter, lang), cards, tally)
            })
            .collect();
        let drawn: Vec<Vec<BoardCard<'_>>> = columns
            .iter()
            .map(|(_, _, cards, _)| {
                cards
                    .iter()
                    .map(|card| BoardCard {
                        href: &card.href,
                        title: &card.title,
                        state: words::badge(card.standing, lang),
                        note: &card.note,
                    })
                    .collect()
            })
            .collect();
        let columns: Vec<BoardColumn<'_>> = columns
            .iter()
            .zip(&drawn)
            .map(|((quarter, title, _, tally), cards)| BoardColumn {
                title,
                is_now: is_this_year && *quarter == Some(quarter_of(today)),
                meter: (tally.total > 0).then(|| Meter {
                    lang,
                    label: texts::FOLLOW_DONE_OF.get(lang),
                    done: count(tally.done),
                    total: count(tally.total),
                }),
                cards,
                empty: texts::FOLLOW_BOARD_EMPTY.get(lang),
            })
            .collect();
        board(&columns)
    }

    fn card(&self, item: &ItemRow) -> Card {
        let mut said = note(item, self.lang);
        if item.tally.total > 1 {
            let counted = format!("{}/{}", item.tally.done, item.tally.total);
            said = if said.is_empty() { counted } else { format!("{counted} · {said}") };
        }
        Card {
            href: self.item_href(item.id),
            title: item.title.clone(),
            standing: item.standing(),
            note: said,
        }
    }

    /// Work that comes back every quarter is one card with its instances, so that it is not taken for four pieces of work.
    fn stream_card(&self, stream: WorkStreamId, items: &[&ItemRow]) -> Card {
        let instances: Vec<&&ItemRow> = items.iter().filter(|item| item.stream == Some(stream)).collect();
        let note = instances
            .iter()
            .map(|item| {
                let standing = words::standing(item.standing()).get(self.lang);
                let quarter = words::quarter(item.quarter, self.lang);
                match item.tally.total {
                    0 => format!("{quarter}: {standing}"),
                    total => format!("{quarter}: {}/{total} {standing}", item.tally.done),
                }
            })
            .collect::<Vec<_>>()
            .join(" · ");
        let today = quarter_of(self.seen.opened.eye.day);
        // The card leads to the instance of now, else to the first.
        let shown = instances.iter().find(|item| item.quarter == Some(today)).or_else(|| instances.first());
        let title = instances
            .first()
            .map_or("", |item| if item.stream_title.is_empty() { &item.title } else { &item.stream_title });
        Card {
            href: shown.map(|item| self.item_href(item.id)).unwrap_or_default(),
            title: title.to_owned(),
            standing: worst(instances.iter().map(|item| item.standing())),
            note,
        }
    }
}

/// Streams stand once, in the column of the whole year.
fn column_of(item: &ItemRow) -> Option<u8> {
    if item.stream.is_some() { None } else { item.quarter }
}

/// The standing of several instances together: late if one is, done only if all are.
fn worst(standings: impl Iterator<Item = Standing>) -> Standing {
    const GRAVEST_FIRST: [Standing; 10] = [
        Standing::Late,
        Standing::LateUngiven,
        Standing::Working,
        Standing::Submitted,
        Standing::Given,
        Standing::Ungiven,
        Standing::Done,
        Standing::NotArisen,
        Standing::Carried,
        Standing::Withdrawn,
    ];
    let found: Vec<Standing> = standings.collect();
    GRAVEST_FIRST.into_iter().find(|standing| found.contains(standing)).unwrap_or(Standing::Ungiven)
}
