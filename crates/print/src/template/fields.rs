//! The fields that every template knows: issuer, symbol, place and date, signatures, recipients.

use serde::Deserialize;
use serde_json::Value;

use super::markup::model_of;
use super::{Filler, IssuerFile, TemplateFile, Templates};
use crate::model::{Issuer, RecipientGroup, Recipients, Signature, Symbol};
use crate::{Paper, PrintError};

pub fn fill(
    paper: &mut Paper,
    templates: &Templates,
    file: &TemplateFile,
    filler: &Filler<'_>,
) -> Result<(), PrintError> {
    let issuer = issuer(templates, file, filler)?;
    paper.issuer = issuer.block;
    paper.symbol = symbol(file, &issuer.code, filler)?;
    paper.place = field_or_default(filler, "place")?;
    paper.date = field_or_default(filler, "date")?;
    paper.marks = field_or_default(filler, "marks")?;
    paper.annexes = field_or_default(filler, "annexes")?;
    if let Some(nation) = filler.field("nation") {
        paper.nation = model_of(nation, "nation")?;
    }
    paper.to = lines(&filler.plain("to", &file.to)?);
    paper.to.extend(field_or_default::<Vec<String>>(filler, "to")?);
    paper.signatures = signatures(&issuer.authority, &issuer.position, filler)?;
    paper.recipients = recipients(file, filler)?;
    Ok(())
}

fn field_or_default<T: serde::de::DeserializeOwned + Default>(
    filler: &Filler<'_>,
    name: &str,
) -> Result<T, PrintError> {
    filler.field(name).map_or_else(|| Ok(T::default()), |value| model_of(value, name))
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The header block, with what goes into the symbol and above the signature.
struct Named {
    block: Issuer,
    code: String,
    authority: Vec<String>,
    position: String,
}

fn issuer(templates: &Templates, file: &TemplateFile, filler: &Filler<'_>) -> Result<Named, PrintError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        superior: Option<String>,
        body: String,
        part: Option<String>,
        #[serde(default)]
        code: String,
    }
    let name = match filler.field("issuer") {
        Some(Value::String(name)) => name.clone(),
        Some(given) => {
            let Given { superior, body, part, code } = model_of(given, "issuer")?;
            let block = Issuer { superior, body, part };
            return Ok(Named { block, code, authority: Vec::new(), position: String::new() });
        }
        None => file.issuer.clone().ok_or_else(|| filler.missing("issuer", "issuer"))?,
    };
    let Some(known) = templates.issuers.get(&name) else {
        let known = templates.issuers.keys().cloned().collect::<Vec<_>>().join(", ");
        return Err(PrintError::Data { place: "issuer".to_owned(), detail: format!("`{name}`? {known}") });
    };
    named(known, &name, filler)
}

fn named(known: &IssuerFile, name: &str, filler: &Filler<'_>) -> Result<Named, PrintError> {
    let part = format!("issuers.toml, {name}");
    let fill = |text: &String| filler.plain(&part, text);
    Ok(Named {
        block: Issuer {
            superior: known.superior.as_ref().map(fill).transpose()?,
            body: fill(&known.body)?,
            part: known.part.as_ref().map(fill).transpose()?,
        },
        code: fill(&known.code)?,
        authority: known.authority.iter().map(fill).collect::<Result<_, _>>()?,
        position: fill(&known.position)?,
    })
}

fn symbol(file: &TemplateFile, issuer: &str, filler: &Filler<'_>) -> Result<Option<Symbol>, PrintError> {
    let number = match filler.field("number") {
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::String(number)) => number.clone(),
        Some(_) => {
            let detail = "a number or a text is wanted".to_owned();
            return Err(PrintError::Data { place: "number".to_owned(), detail });
        }
        None => String::new(),
    };
    let usual = match &file.code {
        Some(code) if issuer.is_empty() => code.clone(),
        Some(code) => format!("{code}-{issuer}"),
        None => issuer.to_owned(),
    };
    let code = match filler.field("code") {
        Some(code) => model_of(code, "code")?,
        None => usual,
    };
    Ok((!code.is_empty()).then_some(Symbol { number, code }))
}

fn signatures(
    authority: &[String],
    position: &str,
    filler: &Filler<'_>,
) -> Result<Vec<Signature>, PrintError> {
    if let Some(all) = filler.field("signatures") {
        return model_of(all, "signatures");
    }
    let name = match filler.field("signer") {
        None => return Err(filler.missing("signer", "signer")),
        Some(Value::String(name)) => name.clone(),
        Some(signer) => return Ok(vec![model_of(signer, "signer")?]),
    };
    let (authority, position) = (authority.to_vec(), position.to_owned());
    Ok(vec![Signature { authority, position, name, note: None }])
}

fn recipients(file: &TemplateFile, filler: &Filler<'_>) -> Result<Option<Recipients>, PrintError> {
    let own = lines(&filler.plain("recipients", &file.recipients)?);
    let mut recipients = match filler.field("recipients") {
        None => Recipients::default(),
        Some(list @ Value::Array(_)) => {
            let to = model_of(list, "recipients")?;
            Recipients { groups: vec![RecipientGroup { label: None, to }], file_copy: String::new() }
        }
        Some(full) => model_of(full, "recipients")?,
    };
    if !own.is_empty() {
        recipients.groups.insert(0, RecipientGroup { label: None, to: own });
    }
    if recipients.file_copy.is_empty() {
        recipients.file_copy = field_or_default(filler, "file_copy")?;
    }
    let is_empty =
        recipients.groups.iter().all(|group| group.to.is_empty()) && recipients.file_copy.is_empty();
    Ok((!is_empty).then_some(recipients))
}
