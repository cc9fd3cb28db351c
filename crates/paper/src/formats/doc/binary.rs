//! Little-endian numbers at checked places.

/// `N` bytes at a place.
fn at<const N: usize>(bytes: &[u8], place: usize) -> Option<[u8; N]> {
    bytes.get(place..place.checked_add(N)?)?.try_into().ok()
}

/// A `u16`.
pub(super) fn u16_at(bytes: &[u8], place: usize) -> Option<u16> {
    at(bytes, place).map(u16::from_le_bytes)
}

/// A `u32`.
pub(super) fn u32_at(bytes: &[u8], place: usize) -> Option<u32> {
    at(bytes, place).map(u32::from_le_bytes)
}

/// A `u32` as a place or a length.
pub(super) fn usize_at(bytes: &[u8], place: usize) -> Option<usize> {
    usize::try_from(u32_at(bytes, place)?).ok()
}

/// UTF-16 letters; unpaired halves are replaced.
pub(super) fn utf16(bytes: &[u8]) -> String {
    super::super::charset::utf16(bytes, false)
}
