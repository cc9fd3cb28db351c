//! The form of an item, and the words for what it says.

use kit::text::Text;
use kit::ui::{Choice, Field, Form, hidden};
use maud::{Markup, html};

use super::form::ItemForm;
use super::store::UnitRow;
use crate::item::ItemKind;
use crate::texts;

pub const fn kind_word(kind: ItemKind) -> Text {
    match kind {
        ItemKind::Focus => texts::ITEM_KIND_FOCUS,
        ItemKind::Standing => texts::ITEM_KIND_STANDING,
        ItemKind::AdHoc => texts::ITEM_KIND_AD_HOC,
    }
}

/// The fields of an item, as typed.
pub fn item_fields(form: &Form<'_>, typed: &ItemForm, units: &[UnitRow]) -> Markup {
    let lang = form.lang;
    let version = typed.version.to_string();
    let names: Vec<String> = units.iter().map(UnitRow::label).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let kinds = ItemKind::ALL.map(|kind| Choice { value: kind.code(), label: kind_word(kind).get(lang) });
    let quarters = [
        Choice { value: "", label: texts::ITEM_QUARTER_WHOLE_YEAR.get(lang) },
        Choice { value: "1", label: "I" },
        Choice { value: "2", label: "II" },
        Choice { value: "3", label: "III" },
        Choice { value: "4", label: "IV" },
    ];
    let none = Choice { value: "", label: "–" };
    let lines: Vec<Choice<'_>> = std::iter::once(none)
        .chain(
            crate::words::LINES_OF_WORK.iter().map(|(value, word)| Choice { value, label: word.get(lang) }),
        )
        .collect();
    html! {
        (hidden("version", &version))
        (form.field(Field::text("title", texts::ITEM_TITLE.get(lang)).value(&typed.title).required().focus()))
        (form.field(Field::area("detail", texts::ITEM_DETAIL.get(lang), 4).value(&typed.detail)))
        (form.field(Field::radio("kind", texts::ITEM_KIND.get(lang), &kinds).value(&typed.kind)))
        (form.field(Field::select("quarter", texts::ITEM_QUARTER_NAME.get(lang), &quarters).value(&typed.quarter)))
        (form.field(Field::date("start_on", texts::ITEM_START.get(lang)).value(&typed.start_on)))
        (form.field(Field::date("due_on", texts::ITEM_DUE.get(lang)).value(&typed.due_on).hint(texts::ITEM_DUE_HINT.get(lang))))
        (form.field(Field::text("due_phrase", texts::ITEM_DUE_PHRASE.get(lang)).value(&typed.due_phrase).hint(texts::ITEM_DUE_PHRASE_HINT.get(lang))))
        (form.field(Field::text("lead", texts::ITEM_LEAD.get(lang)).value(&typed.lead).suggest(&names).hint(texts::ITEM_LEAD_HINT.get(lang))))
        (form.field(Field::text("lead_named", texts::ITEM_LEAD_NAMED.get(lang)).value(&typed.lead_named)))
        (form.field(Field::area("coordinators", texts::ITEM_COORDINATORS.get(lang), 3).value(&typed.coordinators).hint(texts::ITEM_COORDINATORS_HINT.get(lang))))
        (form.field(Field::text("coordinating_named", texts::ITEM_COORDINATING.get(lang)).value(&typed.coordinating_named)))
        (form.field(Field::select("line_of_work", texts::ITEM_LINE.get(lang), &lines).value(&typed.line_of_work)))
        (form.field(Field::text("campaigns", texts::ITEM_CAMPAIGNS.get(lang)).value(&typed.campaigns)))
        (form.field(Field::text("output", texts::ITEM_OUTPUT.get(lang)).value(&typed.output).hint(texts::ITEM_OUTPUT_HINT.get(lang))))
        (form.field(Field::number("target_value", texts::ITEM_TARGET.get(lang)).value(&typed.target_value)))
        (form.field(Field::text("unit_of_measure", texts::ITEM_UNIT_OF_MEASURE.get(lang)).value(&typed.unit_of_measure).short()))
        (form.field(Field::money("estimate", texts::ITEM_ESTIMATE.get(lang)).value(&typed.estimate)))
        (form.field(Field::checkbox("is_conditional", texts::ITEM_CONDITIONAL.get(lang)).value(&typed.is_conditional)))
        (hidden("recurrence", &typed.recurrence))
    }
}
