//! Every way a picture is refused.

use crate::kernel::fault::Fault;

/// A refusal of a picture.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Neither of a company nor an organiser.
    #[error("you have no right to do this")]
    NoRight,
    /// There is no such picture.
    #[error("not found")]
    Unknown,
    /// What was sent is not a picture that can be shown.
    #[error("the picture breaks the rule {rule}")]
    Invalid {
        /// The rule, a word the client can explain.
        rule: &'static str,
    },
    /// More bytes than a picture may have.
    #[error("more than {limit} bytes")]
    TooLarge {
        /// How many it may have.
        limit: usize,
    },
    /// The owner keeps as many pictures as he may.
    #[error("{limit} pictures are kept already")]
    LimitReached {
        /// How many he may keep.
        limit: i64,
    },
    /// Infrastructure failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Refusal {
    /// Neither JPEG, PNG nor WebP.
    pub const NOT_A_PICTURE: Self = Self::Invalid {
        rule: "not_a_picture",
    };
    /// More pixels than are decoded for anybody.
    pub const TOO_MANY_PIXELS: Self = Self::Invalid {
        rule: "too_many_pixels",
    };
    /// Too small to be seen.
    pub const TOO_SMALL: Self = Self::Invalid { rule: "too_small" };
    /// Cut short, or damaged.
    pub const BROKEN: Self = Self::Invalid { rule: "broken" };
}
