//! Errors that carry the error of another contract in one of their arguments.

/// Names, and the argument that holds the inner revert data.
pub(super) const ALL: [(&str, &str); 13] = [
    ("CallFailed", "result"),
    ("ERC1271Revert", "error"),
    ("ERC6492DeployFailed", "error"),
    ("ExtractorError", "errorReason"),
    ("FailedOpWithRevert", "inner"),
    ("PolicyEngineDetachReverted", "err"),
    ("PolicyMapperError", "errorReason"),
    ("PolicyPostRunError", "errorReason"),
    ("PolicyRunError", "errorReason"),
    ("ProxyCalldataFailedWithCustomError", "result"),
    ("ReceiverError", "err"),
    ("TokenHandlingError", "err"),
    // ERC-7751.
    ("WrappedError", "reason"),
];

/// The argument of this error that holds another one.
pub(super) fn inner(name: &str) -> Option<&'static str> {
    ALL.iter().find(|(wrapper, _)| *wrapper == name).map(|(_, argument)| *argument)
}
