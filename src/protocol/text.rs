//! What each code says to a person.

use super::code::Code;
use crate::kernel::actor::Language;

/// The sentence for `code`.
pub(super) fn of(code: Code, language: Language) -> &'static str {
    let (en, zh) = both(code);
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

const fn both(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::Malformed => ("The request could not be read.", "无法读取该请求。"),
        Code::Invalid => ("Please check what you entered.", "请检查您输入的内容。"),
        Code::UnknownCommand => ("There is no such action.", "没有这个操作。"),
        Code::UnknownTopic => ("There is nothing to follow here.", "此处没有可关注的内容。"),
        Code::NotFound => (
            "This does not exist, or not for you.",
            "不存在,或您无权查看。",
        ),
        Code::Unauthenticated => ("Please sign in.", "请先登录。"),
        Code::WrongPassword => ("E-mail and password do not match.", "邮箱与密码不匹配。"),
        Code::NoCompany => (
            "You belong to no company here. Ask an admin of yours for an invitation.",
            "您目前不属于任何公司,请向贵公司管理员索取邀请。",
        ),
        Code::NoRight => ("You have no right to do this.", "您无权进行此操作。"),
        Code::BadOrigin => ("This page may not do this.", "此页面无权进行此操作。"),
        Code::IdReused => (
            "This was already sent with another content.",
            "该编号已用于其他内容。",
        ),
        Code::TooOld => ("This was sent too long ago.", "该请求已过期。"),
        Code::ClockWrong => ("This device's clock runs ahead.", "此设备的时钟偏快。"),
        Code::TooLarge => ("This is too large.", "内容过大。"),
        Code::RateLimited => ("Too often. Please wait a moment.", "操作过于频繁,请稍候。"),
        Code::SlotTaken => ("This period was just taken.", "该时段刚刚被占用。"),
        Code::SlotPast => ("This period has already begun.", "该时段已经开始。"),
        Code::OutsideFair => ("This is not a day of the fair.", "不在展会日期之内。"),
        Code::NotOnGrid => ("No period begins at this time.", "没有在该时间开始的时段。"),
        Code::NotNow => (
            "This is not possible any more.",
            "当前状态下无法进行此操作。",
        ),
        Code::Stale => ("Somebody changed this meanwhile.", "内容已被他人更改。"),
        Code::ReasonRequired => ("Please give a reason.", "请填写原因。"),
        Code::LimitReached => ("The limit is reached.", "已达上限。"),
        Code::PolicyOff => (
            "Periods are not held at this fair.",
            "本届展会不提供时段预留。",
        ),
        Code::LinkDead => ("This link was used or has expired.", "链接已使用或已失效。"),
        Code::LastAdmin => (
            "A company needs at least one admin.",
            "公司至少需要一名管理员。",
        ),
        Code::EmailTaken => ("This address is already in use.", "该邮箱已被使用。"),
        Code::ClockReal => ("The clock cannot be moved here.", "此处无法调整时间。"),
        Code::Unavailable => (
            "Not possible right now; nothing was lost.",
            "暂时无法处理,数据未丢失。",
        ),
        Code::StorageFull => (
            "The server is full; nothing was changed.",
            "服务器空间不足,未作任何更改。",
        ),
        Code::Internal => ("Something went wrong on our side.", "服务器出现错误。"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Language, of};

    #[test]
    fn every_code_speaks_both_languages() {
        for code in Code::ALL {
            assert!(of(*code, Language::En).is_ascii());
            assert!(!of(*code, Language::Zh).is_ascii());
        }
    }
}
