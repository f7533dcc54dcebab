//! The snapshot of `company/{id}`.

use serde_json::value::RawValue;

use crate::{
    domain::Books,
    kernel::{fault::Fault, ids::CompanyId},
};

/// Members and the count of what is pending.
pub async fn company(
    _books: &mut dyn Books,
    _company: CompanyId,
) -> Result<Vec<Box<RawValue>>, Fault> {
    Ok(Vec::new())
}
