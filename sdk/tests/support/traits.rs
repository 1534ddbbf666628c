//! Which traits a type has, asked without implementing anything for it: an inherent constant wins over a trait's.

use std::marker::PhantomData;
pub(crate) struct Ask<T>(PhantomData<T>);
pub(crate) trait No {
    const CLONE: bool = false;
    const DISPLAY: bool = false;
    const SERIALIZE: bool = false;
    const DESERIALIZE: bool = false;
}
impl<T> No for Ask<T> {}
impl<T: Clone> Ask<T> {
    pub(crate) const CLONE: bool = true;
}
impl<T: std::fmt::Display> Ask<T> {
    pub(crate) const DISPLAY: bool = true;
}
impl<T: serde::Serialize> Ask<T> {
    pub(crate) const SERIALIZE: bool = true;
}
impl<T: serde::de::DeserializeOwned> Ask<T> {
    pub(crate) const DESERIALIZE: bool = true;
}
