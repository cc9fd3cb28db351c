//! Drafts: made, copied, changed, looked at.

use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;
use print::Paper;
use print::Templates;
use serde_json::Value;

use super::{Outcome, find, own};
use crate::OutgoingId;
use crate::compose;
use crate::content::{Content, secrecy_mark, skeleton};
use crate::error::{DispatchError, FieldFault};
use crate::store::outgoing::{self as store, NewOutgoing, Outgoing};
use crate::store::{templates, units};

/// A draft that another module makes: a template filled with data.
#[derive(Debug, Clone)]
pub struct DraftFrom {
    /// `report`, `plan` …
    pub template: String,
    /// Trích yếu; what the template says of itself when empty.
    pub title: String,
    /// The fields of the template.
    pub data: Value,
    /// What it is made from, such as `("report", 12)`.
    pub source: Option<(String, i64)>,
}

/// The templates that a paper is made with: the program's, with the office's versions that it names.
pub(super) async fn templates_of(ctx: &mut Ctx, versions: [Option<i64>; 2]) -> Outcome<Templates> {
    let mut texts = Vec::new();
    for id in versions.into_iter().flatten() {
        texts.extend(templates::find_text(ctx.tx(), id).await?);
    }
    compose::with_versions(&texts)
}

/// The office's versions of today, of a template and of the header blocks.
pub(super) async fn versions_today(ctx: &mut Ctx, template: &str) -> Outcome<[Option<i64>; 2]> {
    let today = ctx.today();
    Ok([
        templates::find_version(ctx.tx(), template, today).await?,
        templates::find_version(ctx.tx(), "issuers", today).await?,
    ])
}

/// The templates that a paper of a kind is made with today: the program's, with the office's own versions over them.
///
/// # Errors
/// [`DispatchError::Print`] when a version of the office cannot be read.
pub async fn templates_for(ctx: &mut Ctx, template: &str) -> Outcome<Templates> {
    let versions = versions_today(ctx, template).await?;
    templates_of(ctx, versions).await
}

/// What a new draft of a template begins with.
pub async fn starting_content(ctx: &mut Ctx, template: &str) -> Outcome<Content> {
    ctx.require(Permission::DraftPapers)?;
    let versions = versions_today(ctx, template).await?;
    let templates = templates_of(ctx, versions).await?;
    let body =
        templates.body(template).ok_or(DispatchError::Form(vec![("template", FieldFault::Unknown)]))?;
    let body = skeleton(body);
    let unit = ctx.unit()?;
    let name = units::find_name(ctx.tx(), unit).await?;
    let (unit_words, place) = compose::names_of_unit(&name);
    Ok(Content { body, unit_words, place, file_copy: "VT".to_owned(), ..Content::default() })
}

/// Makes a draft of the unit acted for.
///
/// # Errors
/// [`DispatchError::Form`], [`DispatchError::Secret`], [`DispatchError::Print`] when the template cannot make a paper of it.
pub async fn create_paper(ctx: &mut Ctx, template: &str, content: &Content) -> Outcome<Outgoing> {
    make(ctx, template, content, None, None).await
}

/// Makes a draft from another module's data: the words are filled in, and can be changed like any other's.
///
/// # Errors
/// [`DispatchError::Print`] names the field that the data do not have.
pub async fn draft_from(ctx: &mut Ctx, from: DraftFrom) -> Outcome<Outgoing> {
    let DraftFrom { template, title, data, source } = from;
    let mut content = starting_content(ctx, &template).await?;
    let versions = versions_today(ctx, &template).await?;
    let templates = templates_of(ctx, versions).await?;
    let mut filled = data;
    if let Value::Object(fields) = &mut filled {
        let mut lack = |name: &str, value: &str| {
            fields.entry(name).or_insert_with(|| Value::from(value));
        };
        lack("unit", &content.unit_words);
        lack("place", &content.place);
        lack("signer", "");
        lack("abstract", &title);
    }
    let paper = templates.paper(&template, &filled)?;
    (content.body, content.extra) = compose::words_of(&paper);
    content.summary = if title.trim().is_empty() { paper.title.summary } else { title };
    content.to = paper.to.join("\n");
    if let Some(annexes) = filled.get("annexes") {
        content.extra.insert("annexes".to_owned(), annexes.clone());
    }
    if let Some(recipients) = paper.recipients {
        let all: Vec<String> = recipients.groups.into_iter().flat_map(|group| group.to).collect();
        content.act_to = all.join("\n");
    }
    make(ctx, &template, &content, source.as_ref().map(|(kind, id)| (kind.as_str(), *id)), None).await
}

/// A new draft with the words of another paper.
pub async fn copy_paper(ctx: &mut Ctx, id: OutgoingId) -> Outcome<Outgoing> {
    let paper = find(ctx, id).await?;
    make(ctx, &paper.template, &paper.content, None, Some(id)).await
}

async fn make(
    ctx: &mut Ctx,
    template: &str,
    content: &Content,
    source: Option<(&str, i64)>,
    copied_from: Option<OutgoingId>,
) -> Outcome<Outgoing> {
    ctx.require(Permission::DraftPapers)?;
    let versions = versions_today(ctx, template).await?;
    check(ctx, template, versions, content).await?;
    let (unit, account, now) = (ctx.unit()?, ctx.actor.account, ctx.now());
    let [template_version, issuers_version] = versions;
    let new = NewOutgoing {
        unit,
        template,
        template_version,
        issuers_version,
        content,
        source,
        copied_from,
        account,
        now,
    };
    let id = store::insert_outgoing(ctx.tx(), &new).await?;
    store::insert_version(ctx.tx(), id, 1, content, "", account, now).await?;
    ctx.audit(Event::new("outgoing_drafted", "outgoing", id.0, unit).with(serde_json::json!({
        "template": template, "abstract": content.summary, "copied_from": copied_from, "source": source,
    })));
    find(ctx, id).await
}

/// Changes a draft's words; the version before is kept.
///
/// # Errors
/// [`DispatchError::Frozen`] once it is with the leader or signed; [`DispatchError::Changed`] when `seen` is not the newest.
pub async fn edit_paper(
    ctx: &mut Ctx,
    id: OutgoingId,
    content: &Content,
    note: &str,
    seen: Option<i64>,
) -> Outcome<Outgoing> {
    let was = own(ctx, id, Permission::DraftPapers).await?;
    if !was.state.is_draft() {
        return Err(DispatchError::Frozen);
    }
    if seen.is_some_and(|seen| seen != was.version) {
        return Err(DispatchError::Changed);
    }
    let content = Content {
        extra: if content.extra.is_empty() { was.content.extra.clone() } else { content.extra.clone() },
        ..content.clone()
    };
    if content == was.content {
        return Ok(was);
    }
    check(ctx, &was.template, [was.template_version, was.issuers_version], &content).await?;
    if !store::update_content(ctx.tx(), &was, &content).await? {
        return Err(DispatchError::Changed);
    }
    let (account, now) = (ctx.actor.account, ctx.now());
    let number = store::list_versions(ctx.tx(), id).await?.last().map_or(1, |last| last.number + 1);
    store::insert_version(ctx.tx(), id, number, &content, note.trim(), account, now).await?;
    ctx.audit(
        Event::new("outgoing_changed", "outgoing", id.0, was.unit)
            .with(serde_json::json!({ "version": number })),
    );
    find(ctx, id).await
}

async fn check(
    ctx: &mut Ctx,
    template: &str,
    versions: [Option<i64>; 2],
    content: &Content,
) -> Outcome<Paper> {
    let faults = content.faults();
    if !faults.is_empty() {
        return Err(DispatchError::Form(faults));
    }
    if let Some(mark) = secrecy_mark(&content.all_words()) {
        return Err(DispatchError::Secret(mark));
    }
    let templates = templates_of(ctx, versions).await?;
    Ok(compose::paper(&templates, template, content)?)
}

/// The paper as it would look now: as a draft, as signed, or with number and date.
pub async fn preview(ctx: &mut Ctx, paper: &Outgoing) -> Outcome<Paper> {
    let mut made = if let Some(frozen) = &paper.frozen {
        Paper::from_json(frozen)?
    } else {
        let templates = templates_of(ctx, [paper.template_version, paper.issuers_version]).await?;
        let mut made = compose::paper(&templates, &paper.template, &paper.content)?;
        made.marks.push("DỰ THẢO".to_owned());
        made
    };
    if let (Some(number), Some(symbol)) = (paper.number, made.symbol.as_mut()) {
        symbol.number = written(number);
    }
    if let Some(day) = paper.dated_on {
        made.date = day.into();
    }
    Ok(made)
}

/// Numbers below ten are written with a zero before them, as they stand on paper.
pub(super) fn written(number: i64) -> String {
    format!("{number:02}")
}

/// A paper that the person may see, and the paper it makes.
pub async fn show_paper(ctx: &mut Ctx, id: OutgoingId) -> Outcome<(Outgoing, Paper)> {
    let paper = find(ctx, id).await?;
    let made = preview(ctx, &paper).await?;
    Ok((paper, made))
}
