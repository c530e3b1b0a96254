//! Base64 (RFC 4648 §4), as Atom 0.3 lets texts be written.

/// The bytes, read as UTF-8; nothing where they are no text: other bytes, or control characters. What is no letter of the alphabet is
/// passed over, as line breaks must be.
pub fn text(written: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(written.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0);
    for letter in written.bytes().take_while(|letter| *letter != b'=') {
        let Some(value) = value(letter) else { continue };
        held = (held << 6 | u32::from(value)) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits).to_le_bytes()[0]);
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    let control = |c: char| c.is_control() && !c.is_whitespace();
    (!text.contains(control)).then_some(text)
}

fn value(letter: u8) -> Option<u8> {
    Some(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_out_whatever_their_length() {
        let check = |written, expect: Option<&str>| assert_eq!(text(written).as_deref(), expect);
        check("", Some(""));
        check("Zg==", Some("f"));
        check("Zm8=", Some("fo"));
        check("Zm9v", Some("foo"));
        check(" Zm9v\n YmE= ", Some("fooba"));
        check("w6k", Some("é"));
        check("6Q==", None);
        check("AAAA", None);
    }
}
