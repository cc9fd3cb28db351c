//! The usual structure of a committee's agency and its member organisations, to be confirmed by those who know.

use kit::UnitId;
use kit::web::Ctx;
use vi::names::lower_first;

use crate::actions::{Described, insert, own_unit};
use crate::error::OrganisationError;
use crate::store;
use crate::unit::{Level, Relation, UnitKind};

/// A unit of the usual structure: kind, short name, and the name that `{area}` completes.
struct Usual {
    kind: UnitKind,
    name: &'static str,
    /// What a member organisation was until 2025-06-30.
    is_member: bool,
}

const fn board(kind: UnitKind, name: &'static str) -> Usual {
    Usual { kind, name, is_member: false }
}

const fn member(kind: UnitKind, name: &'static str) -> Usual {
    Usual { kind, name, is_member: true }
}

/// Handbook 1.3. Boards after 2025 were not verified, so everything here is marked to be confirmed.
const USUAL: [Usual; 9] = [
    board(UnitKind::Office, "Văn phòng"),
    board(UnitKind::SpecialisedBoard, "Ban Tổ chức - Tuyên giáo"),
    board(UnitKind::SpecialisedBoard, "Ban Dân chủ - Pháp luật"),
    board(UnitKind::SpecialisedBoard, "Ban Phong trào"),
    member(UnitKind::PoliticalSocialOrganisation, "Liên đoàn Lao động"),
    member(UnitKind::PoliticalSocialOrganisation, "Hội Nông dân"),
    member(UnitKind::PoliticalSocialOrganisation, "Hội Liên hiệp Phụ nữ"),
    member(UnitKind::PoliticalSocialOrganisation, "Đoàn TNCS Hồ Chí Minh"),
    member(UnitKind::PoliticalSocialOrganisation, "Hội Cựu chiến binh"),
];

/// Law 97/2025/QH15 put the political-social organisations under the Front from 2025-07-01.
const RELATION_BASIS: &str = "Luật số 97/2025/QH15";

/// Adds the usual office, boards and member organisations of a province's committee, those not there yet; all to be confirmed.
pub async fn add_usual_units(ctx: &mut Ctx, parent: UnitId) -> Result<usize, OrganisationError> {
    let parent = own_unit(ctx, parent).await?;
    let (scope, today) = (ctx.scope()?, ctx.today());
    let there = store::list_children(ctx.tx(), scope, parent.id, today).await?;
    let area = match parent.level {
        Level::Central => String::new(),
        _ => format!(" {}", lower_first(&parent.short_name)),
    };
    let mut added = 0;
    for usual in USUAL.iter().filter(|usual| !there.iter().any(|unit| unit.short_name == usual.name)) {
        let name = if usual.is_member { format!("{}{area}", usual.name) } else { usual.name.to_owned() };
        let new = Described {
            kind: usual.kind,
            name,
            short_name: usual.name.to_owned(),
            from: parent.valid_from,
            relation: None,
        };
        let id = insert(ctx, &parent, &new, "", "", false).await?;
        if usual.is_member {
            if parent.valid_from < crate::TURN {
                store::set_relation(ctx.tx(), id, Relation::Member, parent.valid_from, "").await?;
            }
            let from = parent.valid_from.max(crate::TURN);
            store::set_relation(ctx.tx(), id, Relation::AffiliatedUnder, from, RELATION_BASIS).await?;
        }
        added += 1;
    }
    Ok(added)
}
