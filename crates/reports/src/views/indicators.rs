//! The list of indicators and the form of one.

use kit::page::Sheet;
use kit::permission::Permission;
use kit::text::Phrase;
use kit::ui::{
    ButtonKind, Choice, Column, Crumb, Field, FieldError, Form, Icon, LinkButton, Notice, Table, Tone,
    hidden, table,
};
use kit::web::Ctx;
use maud::{Markup, html};

use super::CURRENT;
use crate::actions::indicators::IndicatorForm;
use crate::catalogue::Catalogue;
use crate::indicator::{OverTime, OverUnits};
use crate::{texts, words};

const LIST: &str = "/reports/indicators";

pub fn list(ctx: &Ctx, catalogue: &Catalogue) -> Markup {
    let (lang, today) = (ctx.lang(), ctx.today());
    let may_define =
        ctx.actor.can(Permission::DefineReports) && ctx.scope().is_ok_and(|scope| scope.is_everything);
    let columns = [
        Column::main(texts::COLUMN_INDICATOR.get(lang)),
        Column::text(texts::COLUMN_CODE.get(lang)),
        Column::text(texts::FIELD_MEASURE.get(lang)),
        Column::text(texts::FIELD_LINE.get(lang)),
        Column::text(texts::FIELD_OVER_TIME.get(lang)),
        Column::text(texts::FIELD_OVER_UNITS.get(lang)),
        Column::text(texts::COLUMN_DAYS.get(lang)),
    ];
    let frame = Table { caption: texts::INDICATORS.get(lang), columns: &columns, ..Table::default() };
    let body = table(&frame, |rows| {
        for one in catalogue.iter() {
            let from = vi::date::short(one.valid_from);
            let days = match one.valid_to.and_then(|end| end.pred_opt()) {
                Some(last) if last < today => texts::ended(vi::date::short(last)).get(lang).to_owned(),
                Some(last) => format!("{from} – {}", vi::date::short(last)),
                None => from,
            };
            let mut row = rows.row();
            if may_define {
                row.link(&format!("{LIST}/{}", one.code), one.name(lang));
            } else {
                row.text(one.name(lang));
            }
            row.text(&one.code)
                .text(one.measure(lang))
                .text(&words::line_of_work(&one.line_of_work, lang))
                .text(words::over_time(one.over_time).get(lang))
                .text(words::over_units(one.over_units).get(lang))
                .text(&days);
        }
    });
    let new = LinkButton {
        href: "/reports/indicators/new",
        label: texts::NEW_INDICATOR.get(lang),
        kind: ButtonKind::Primary,
        icon: Some(Icon::Plus),
    };
    ctx.draw(Sheet {
        title: texts::INDICATORS.get(lang),
        current: CURRENT,
        crumbs: &[
            Crumb { href: CURRENT, label: texts::REPORTS_TITLE.get(lang) },
            Crumb { href: "", label: texts::INDICATORS.get(lang) },
        ],
        actions: may_define.then(|| html! { (new) }),
        body,
        is_wide: true,
        ..Sheet::default()
    })
}

pub fn form(
    ctx: &Ctx,
    form: &IndicatorForm,
    is_new: bool,
    is_used: bool,
    errors: &[(&'static str, Phrase)],
    refusal: Option<&Phrase>,
) -> Markup {
    let lang = ctx.lang();
    let errors: Vec<FieldError<'_>> =
        errors.iter().map(|(field, phrase)| FieldError { field, message: phrase.get(lang) }).collect();
    let action = if is_new { LIST.to_owned() } else { format!("{LIST}/{}", form.code) };
    let frame = Form {
        lang,
        action: &action,
        errors: &errors,
        submit: texts::SAVE.get(lang),
        cancel: LIST,
        ..Form::default()
    };
    let times: Vec<Choice<'_>> = OverTime::ALL
        .iter()
        .map(|rule| Choice { value: rule.code(), label: words::over_time(*rule).get(lang) })
        .collect();
    let units: Vec<Choice<'_>> = OverUnits::ALL
        .iter()
        .map(|rule| Choice { value: rule.code(), label: words::over_units(*rule).get(lang) })
        .collect();
    let lines: Vec<Choice<'_>> = std::iter::once(Choice { value: "", label: "–" })
        .chain(words::LINES.iter().map(|(code, text)| Choice { value: code, label: text.get(lang) }))
        .collect();
    let version = form.version.map_or_else(String::new, |version| version.to_string());
    let label = |text: kit::text::Text| text.get(lang);
    let body = html! {
        @if let Some(phrase) = refusal { (Notice { tone: Tone::Danger, title: phrase.get(lang), ..Notice::default() }) }
        @if is_used { (Notice { tone: Tone::Info, title: texts::RULES_FIXED.get(lang), ..Notice::default() }) }
        (hidden("version", &version))
        @if is_new {
            (frame.field(Field::text("code", label(texts::COLUMN_CODE)).value(&form.code).hint(label(texts::CODE_HINT)).required().short()))
        }
        (frame.field(Field::text("name_vi", label(texts::FIELD_NAME_VI)).value(&form.name_vi).required()))
        (frame.field(Field::text("name_en", label(texts::FIELD_NAME_EN)).value(&form.name_en).required()))
        (frame.field(Field::text("measure_vi", label(texts::FIELD_MEASURE_VI)).value(&form.measure_vi).required().short()))
        (frame.field(Field::text("measure_en", label(texts::FIELD_MEASURE_EN)).value(&form.measure_en).short()))
        (frame.field(Field::select("line_of_work", label(texts::FIELD_LINE), &lines).value(&form.line_of_work)))
        (frame.field(Field::number("decimals", label(texts::FIELD_DECIMALS)).value(&form.decimals)))
        (frame.field(Field::select("over_time", label(texts::FIELD_OVER_TIME), &times).value(&form.over_time).hint(label(texts::OVER_TIME_HINT))))
        (frame.field(Field::select("over_units", label(texts::FIELD_OVER_UNITS), &units).value(&form.over_units)))
        (frame.field(Field::text("part_of", label(texts::FIELD_PART_OF)).value(&form.part_of).hint(label(texts::PART_OF_HINT)).short()))
        (frame.field(Field::number("least", label(texts::FIELD_LEAST)).value(&form.least)))
        (frame.field(Field::number("most", label(texts::FIELD_MOST)).value(&form.most)))
        (frame.field(Field::date("valid_from", label(texts::FIELD_FROM)).value(&form.valid_from)))
        (frame.field(Field::date("last_day", label(texts::FIELD_LAST_DAY)).value(&form.last_day).hint(label(texts::LAST_DAY_HINT))))
    };
    let title = if is_new { texts::NEW_INDICATOR.get(lang) } else { form.name_vi.as_str() };
    ctx.draw(Sheet {
        title,
        current: CURRENT,
        crumbs: &[
            Crumb { href: CURRENT, label: texts::REPORTS_TITLE.get(lang) },
            Crumb { href: LIST, label: texts::INDICATORS.get(lang) },
            Crumb { href: "", label: title },
        ],
        body: frame.render(body),
        ..Sheet::default()
    })
}
