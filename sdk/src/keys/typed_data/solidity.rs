//! The names of types: `uint256`, `bytes32[4][]`, `Person`.

/// A type without its array suffixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Address,
    Bool,
    Text,
    Bytes,
    /// 1 to 32 bytes.
    FixedBytes(usize),
    /// 8 to 256 bits.
    Uint(usize),
    /// 8 to 256 bits.
    Int(usize),
    Struct(String),
}

/// A type as a field names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldType {
    /// As it is written, and hashed.
    pub(super) name: String,
    pub(super) base: Base,
    /// Inner array first; `None` for one of any length.
    pub(super) dimensions: Vec<Option<usize>>,
}

impl FieldType {
    /// Reads a type's name. `None` where it is not written as a type is.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let (base, mut suffixes) = name.split_at(name.find('[').unwrap_or(name.len()));
        let mut dimensions = Vec::new();
        while !suffixes.is_empty() {
            let (length, rest) = suffixes.strip_prefix('[')?.split_once(']')?;
            dimensions.push(if length.is_empty() { None } else { Some(plain(length, usize::MAX)?) });
            suffixes = rest;
        }
        Some(Self { name: name.to_owned(), base: Base::parse(base)?, dimensions })
    }
}

impl Base {
    fn parse(name: &str) -> Option<Self> {
        let bits = |digits: &str| plain(digits, 256).filter(|bits| bits.is_multiple_of(8));
        match name {
            "address" => return Some(Self::Address),
            "bool" => return Some(Self::Bool),
            "string" => return Some(Self::Text),
            "bytes" => return Some(Self::Bytes),
            _ => {}
        }
        // A name that only begins like a built-in type, as `integer` or `bytesLike`, is a struct's.
        let sized = |prefix: &str| {
            name.strip_prefix(prefix).filter(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
        };
        if let Some(digits) = sized("bytes") {
            return plain(digits, 32).map(Self::FixedBytes);
        }
        if let Some(digits) = sized("uint") {
            return bits(digits).map(Self::Uint);
        }
        if let Some(digits) = sized("int") {
            return bits(digits).map(Self::Int);
        }
        is_type_name(name).then(|| Self::Struct(name.to_owned()))
    }
}

/// A number of at least 1 without leading zeros: types are hashed as they are written, so that there is one way to write one.
fn plain(digits: &str, most: usize) -> Option<usize> {
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|number| is_plain && (1..=most).contains(number))
}

/// An identifier: what keeps one encoded type from reading as another.
pub(super) fn is_identifier(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_' || byte == b'$';
    name.bytes().next().is_some_and(letter) && name.bytes().all(|byte| letter(byte) || byte.is_ascii_digit())
}

/// An identifier, or several with colons between them: the standard has none, and a large exchange signs
/// `HyperliquidTransaction:UsdSend`. A colon separates nothing in an encoded type.
fn is_type_name(name: &str) -> bool {
    // `uint` and `int` are no aliases here, says the standard: as structs they would mislead.
    !matches!(name, "uint" | "int" | "byte" | "function" | "fixed" | "ufixed") && name.split(':').all(is_identifier)
}

/// Whether a struct may have this name.
pub(super) fn is_struct_name(name: &str) -> bool {
    matches!(Base::parse(name), Some(Base::Struct(_)))
}
