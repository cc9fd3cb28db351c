//! One description of the API from those of its parts.

use utoipa::openapi::OpenApi;

/// Puts parts together.
///
/// # Panics
/// In debug builds, when two parts describe different bodies by one name: the later one would silently stand for both.
pub fn join(parts: impl IntoIterator<Item = OpenApi>) -> OpenApi {
    let mut whole = OpenApi::default();
    for part in parts {
        if cfg!(debug_assertions) {
            let named = |api: &OpenApi| {
                api.components.clone().map(|components| components.schemas).unwrap_or_default()
            };
            let known = named(&whole);
            for (name, schema) in named(&part) {
                let other = known.get(&name);
                assert!(other.is_none_or(|other| *other == schema), "two bodies of the API are named {name}");
            }
        }
        whole.merge(part);
    }
    whole
}
