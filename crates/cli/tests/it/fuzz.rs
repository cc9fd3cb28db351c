//! Odd requests to every operation of the API, made from its own description, as everybody who may ask: a module that describes
//! its operations is covered without a word here.

use std::fmt::Write as _;

use kit::permission::Role;
use kit::storage::Engine;
use serde_json::{Map, Value as Json, json};

use crate::http::{self, Reply};
use crate::office::Office;
use crate::program::Server;

/// Requests for one engine.
const REQUESTS: usize = 1_500;

/// Small, quick, and the same on every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("small")
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

/// One operation, as it is described.
struct Operation {
    method: String,
    path: String,
    described: Json,
}

struct Request {
    method: String,
    path: String,
    kind: String,
    body: Vec<u8>,
}

fn operations(api: &Json) -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, methods) in api["paths"].as_object().expect("paths") {
        for (method, described) in methods.as_object().expect("methods") {
            if ["get", "post", "put", "patch", "delete"].contains(&method.as_str()) {
                let described = described.clone();
                found.push(Operation { method: method.to_uppercase(), path: path.clone(), described });
            }
        }
    }
    found
}

fn odd_text(dice: &mut Dice) -> String {
    let texts = [
        "",
        " ",
        "a",
        "Đại đoàn kết",
        "Đa\u{323}i đoa\u{300}n kê\u{301}t",
        "a\u{0}b",
        "\u{1}\u{7f}\r\n\t",
        "\u{202e}abc\u{feff}",
        "'; drop table account; --",
        "%",
        "_%\\",
        "\"",
        "<script>alert(1)</script>",
        "=1+1",
        "\u{1F3E0}",
        "2024-02-30",
        "99999-01-01",
        "2024-01-08",
        "-1",
        "1",
        "1e400",
        "9223372036854775808",
        "../../etc/passwd",
        "null",
        "{}",
        "NEAR(\"",
        "*",
        "incoming",
        "draft",
        "commune",
        "12/KH-MTTQ-BTT",
        "\u{ffff}",
        "i\u{307}İıß",
        "\u{e000}",
    ];
    if dice.once_in(25) { "Đoàn kết ".repeat(8_000) } else { dice.pick(&texts).to_owned() }
}

fn odd_number(dice: &mut Dice) -> Json {
    let numbers = [
        json!(0),
        json!(1),
        json!(1),
        json!(2),
        json!(-1),
        json!(366),
        json!(2024),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(2_147_483_648_i64),
        json!(1.5),
        json!(1e300),
        json!(-0.0),
    ];
    dice.pick(&numbers)
}

fn anything(dice: &mut Dice) -> Json {
    match dice.below(7) {
        0 => Json::Null,
        1 => json!(dice.once_in(2)),
        2 => json!([]),
        3 => json!({ "x": [null] }),
        4 => json!(vec![odd_number(dice); 3]),
        5 => odd_number(dice),
        _ => json!(odd_text(dice)),
    }
}

/// A value that fits its description, as a rule.
fn value(dice: &mut Dice, api: &Json, schema: &Json, depth: usize) -> Json {
    if dice.once_in(8) || depth > 6 {
        return anything(dice);
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let named = api.pointer(reference.trim_start_matches('#')).cloned().unwrap_or_default();
        return value(dice, api, &named, depth + 1);
    }
    for choice in ["oneOf", "anyOf", "allOf"] {
        if let Some(schemas) = schema[choice].as_array().filter(|schemas| !schemas.is_empty()) {
            let schema = dice.pick(schemas);
            return value(dice, api, &schema, depth + 1);
        }
    }
    if let Some(words) = schema["enum"].as_array().filter(|words| !words.is_empty()) {
        return dice.pick(words);
    }
    let kinds = match &schema["type"] {
        Json::String(kind) => vec![kind.clone()],
        Json::Array(kinds) => kinds.iter().filter_map(|kind| kind.as_str().map(str::to_owned)).collect(),
        _ => vec!["string".to_owned()],
    };
    match dice.pick(&kinds).as_str() {
        "integer" | "number" => odd_number(dice),
        "boolean" => json!(dice.once_in(2)),
        "null" => Json::Null,
        "array" => (0..dice.below(4)).map(|_| value(dice, api, &schema["items"], depth + 1)).collect(),
        "object" => object(dice, api, schema, depth),
        _ => json!(odd_text(dice)),
    }
}

fn object(dice: &mut Dice, api: &Json, schema: &Json, depth: usize) -> Json {
    let mut object = Map::new();
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        if !dice.once_in(7) {
            object.insert(name.clone(), value(dice, api, schema, depth + 1));
        }
    }
    if dice.once_in(5) {
        object.insert(odd_text(dice), anything(dice));
    }
    Json::Object(object)
}

fn as_text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn encoded(text: &str) -> String {
    // An address has a limit of its own.
    text.chars().take(300).collect::<String>().bytes().fold(String::new(), |mut out, byte| {
        let _ = if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            write!(out, "{}", byte as char)
        } else {
            write!(out, "%{byte:02X}")
        };
        out
    })
}

fn request(dice: &mut Dice, api: &Json, operation: &Operation) -> Request {
    let mut path = operation.path.clone();
    let mut query = Vec::new();
    for parameter in operation.described["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap_or_default();
        if parameter["in"] == "path" {
            let value = if dice.once_in(3) {
                encoded(&as_text(&anything(dice)))
            } else {
                (1 + dice.below(3)).to_string()
            };
            // A dot or nothing would make it another path.
            let value = if value.trim_matches('.').is_empty() { "0".to_owned() } else { value };
            path = path.replace(&format!("{{{name}}}"), &value);
        } else if parameter["in"] == "query" && dice.once_in(2) {
            query.push(format!("{name}={}", encoded(&as_text(&value(dice, api, &parameter["schema"], 0)))));
        }
    }
    if dice.once_in(10) {
        query.push(format!("{}={}", encoded(&odd_text(dice)), encoded(&odd_text(dice))));
    }
    if !query.is_empty() {
        path = format!("{path}?{}", query.join("&"));
    }
    let (kind, body) = body(dice, api, &operation.described["requestBody"]["content"]);
    Request { method: operation.method.clone(), path, kind, body }
}

fn body(dice: &mut Dice, api: &Json, content: &Json) -> (String, Vec<u8>) {
    let Some((kind, described)) = content.as_object().and_then(|kinds| kinds.iter().next()) else {
        return (String::new(), Vec::new());
    };
    let value = value(dice, api, &described["schema"], 0);
    if kind == "multipart/form-data" {
        let fields: Vec<(String, String)> = value
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), as_text(value)))
            .collect();
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .filter(|(name, value)| !name.contains(['"', '\r', '\n']) && value.len() < 1_000)
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let content = odd_text(dice);
        let name = odd_text(dice).replace(['"', '\r', '\n', '\0'], "_");
        let (kind, mut body) =
            http::multipart(&fields, &name.chars().take(300).collect::<String>(), content.as_bytes());
        if dice.once_in(10) {
            body.truncate(body.len() / 2);
        }
        return (kind.to_owned(), body);
    }
    let body = match dice.below(20) {
        0 => Vec::new(),
        1 => b"{".to_vec(),
        2 => "[".repeat(20_000).into_bytes(),
        3 => b"{\"name\":\"\xff\xfe\"}".to_vec(),
        4 => b"{\"name\":\"\\ud800\"}".to_vec(),
        5 => b"{\"name\":1e999999}".to_vec(),
        _ => value.to_string().into_bytes(),
    };
    (kind.clone(), body)
}

/// What must hold for every answer.
fn complaint(operation: &Operation, reply: &Reply) -> Option<String> {
    let kind = reply.header("content-type");
    if reply.status >= 500 && reply.status != 503 {
        return Some("the program's own mistake".to_owned());
    }
    if reply.status >= 400 {
        let told = serde_json::from_slice::<Json>(&reply.body).unwrap_or_default();
        let is_whole = kind == "application/problem+json"
            && told["status"] == reply.status
            && ["code", "detail", "title"]
                .iter()
                .all(|name| told[*name].as_str().is_some_and(|text| !text.is_empty()));
        return (!is_whole).then(|| "a refusal that programs cannot read".to_owned());
    }
    let described = &operation.described["responses"][reply.status.to_string()];
    if described.is_null() {
        return Some("a status that is not described".to_owned());
    }
    let is_json = described["content"].get("application/json").is_some();
    (is_json
        && (!kind.starts_with("application/json") || serde_json::from_slice::<Json>(&reply.body).is_err()))
    .then(|| "no JSON, though it is described".to_owned())
}

fn send(office: &Office, server: &Server, role: Role, request: &Request) -> std::io::Result<Reply> {
    let bearer = format!("Bearer {}", office.token(role));
    let mut headers = vec![("authorization", bearer.as_str())];
    if !request.kind.is_empty() {
        headers.push(("content-type", request.kind.as_str()));
    }
    http::ask(&server.address, &request.method, &request.path, &headers, &request.body)
}

fn withstands(engine: Engine) {
    let office = Office::new(engine);
    let server = office.serve();
    let api = http::ask(&server.address, "GET", "/api/v1/openapi.json", &[], b"")
        .expect("answers")
        .expect(200)
        .json();
    let operations = operations(&api);
    assert!(operations.len() > 5, "{api}");
    let mut dice = Dice(0x0d0a_4b37);
    let mut complaints = Vec::new();
    let mut accepted = 0;
    for number in 0..REQUESTS {
        // Every operation as every role, in turn: the roles move on by one with each round.
        let operation = &operations[number % operations.len()];
        let role = Role::ALL[(number + number / operations.len()) % Role::ALL.len()];
        let request = request(&mut dice, &api, operation);
        let told = match send(&office, &server, role, &request) {
            Ok(reply) => {
                accepted += usize::from(reply.status < 300);
                complaint(operation, &reply).map(|what| format!("{what}: {} {}", reply.status, reply.text()))
            }
            Err(error) => Some(format!("no answer: {error}")),
        };
        if let Some(told) = told {
            let body = String::from_utf8_lossy(&request.body);
            let body: String = body.chars().take(600).collect();
            let short: String = told.chars().take(600).collect();
            complaints.push(format!(
                "{} {} as {}: {body}\n  {short}",
                request.method,
                request.path,
                role.code()
            ));
        }
    }
    // Enough gets past the door to try what lies behind it.
    assert!(accepted > REQUESTS / 20, "only {accepted} were accepted");
    let log = server.log();
    assert!(complaints.is_empty(), "{} complaints:\n{}\n{}", complaints.len(), complaints.join("\n"), log);
    assert!(!log.contains("panicked"), "{log}");
    http::ask(&server.address, "GET", "/healthz", &[], b"").expect("answers").expect(200);
    office.audit_is_whole();
    server.stop();
}

#[test]
fn odd_requests_are_refused_and_break_nothing_on_sqlite() {
    withstands(Engine::Sqlite);
}

#[test]
fn odd_requests_are_refused_and_break_nothing_on_postgres() {
    withstands(Engine::Postgres);
}
